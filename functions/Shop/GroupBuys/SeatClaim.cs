using WeCommerce.Shop.Http;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>An order's seat: claimed before the prepay, so that the last one has one winner and the others learn it before they pay.</summary>
internal sealed class SeatClaim(GroupPlace place, GroupBook groups, GroupList list, TimeProvider time) : IOrderClaim
{
    /// <summary>Groups shown to who came too late.</summary>
    private const int MostOffered = 5;

    /// <summary>A payment made in its last second is told a little later.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private bool _isClaimed;

    public async Task<Problem?> ClaimAsync(Order order, CancellationToken cancellation)
    {
        // The order's commit met another writer: the seat is taken already.
        if (_isClaimed)
            return null;

        var claim = new GroupCommand.Claim(order.OrderId, order.PayBefore + Grace, place.IsNewcomer, place.Face);
        var problem = place.Seen is { } seen ? await JoinAsync(claim, seen, cancellation) : await OpenAsync(claim, order.CreatedAt, cancellation);
        _isClaimed = problem is null;
        return problem;
    }

    public async Task ReleaseAsync(Order order)
    {
        if (_isClaimed)
            await groups.ApplyAsync(place.GroupId, new GroupCommand.Free(order.OrderId));
    }

    private async Task<Problem?> OpenAsync(GroupCommand.Claim claim, DateTimeOffset at, CancellationToken cancellation)
    {
        await groups.OpenAsync(
            new Group
            {
                GroupId = place.GroupId,
                ActivityId = place.Activity.ActivityId,
                SpuId = place.Activity.SpuId,
                Steps = place.Activity.Steps,
                TimeToFill = place.Activity.TimeToFill,
                Leader = claim.OrderId.MemberId,
                CreatedAt = at,
                Seats = [new Seat(1, claim.OrderId, claim.HeldUntil, claim.IsNewcomer) { Face = claim.Face }],
            },
            cancellation);
        return null;
    }

    private async Task<Problem?> JoinAsync(GroupCommand.Claim claim, GroupRows seen, CancellationToken cancellation)
    {
        var joined = await groups.ApplyAsync(place.GroupId, claim, seen, cancellation);
        if (joined.Problem is not { Code: "GROUP_FULL" or "GROUP_OVER" } late)
            return joined.Problem;

        var others = place.Activity.ShowsGroups ? await list.WaitingAsync(place.Activity.ActivityId, MostOffered, cancellation) : [];
        return late.Offering([.. others.Where(g => g.GroupId != place.GroupId)], canOpen: place.Activity.SellsAt(time.GetUtcNow()));
    }
}
