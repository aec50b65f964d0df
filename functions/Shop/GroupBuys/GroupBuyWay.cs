using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.PurchaseLimits;
using WeCommerce.Storage;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>Buying with a group (参团, 开团): the first of the group's prices, a seat, and the activity's limits.</summary>
internal sealed class GroupBuyWay(
    GroupBuyActivities activities, GroupBook groups, GroupList list, OrderBook orders, Profiles profiles, Partitions partitions, Ids ids, TimeProvider time) : ISaleWay
{
    /// <summary>One purchase as a newcomer, whatever the activity.</summary>
    private static readonly PurchaseLimit Newcomer = new("newcomer", 1);

    public bool IsAskedFor(OrderRequest request) => request.GroupBuy is not null;

    public async Task<Result<SaleTerms>> TermsAsync(Session session, OrderRequest request, DateTimeOffset at, CancellationToken cancellation)
    {
        if (!ActivityId.TryParse(request.GroupBuy?.ActivityId, out var id) || (await activities.GetAsync(cancellation)).Find(id) is not { } activity)
            return GroupBuyProblems.NoActivity;
        // Who joins has until the group's end; who opens one has until the activity's.
        var joins = GroupId.TryParse(request.GroupBuy?.GroupId, out var group);
        if (!joins && !activity.SellsAt(at))
            return GroupBuyProblems.NotRunning;

        var profile = profiles.ReadAsync(session.MemberId, cancellation);
        var newcomer = orders.IsNewcomerAsync(session.MemberId, cancellation);
        var looking = joins ? groups.LookAsync(group, cancellation) : Task.FromResult<GroupRows?>(null)!;
        await Task.WhenAll(profile, newcomer, looking);
        var seen = await looking;
        var there = seen?.ToGroup();
        if (joins && (there is null || there.Stage == GroupStage.Opening || there.ActivityId != activity.ActivityId))
            return GroupBuyProblems.NotFound;
        if (joins && activity.NewcomersOnly && !await newcomer)
            return GroupBuyProblems.NewcomersOnly;

        var mine = new GroupPlace(activity, joins ? group : GroupId.New(ids), seen, await newcomer, new Face((await profile).Nickname, (await profile).AvatarUrl));
        return TermsOf(mine, (there?.Steps ?? activity.Steps)[0], [.. Limits(activity, joins)], request.Lines?.Sum(l => l.Quantity) ?? 0);
    }

    private SaleTerms TermsOf(GroupPlace place, GroupStep first, IReadOnlyList<PurchaseLimit> limits, int pieces) => new()
    {
        Skus = first.Prices.ToDictionary(p => p.Key, p => new SkuTerms(p.Value, place.Activity.PlaceOf(p.Key))),
        TakesDiscounts = place.Activity.TakesDiscounts,
        Mark = order => order with
        {
            GroupBuy = new OrderGroupBuy(place.Activity.ActivityId, place.GroupId),
            Limits = [.. order.Limits, .. limits.Select(l => l.What)],
        },
        Claims = [new SeatClaim(place, groups, list, time), .. limits.Select(l => new LimitClaim(l, l == Newcomer ? 1 : pieces, partitions))],
    };

    private static IEnumerable<PurchaseLimit> Limits(GroupBuyActivity activity, bool joins)
    {
        if (activity.LimitPerMember is { } most)
            yield return new PurchaseLimit(activity.ActivityId.Pool, most);
        if (activity.NewcomersOnly && joins)
            yield return Newcomer;
    }
}

/// <summary>Where somebody wants a seat, and as whom.</summary>
/// <param name="Seen">The group's rows as they were a moment ago; null for a group that is still to be opened.</param>
internal sealed record GroupPlace(GroupBuyActivity Activity, GroupId GroupId, GroupRows? Seen, bool IsNewcomer, Face Face);
