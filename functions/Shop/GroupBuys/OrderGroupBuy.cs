namespace WeCommerce.Shop.GroupBuys;

/// <summary>That an order is bought with a group, and what came of it.</summary>
/// <param name="GroupId">Where its seat is, or was last looked for.</param>
internal sealed record OrderGroupBuy(ActivityId ActivityId, GroupId GroupId)
{
    public GroupBuyState State { get; init; }

    /// <summary>Groups that had no seat for it when it was paid.</summary>
    public IReadOnlyList<GroupId> Refused { get; init; } = [];
}

internal enum GroupBuyState
{
    /// <summary>待成团.</summary>
    InProgress,

    Succeeded,

    /// <summary>The group failed, or no group had a seat: the money goes back.</summary>
    Failed,
}
