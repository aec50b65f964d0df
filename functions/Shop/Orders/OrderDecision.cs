using WeCommerce.Shop.Http;
using WeCommerce.Shop.Payments;
using WeCommerce.Shop.Stock;

namespace WeCommerce.Shop.Orders;

/// <summary>What can happen to an order once it is placed.</summary>
internal abstract record OrderCommand
{
    private OrderCommand()
    {
    }

    /// <summary>WeChat says that somebody paid.</summary>
    internal sealed record TakePayment(Payment Payment, string AppId) : OrderCommand;

    /// <summary>The order ends unpaid. Only after WeChat closed its number: then nobody can pay it any more.</summary>
    internal sealed record Cancel(string Why) : OrderCommand;

    /// <summary>WeChat says that a payment the order could not take is back with its payer.</summary>
    internal sealed record UnwantedPaymentReturned(string TransactionId) : OrderCommand;
}

/// <summary>The order after a command, and what must follow. A command that changes nothing gives the order as it was.</summary>
internal sealed record OrderDecision(Order Order, IReadOnlyList<object> Effects)
{
    /// <summary>
    /// The order's graph, whole: no clock, no storage. Late, repeated and overtaking commands change nothing that is already so.
    /// </summary>
    public static Result<OrderDecision> Decide(Order order, OrderCommand command, DateTimeOffset now) => command switch
    {
        OrderCommand.TakePayment take => TakePayment(order, take.Payment, take.AppId, now),
        OrderCommand.Cancel cancel => Cancel(order, cancel.Why, now),
        OrderCommand.UnwantedPaymentReturned returned => Returned(order, returned.TransactionId, now),
        _ => throw new InvalidOperationException($"Orders know no {command.GetType().Name}."),
    };

    private static Result<OrderDecision> TakePayment(Order order, Payment payment, string appId, DateTimeOffset now)
    {
        if (payment.PaidFen != order.TotalFen || payment.OutTradeNo.OrderId != order.OrderId || appId != order.AppId)
            return OrderProblems.PaymentMismatch;
        if (order.Payment?.TransactionId == payment.TransactionId || order.UnwantedPayments.Any(p => p.Payment.TransactionId == payment.TransactionId))
            return Same(order);
        if (order.Trade == TradeAxis.Open && order.Payment is null)
            return new OrderDecision(Tell(order with { Payment = payment }, now, "付款成功"), [new StockSold(order.OrderId, order.Skus)]);

        var why = order.Trade == TradeAxis.Cancelled ? "订单已取消，款项原路退回" : "重复付款，款项原路退回";
        return new OrderDecision(
            Tell(order with { UnwantedPayments = [.. order.UnwantedPayments, new UnwantedPayment(payment)] }, now, why),
            [new ReturnPayment(order.OrderId, payment.TransactionId, payment.PaidFen, why)]);
    }

    private static Result<OrderDecision> Cancel(Order order, string why, DateTimeOffset now) => order switch
    {
        { Trade: TradeAxis.Cancelled } => Same(order),
        { Payment: not null } => OrderProblems.AlreadyPaid,
        _ => new OrderDecision(Tell(order with { Trade = TradeAxis.Cancelled }, now, why), [new StockFreed(order.OrderId, order.Skus)]),
    };

    private static Result<OrderDecision> Returned(Order order, string transactionId, DateTimeOffset now)
    {
        if (!order.UnwantedPayments.Any(p => p.Payment.TransactionId == transactionId && p.RefundedAt is null))
            return Same(order);

        var payments = order.UnwantedPayments.Select(p => p.Payment.TransactionId == transactionId ? p with { RefundedAt = p.RefundedAt ?? now } : p);
        return new OrderDecision(Tell(order with { UnwantedPayments = [.. payments] }, now, "款项已退回"), []);
    }

    private static OrderDecision Same(Order order) => new(order, []);

    private static Order Tell(Order order, DateTimeOffset now, string what) => order with { Timeline = [.. order.Timeline, new TimelineEntry(now, what)] };
}
