using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Poison;

/// <summary>A queue message that could not be handled (死信), and what became of it.</summary>
/// <param name="Body">As it was on its queue: ids, no personal data.</param>
/// <param name="PoisonedAt">When the host gave it up.</param>
/// <param name="Reason">Why it was dropped.</param>
internal sealed record PoisonMessage(
    PoisonId Id,
    string Queue,
    string Body,
    DateTimeOffset PoisonedAt,
    DateTimeOffset? RetriedAt = null,
    MemberId? RetriedBy = null,
    DateTimeOffset? DroppedAt = null,
    MemberId? DroppedBy = null,
    string? Reason = null)
{
    public PoisonState State => DroppedAt is not null ? PoisonState.Dropped : RetriedAt is not null ? PoisonState.Retried : PoisonState.Waiting;
}

internal enum PoisonState
{
    /// <summary>Nobody decided yet.</summary>
    Waiting,

    /// <summary>Back on its queue. If it fails again, it comes back as another one.</summary>
    Retried,

    Dropped,
}
