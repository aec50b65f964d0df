using WeCommerce.Shop.AfterSales;
using WeCommerce.Shop.Books;
using WeCommerce.Shop.Coupons;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Entrances;
using WeCommerce.Shop.GroupBuys;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Notices;
using WeCommerce.Shop.PurchaseLimits;
using WeCommerce.Shop.Refunds;
using WeCommerce.Shop.Shipping;
using WeCommerce.Shop.Stock;
using WeCommerce.Shop.Tasks;

namespace WeCommerce.Shop.Orders;

/// <summary>The order after a command, what must follow, and what the books say of it. A command that changes nothing gives the order as it was.</summary>
internal sealed record OrderDecision(Order Order)
{
    private static readonly TimeSpan TimeToAct = TimeSpan.FromHours(24);

    public IReadOnlyList<object> Effects { get; private init; } = [];

    public IReadOnlyList<Entry> Entries { get; private init; } = [];

    /// <summary>
    /// The order's graph, whole: no clock, no storage. Late, repeated and overtaking commands change nothing that is already so.
    /// </summary>
    public static Result<OrderDecision> Decide(Order order, OrderCommand command, DateTimeOffset now) => command switch
    {
        OrderCommand.TakePayment take => TakePayment(order, take, now),
        OrderCommand.Cancel cancel => Cancel(order, cancel.Why, now),
        OrderCommand.MoveToGroup move => GroupBuyDecision.Move(order, move, now),
        OrderCommand.GroupSucceeded succeeded => GroupBuyDecision.Succeed(order, succeeded, now),
        OrderCommand.GroupFailed failed => GroupBuyDecision.Fail(order, failed, now),
        OrderCommand.TakeRefundReport told => RefundDecision.Report(order, told.Report, now),
        OrderCommand.RetryRefund retry => RefundDecision.Retry(order, retry.RefundId, now),
        OrderCommand.RefundSentAnotherWay sent => RefundDecision.SentAnotherWay(order, sent, now),
        OrderCommand.Ship ship => ShippingDecision.Ship(order, ship, now),
        OrderCommand.ShippingReported reported => ShippingDecision.Reported(order, reported, now),
        OrderCommand.SettlementTold told => ShippingDecision.SettlementTold(order, told.Settlement),
        OrderCommand.TrackTold told => ShippingDecision.TrackTold(order, told),
        OrderCommand.Receive => ShippingDecision.Receive(order, now),
        OrderCommand.ReceiptDue => ShippingDecision.ReceiptDue(order, now),
        OrderCommand.ShippingDue => ShippingDecision.ShippingDue(order, now),
        OrderCommand.RequestAfterSale request => AfterSaleDecision.Request(order, request, now),
        OrderCommand.ApproveAfterSale approve => AfterSaleDecision.Approve(order, approve, now),
        OrderCommand.RejectAfterSale reject => AfterSaleDecision.Reject(order, reject, now),
        OrderCommand.WithdrawAfterSale withdraw => AfterSaleDecision.Withdraw(order, withdraw, now),
        OrderCommand.SendBack back => AfterSaleDecision.SendBack(order, back, now),
        OrderCommand.InspectReturn inspect => AfterSaleDecision.Inspect(order, inspect, now),
        OrderCommand.ExchangePlaced placed => AfterSaleDecision.ExchangePlaced(order, placed.RefundId, now),
        _ => throw new InvalidOperationException($"Orders know no {command.GetType().Name}."),
    };

    public static OrderDecision Same(Order order) => new(order);

    public OrderDecision With(Order order) => this with { Order = order };

    public OrderDecision Then(params object[] effects) => this with { Effects = [.. Effects, .. effects] };

    /// <summary>Uses up the order's next refund number.</summary>
    public OrderDecision NumberRefund() => With(Order with { RefundCount = Order.RefundCount + 1 });

    public OrderDecision Tell(DateTimeOffset now, string what) => With(Order with { Timeline = [.. Order.Timeline, new TimelineEntry(now, what)] });

    /// <summary>Has the order's member told.</summary>
    public OrderDecision Notify(NoticeKind kind, string about, DateTimeOffset now) => Then(new NoticeDue(Order.OrderId.MemberId, kind, about, now));

    /// <summary>Enters an amount into the books; nothing is no entry.</summary>
    public OrderDecision Book(DateTimeOffset at, Account debit, Account credit, Fen amount, string what, string reference)
    {
        if (amount == Fen.Zero)
            return this;
        if (amount < Fen.Zero)
            throw new InvalidOperationException($"{Order} would book {amount}.");

        var entry = new Entry(Order.EntryCount + 1, at, debit, credit, amount, what, reference);
        return this with { Order = Order with { EntryCount = entry.Number }, Entries = [.. Entries, entry] };
    }

