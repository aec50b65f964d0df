using WeCommerce.Shop.Books;
using WeCommerce.Shop.Coupons;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Notices;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.PurchaseLimits;
using WeCommerce.Shop.Refunds;
using WeCommerce.Shop.Stock;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>An order of a group is paid: it has to get its seat.</summary>
internal sealed record SeatPaid(OrderId OrderId);

/// <summary>An order of a group will not be paid: its seat is free.</summary>
internal sealed record SeatFreed(OrderId OrderId, GroupId GroupId);

/// <summary>The part of an order's graph that is about its group.</summary>
internal static class GroupBuyDecision
{
    /// <summary>Its group had no seat: it looks for one in another.</summary>
    public static Result<OrderDecision> Move(Order order, OrderCommand.MoveToGroup move, DateTimeOffset now) =>
        order.GroupBuy is not { State: GroupBuyState.InProgress } group || group.GroupId != move.From
            ? OrderDecision.Same(order)
            : new OrderDecision(order with { GroupBuy = group with { GroupId = move.To, Refused = [.. group.Refused, move.From] } })
                .Tell(now, "原团已满，为您换到另一个团")
                .Then(new SeatPaid(order.OrderId));

    /// <summary>Its group succeeded: it is to be sent, and on a ladder (阶梯团) the difference to the price that was reached goes back.</summary>
    public static Result<OrderDecision> Succeed(Order order, OrderCommand.GroupSucceeded succeeded, DateTimeOffset now)
    {
        if (order is not { GroupBuy: { State: GroupBuyState.InProgress } group, Payment: { } payment } || group.GroupId != succeeded.GroupId)
            return OrderDecision.Same(order);

        var lines = order.Lines.Select(l => l with { RebateFen = RebateOf(l, succeeded.Reached) }).ToList();
        var decision = new OrderDecision(order with { GroupBuy = group with { State = GroupBuyState.Succeeded }, Lines = lines })
            .Tell(now, "拼团成功，等待发货")
            .Then(new SetDeadline(now.AddHours(succeeded.Rules.ShipHours), DeadlineKind.ShippingDue, order.OrderId.Value))
            .Notify(NoticeKind.GroupFilled, order.OrderId.Value, now);
        var back = Fen.Sum(lines.Select(l => l.RebateFen));
        if (back == Fen.Zero)
            return decision;

        decision = decision.Tell(now, $"{succeeded.Reached.People} 人成团，阶梯价差额 {back} 原路退回");
        return RefundDecision.Start(decision.NumberRefund(), order.NextRefundId, payment, "阶梯团差额", afterSale: null, now, (Account.SalesReturns, back));
    }

    /// <summary>Its group failed, or none has a seat for it: all that was paid goes back, and the goods, which never left, are free.</summary>
    public static Result<OrderDecision> Fail(Order order, OrderCommand.GroupFailed failed, DateTimeOffset now)
    {
        if (order is not { GroupBuy: { State: GroupBuyState.InProgress } group, Payment: { } payment } || group.GroupId != failed.GroupId)
            return OrderDecision.Same(order);

        var id = order.NextRefundId;
        var decision = new OrderDecision(order with { GroupBuy = group with { State = GroupBuyState.Failed } })
            .Tell(now, failed.Why)
            .NumberRefund()
            .Then(new StockReturned(order.OrderId, id.Value, [.. order.Lines.Select(l => new ReturnedPieces(l.HeldAt[0], l.Quantity))]))
            .Then(CouponsSettled.Of(order))
            .Notify(NoticeKind.GroupFailed, order.OrderId.Value, now);
        if (order.Limits.Count > 0)
            decision = decision.Then(new LimitFreed(order.OrderId, order.Limits));
        return RefundDecision.Start(
            decision, id, payment, failed.Why, afterSale: null, now, (Account.SalesReturns, order.TotalFen - order.FreightFen), (Account.Freight, order.FreightFen));
    }

    // Never more than was paid for the line: coupons may have come off it, too.
    private static Fen RebateOf(OrderLine line, GroupStep reached)
    {
        var less = (line.PriceFen - reached.Prices.GetValueOrDefault(line.SkuId, line.PriceFen)) * line.Quantity;
        return less < Fen.Zero ? Fen.Zero : less < line.PaidFen ? less : line.PaidFen;
    }
}
