using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Coupons;

/// <summary>Coupons of an offer for a list of members (定向发放), at once or at a time.</summary>
internal sealed record Grant
{
    public required GrantId GrantId { get; init; }

    public required string BodyHash { get; init; }

    /// <summary>How many members there are.</summary>
    public required int Members { get; init; }

    public required int Batches { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the coupons are given: then their days begin to count.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether its batches are under way; false until its time has come.</summary>
    public required bool IsStarted { get; init; }
}

/// <summary>A part of a grant's list: what one effect gives.</summary>
/// <param name="Given">How many got their coupon; null until all of the batch are done.</param>
internal sealed record GrantBatch(int Number, IReadOnlyList<MemberId> Members, int? Given = null);

/// <summary>A batch of a grant is to be given.</summary>
internal sealed record GiveBatch(GrantId GrantId, int Number);

internal enum GrantStatus
{
    /// <summary>Its time has not come.</summary>
    Scheduled,

    UnderWay,
    Done,
}

/// <summary>How far a grant is.</summary>
/// <param name="Given">Members who got their coupon, counted batch by batch.</param>
/// <param name="NotGiven">Members who got none: none was left, or the offer was over or paused.</param>
internal sealed record GrantView(
    GrantId GrantId, CouponOfferId OfferId, GrantStatus Status, int Members, int Given, int NotGiven, DateTimeOffset At, DateTimeOffset CreatedAt)
{
    public static GrantView Of(Grant grant, IReadOnlyList<GrantBatch> batches)
    {
        var done = batches.Where(b => b.Given is not null).ToList();
        var given = done.Sum(b => b.Given ?? 0);
        var status = !grant.IsStarted ? GrantStatus.Scheduled : done.Count < grant.Batches ? GrantStatus.UnderWay : GrantStatus.Done;
        return new(grant.GrantId, grant.GrantId.OfferId, status, grant.Members, given, done.Sum(b => b.Members.Count) - given, grant.At, grant.CreatedAt);
    }
}
