using Microsoft.Extensions.Options;
using WeCommerce.Shop.Notices;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Shipping;
using WeCommerce.Storage;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>
/// A paid order gets its seat for good. If that lapsed and the group has no other: another group that waits, as the activity says, else the money goes
/// back. Each group says of an order once whether it is in; so it is in one at the most, whoever looks after it and however often.
/// </summary>
internal sealed class TakeSeat(OrderBook orders, GroupBook groups, GroupList list, GroupBuyActivities activities) : IEffectHandler<SeatPaid>, IEffectHandler<SeatFreed>
{
    private const int MostOthers = 20;
    private const int MostMoves = 5;

    public async Task<EffectOutcome> DoAsync(SeatPaid effect, EffectContext context, CancellationToken cancellation)
    {
        if (await orders.ReadAsync(effect.OrderId, cancellation) is not { } order)
            return EffectOutcome.Later();

        await SeatAsync(order, cancellation);
        return EffectOutcome.Done;
    }

    public async Task<EffectOutcome> DoAsync(SeatFreed effect, EffectContext context, CancellationToken cancellation)
    {
        var freed = await groups.ApplyAsync(effect.GroupId, new GroupCommand.Free(effect.OrderId), cancellation);
        return freed.Problem is null or { Status: 404 } ? EffectOutcome.Done : EffectOutcome.Later();
    }

    /// <summary>Seats an order that is paid and waits for its group; any other is left as it is.</summary>
    public async Task SeatAsync(Order order, CancellationToken cancellation)
    {
        if (order is not { Payment: not null, GroupBuy: { State: GroupBuyState.InProgress } own })
            return;

        var line = order.Lines[0];
        var group = await groups.ApplyAsync(own.GroupId, new GroupCommand.Pay(order.OrderId, line.SkuId, line.PriceFen), cancellation);
        if (group is { Problem: null, Value: var asked } && asked.Verdicts[order.OrderId].IsIn)
            return;
        if (group.Problem is { Status: not 404 } problem)
            throw new TimeoutException($"Group {own.GroupId} gives no answer: {problem.Code}.");

        // A move records the effect that goes on there.
        var next = await FindOtherAsync(own, cancellation);
        await orders.MustApplyAsync(
            order.OrderId,
            next is { } other ? new OrderCommand.MoveToGroup(own.GroupId, other) : new OrderCommand.GroupFailed(own.GroupId, "团已满且没有可加入的团，款项原路退回"),
            cancellation);
    }

    private async Task<GroupId?> FindOtherAsync(OrderGroupBuy own, CancellationToken cancellation)
    {
        if (own.Refused.Count >= MostMoves || (await activities.GetAsync(cancellation)).Find(own.ActivityId) is not { LateSeat: LateSeat.AnotherGroup })
            return null;

        var waiting = await list.WaitingAsync(own.ActivityId, MostOthers, cancellation);
        return waiting.Where(g => g.GroupId != own.GroupId && !own.Refused.Contains(g.GroupId)).Select(g => (GroupId?)g.GroupId).FirstOrDefault();
    }
}

/// <summary>A group is decided: each of its orders learns it, and does the rest by itself (refund, difference, shipping).</summary>
internal sealed class SettleGroup(GroupBook groups, OrderBook orders, IOptions<ShippingOptions> shipping) : IEffectHandler<GroupDecided>
{
    private const int AtOnce = 4;

    public async Task<EffectOutcome> DoAsync(GroupDecided effect, EffectContext context, CancellationToken cancellation)
    {
        if (await groups.ReadAsync(effect.GroupId, cancellation) is not { Stage: GroupStage.Succeeded or GroupStage.Failed } group)
            return EffectOutcome.Later();

        await Parallel.ForEachAsync(
            group.Seats.Where(s => s.IsPaid),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (seat, token) =>
            {
                using var activity = ShopTrace.Source.StartActivity(nameof(SettleGroup));
                await orders.MustApplyAsync(seat.OrderId, CommandOf(group), token);
            });
        return EffectOutcome.Done;
    }

    private OrderCommand CommandOf(Group group) => group is { Stage: GroupStage.Succeeded, Reached: { } reached }
        ? new OrderCommand.GroupSucceeded(group.GroupId, reached, shipping.Value)
        : new OrderCommand.GroupFailed(group.GroupId, "拼团未成功，款项原路退回");
}

/// <summary>Keeps the lists of groups as commits say.</summary>
internal sealed class ListGroup(GroupBook groups, GroupList list, NoticeBook notices, TimeProvider time) : IEffectHandler<GroupChanged>
{
    public async Task<EffectOutcome> DoAsync(GroupChanged effect, EffectContext context, CancellationToken cancellation)
    {
        if (await groups.ReadAsync(effect.GroupId, cancellation) is not { } group)
            return EffectOutcome.Done;

        await list.PutAsync(group, cancellation);
        if (group is { Stage: GroupStage.InProgress, Missing: 1 })
            await notices.TellAsync(group, NoticeKind.GroupNearlyFull, time.GetUtcNow(), cancellation);
        return EffectOutcome.Done;
    }
}
