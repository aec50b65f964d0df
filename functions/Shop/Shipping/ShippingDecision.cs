using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.GroupBuys;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Notices;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Tasks;

namespace WeCommerce.Shop.Shipping;

/// <summary>A parcel left: WeChat has to know (发货信息录入).</summary>
internal sealed record ReportShipping(OrderId OrderId);

/// <summary>The part of an order's graph that moves goods.</summary>
internal static class ShippingDecision
{
    /// <summary>WeChat's limit of parcels of one order (发货信息管理, 分拆发货).</summary>
    private const int MostParcels = 15;

    public static Result<OrderDecision> Ship(Order order, OrderCommand.Ship command, DateTimeOffset now)
    {
        if (!order.IsSettled)
            return ShippingProblems.NotPaid;
        if (order.GroupBuy is { State: not GroupBuyState.Succeeded })
            return ShippingProblems.NoGroup;
        // The same parcel told twice is one parcel.
        if (order.Shipments.Any(s => s.Carrier == command.Carrier && s.TrackingNo == command.TrackingNo))
            return OrderDecision.Same(order);
        if (order.Shipments.Count >= MostParcels)
            return ShippingProblems.TooManyParcels;

        var lines = command.Lines ?? [.. order.Lines.Select(l => new ShippedLine(l.LineNo, order.ShippableOf(l))).Where(l => l.Quantity > 0)];
        if (lines.Count == 0)
            return ShippingProblems.NothingToShip;
        for (var n = 0; n < lines.Count; n++)
        {
            if (order.Lines.FirstOrDefault(l => l.LineNo == lines[n].LineNo) is not { } line)
                return Problem.Invalid($"lines[{n}].lineNo", "The order has no such line.");
            if (lines[n].Quantity > order.ShippableOf(line))
                return Problem.Invalid($"lines[{n}].quantity", $"{order.ShippableOf(line)} pieces can be sent.");
        }

        var parcel = new Shipment(order.Shipments.Count + 1, command.Carrier, command.TrackingNo, lines, now);
        var decision = new OrderDecision(order with { Shipments = [.. order.Shipments, parcel] })
            .Tell(now, $"已发货：{command.Carrier} {command.TrackingNo}")
            .Notify(NoticeKind.Shipped, $"{order.OrderId}-{parcel.Number}", now);
        return Sent(decision, command.Rules, now);
    }

    /// <summary>The shopper has the goods.</summary>
    public static Result<OrderDecision> Receive(Order order, DateTimeOffset now)
    {
        if (order.ReceivedAt is not null)
            return OrderDecision.Same(order);

        return order.Status == OrderStatus.AwaitingReceipt
            ? new OrderDecision(order with { ReceivedAt = now }).Tell(now, "买家确认收货")
            : ShippingProblems.NotSent;
    }

    /// <summary>Nobody confirmed, and the time is over. An open after-sale case stops the clock: a day later it is looked at again.</summary>
    public static Result<OrderDecision> ReceiptDue(Order order, DateTimeOffset now)
    {
        if (order.Status != OrderStatus.AwaitingReceipt || order.ReceiptDue is not { } due || now < due)
            return OrderDecision.Same(order);
        if (!order.AfterSales.Any(a => a.IsOpen))
            return new OrderDecision(order with { ReceivedAt = now }).Tell(now, "超时自动确认收货");

        var later = now.AddDays(1);
        return new OrderDecision(order with { ReceiptDue = later }).Then(new SetDeadline(later, DeadlineKind.ReceiptDue, order.OrderId.Value));
    }

    /// <summary>The time to ship is over: a person must see it.</summary>
    public static Result<OrderDecision> ShippingDue(Order order, DateTimeOffset now)
    {
        if (order.Status != OrderStatus.AwaitingShipment || order.IsShippingOverdue || order.Lines.All(l => order.ShippableOf(l) == 0))
            return OrderDecision.Same(order);

        return new OrderDecision(order with { IsShippingOverdue = true }).Then(new RaiseTask(
            TaskKind.ShippingDue,
            order.OrderId.Value,
            $"订单 {order.OrderId} 付款后仍未全部发货，已到发货期限。",
            "尽快发货，或与买家协商退款；微信会因超时未发货处罚商家。",
            now.AddHours(24)));
    }

    public static Result<OrderDecision> Reported(Order order, OrderCommand.ShippingReported reported, DateTimeOffset now) =>
        reported.Parcels < order.ReportedParcels || (reported.Parcels == order.ReportedParcels && (order.IsReportedAll || !reported.IsAll))
            ? OrderDecision.Same(order)
            : new OrderDecision(order with { ReportedParcels = reported.Parcels, IsReportedAll = reported.IsAll })
                .Tell(now, "发货信息已上传微信");

    /// <summary>WeChat says it twice, and in any order: what is known stays known.</summary>
    public static Result<OrderDecision> SettlementTold(Order order, Settlement told)
    {
        var known = order.Settlement is { } before ? before.With(told) : told;
        return known == order.Settlement ? OrderDecision.Same(order) : new OrderDecision(order with { Settlement = known });
    }

    /// <summary>A parcel that the order does not have is none of its.</summary>
    public static Result<OrderDecision> TrackTold(Order order, OrderCommand.TrackTold told)
    {
        if (order.Shipments.FirstOrDefault(s => s.TrackingNo == told.TrackingNo) is not { } parcel || parcel.With(told.Steps) is var after && ReferenceEquals(after, parcel))
            return OrderDecision.Same(order);

        return new OrderDecision(order with { Shipments = [.. order.Shipments.Select(s => s == parcel ? after : s)] });
    }

    /// <summary>
    /// After anything that sends goods, or that takes goods out of what is to be sent: WeChat has to know, and when nothing is left to send, the
    /// wait for receipt begins.
    /// </summary>
    public static OrderDecision Sent(OrderDecision decision, ShippingOptions rules, DateTimeOffset now)
    {
        var order = decision.Order;
        if (order.Payment is not null && rules.ReportToWeChat && !order.IsShippingReported)
            decision = decision.Then(new ReportShipping(order.OrderId));
        if (order.ReceiptDue is not null || order.Status != OrderStatus.AwaitingReceipt)
            return decision;

        var due = now.AddDays(rules.ReceiptDays);
        decision = decision.With(order with { ReceiptDue = due }).Then(new SetDeadline(due, DeadlineKind.ReceiptDue, order.OrderId.Value));
        if (order.IsShippingOverdue)
            decision = decision.Then(new EndTask(TaskKind.ShippingDue, order.OrderId.Value, "已全部发货"));
        return rules.ReminderDays == 0 || order.Payment is null
            ? decision
            : decision.Then(new SetDeadline(now.AddDays(rules.ReminderDays), DeadlineKind.ReceiptReminder, order.OrderId.Value));
    }
}
