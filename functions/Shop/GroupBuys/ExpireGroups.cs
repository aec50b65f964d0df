using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Payments;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>
/// A group's time is over (拼团到期): it is decided, once. Who sits there unpaid may have paid without the shop knowing, because a notify was lost or the
/// shop stood still: WeChat is asked before the group is given up.
/// </summary>
internal sealed class ExpireGroups(GroupBook groups, OrderBook orders, PaymentDesk payments, TakeSeat seats) : IDeadlineHandler
{
    public DeadlineKind Kind => DeadlineKind.GroupExpires;

    public async Task MeetAsync(string id, DateTimeOffset at, CancellationToken cancellation)
    {
        if (!GroupId.TryParse(id, out var group))
            throw new InvalidDataException($"{id} is no group.");

        if (await groups.ReadAsync(group, cancellation) is { Stage: GroupStage.InProgress } waiting)
            await Task.WhenAll(waiting.Seats.Where(s => !s.IsPaid).Select(s => AskAsync(s.OrderId, cancellation)));
        await groups.MustApplyAsync(group, new GroupCommand.Expire(), cancellation);
    }

    private async Task AskAsync(OrderId id, CancellationToken cancellation)
    {
        if (await orders.ReadAsync(id, cancellation) is not { } order)
            return;
        if (order.Status == OrderStatus.PendingPayment && await payments.LookAsync(order, cancellation) is { Problem: null, Value: var asked })
            order = asked;
        await seats.SeatAsync(order, cancellation);
    }
}