    private static Result<OrderDecision> TakePayment(Order order, OrderCommand.TakePayment take, DateTimeOffset now)
    {
        var payment = take.Payment;
        if (payment.OutTradeNo.OrderId != order.OrderId || take.AppId != order.AppId)
            return OrderProblems.PaymentMismatch;
        if (order.Payment?.TransactionId == payment.TransactionId || order.UnwantedPayments.Any(p => p.TransactionId == payment.TransactionId))
            return Same(order);
        if (payment.PaidFen != order.TotalFen)
            return TakeWrongAmount(order, payment, now);
        if (order.Trade == TradeAxis.Open && order.Payment is null)
        {
            return new OrderDecision(order with { Payment = payment, Watch = null })
                .Tell(now, order.GroupBuy is null ? "付款成功" : "付款成功，等待成团")
                .Book(payment.At, Account.WeChat, Account.Sales, order.TotalFen - order.FreightFen, "收款", payment.TransactionId)
                .Book(payment.At, Account.WeChat, Account.Freight, order.FreightFen, "收取运费", payment.TransactionId)
                .Then(
                    new StockSold(order.OrderId, order.Places, order.Watch),
                    order.GroupBuy is null
                        ? new SetDeadline(payment.At.AddHours(take.Rules.ShipHours), DeadlineKind.ShippingDue, order.OrderId.Value)
                        : new SeatPaid(order.OrderId))
                .Then(CouponsSettled.Of(order))
                .Then(new SaleMade(order.OrderId))
                .Notify(NoticeKind.Paid, order.OrderId.Value, now);
        }
        return GiveBack(new OrderDecision(order), payment, order.Trade == TradeAxis.Cancelled ? "订单已取消，款项原路退回" : "重复付款，款项原路退回", now);
    }

    // Not this order's price, so not this order's payment: it goes back whole. Its number is used up; the next prepay takes a new one.
    private static OrderDecision TakeWrongAmount(Order order, Payment payment, DateTimeOffset now)
    {
        var isCurrent = order is { Trade: TradeAxis.Open, Payment: null } && payment.OutTradeNo == order.OutTradeNo;
        return GiveBack(new OrderDecision(isCurrent ? order with { PayAttempt = order.PayAttempt + 1 } : order), payment, "付款金额与订单不符，款项原路退回", now)
            .Then(new RaiseTask(
                TaskKind.PaymentMismatch,
                payment.TransactionId,
                $"订单 {order.OrderId} 应付 {order.TotalFen}，微信报告支付 {payment.PaidFen}。款项正自动退回。",
                "查明金额为何不同（商户号被其他系统使用、密钥泄露或程序错误）；确认退款到账。",
                now + TimeToAct));
    }

    private static OrderDecision GiveBack(OrderDecision decision, Payment payment, string why, DateTimeOffset now)
    {
        var order = decision.Order;
        var id = order.NextRefundId;
        decision = decision.With(order with { UnwantedPayments = [.. order.UnwantedPayments, payment], RefundCount = order.RefundCount + 1 })
            .Tell(now, why)
            .Book(payment.At, Account.WeChat, Account.Unclaimed, payment.PaidFen, why, payment.TransactionId);
        return RefundDecision.Start(decision, id, payment, why, afterSale: null, now, (Account.Unclaimed, payment.PaidFen));
    }

    /// <summary>What an order that will not be paid had taken for itself.</summary>
    private static object[] GivenFree(Order order) =>
    [
        new StockFreed(order.OrderId, order.Places),
        .. order.Limits.Count > 0 ? [new LimitFreed(order.OrderId, order.Limits)] : Array.Empty<object>(),
        .. CouponsSettled.Of(order),
        .. order.GroupBuy is { } group ? [new SeatFreed(order.OrderId, group.GroupId)] : Array.Empty<object>(),
    ];

    private static Result<OrderDecision> Cancel(Order order, string why, DateTimeOffset now) => order switch
    {
        { Trade: TradeAxis.Cancelled } => Same(order),
        { Payment: not null } => OrderProblems.AlreadyPaid,
        { ExchangeOf: not null } => OrderProblems.NotPayable,
        _ => new OrderDecision(order with { Trade = TradeAxis.Cancelled }).Tell(now, why).Then(GivenFree(order)),
    };
}
