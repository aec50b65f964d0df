using WeCommerce.Shop.Books;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.GroupBuys;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Refunds;
using WeCommerce.Shop.Shipping;
using WeCommerce.Shop.Stock;
using WeCommerce.Shop.Tasks;

namespace WeCommerce.Shop.AfterSales;

/// <summary>An exchange's goods are back: the order with the other ones has to be made.</summary>
internal sealed record PlaceExchange(RefundId RefundId, OrderId ExchangeOrderId);

/// <summary>The part of an order's graph that is about after-sale cases.</summary>
internal static class AfterSaleDecision
{
    public static Result<OrderDecision> Request(Order order, OrderCommand.RequestAfterSale command, DateTimeOffset now)
    {
        if (order.AfterSales.FirstOrDefault(a => a.Key == command.Key) is { } earlier)
            return earlier.BodyHash == command.BodyHash ? OrderDecision.Same(order) : OrderProblems.KeyReused;
        if (!order.IsSettled)
            return AfterSaleProblems.NotPaid;
        if (order.Status == OrderStatus.AwaitingGroup)
            return AfterSaleProblems.AwaitingGroup;
        if (order.GroupBuy?.State == GroupBuyState.Failed)
            return AfterSaleProblems.NothingLeft;
        var others = order.Refunds.Count(r => r is { Counts: true, AfterSale: null } && r.TransactionId == order.Payment?.TransactionId);
        if (order.AfterSales.Count(a => a.IsLive) + others >= RefundDecision.MostOfOnePayment || order.RefundCount >= 99)
            return AfterSaleProblems.TooManyRefunds;

        var wish = command.Wish;
        var claim = AfterSaleClaim.Of(order, wish);
        if (claim.Problem is { } problem)
            return problem;
        if (AfterSaleRules.Refusal(order, wish, claim.Value, command.Rules, now) is { } refusal)
            return refusal;
        if (wish.AmountFen > claim.Value.MostFen)
            return Problem.Invalid("amountFen", $"At most {claim.Value.MostFen.Value}.");
        var amount = wish.Kind == AfterSaleKind.Exchange ? Fen.Zero : wish.AmountFen ?? claim.Value.MostFen;
        if (amount == Fen.Zero && wish.Kind != AfterSaleKind.Exchange)
            return AfterSaleProblems.NothingToGiveBack;

        var asked = new AfterSale
        {
            RefundId = order.NextRefundId,
            Kind = wish.Kind,
            Lines = claim.Value.Lines,
            FreightFen = claim.Value.FreightFen < amount ? claim.Value.FreightFen : Fen.Zero,
            AmountFen = amount,
            Reason = wish.Reason,
            Note = wish.Note,
            Images = wish.Images,
            BeforeShipping = claim.Value.BeforeShipping,
            ReturnFreight = AfterSaleRules.ReturnFreight(wish.Reason),
            RequestedAt = now,
            Key = command.Key,
            BodyHash = command.BodyHash,
        };
        var decision = new OrderDecision(order with { AfterSales = [.. order.AfterSales, asked], RefundCount = order.RefundCount + 1 })
            .Tell(now, $"申请售后：{Name(asked.Kind)} {(amount == Fen.Zero ? "" : $"{amount}")}".TrimEnd());
        decision = ShippingDecision.Sent(decision, command.Shipping, now);
        if (asked.BeforeShipping && command.Rules.ApproveUnshipped)
            return Pay(decision, asked, now);

        return decision.Then(new RaiseTask(
            TaskKind.AfterSaleToDecide,
            asked.RefundId.Value,
            $"售后 {asked.RefundId} 待处理：{Name(asked.Kind)} {amount}，原因 {asked.Reason}。",
            "同意或拒绝；拒绝须写明理由，买家会看到。",
            now.AddHours(command.Rules.DecideHours)));
    }

    public static Result<OrderDecision> Approve(Order order, OrderCommand.ApproveAfterSale command, DateTimeOffset now)
    {
        if (order.FindAfterSale(command.RefundId) is not { } asked)
            return AfterSaleProblems.NotFound;
        if (asked.Stage is AfterSaleStage.Processing or AfterSaleStage.AwaitingReturn)
            return OrderDecision.Same(order);
        if (asked.Stage != AfterSaleStage.Requested)
            return AfterSaleProblems.WrongStage(asked.Stage);

        var decided = new EndTask(TaskKind.AfterSaleToDecide, asked.RefundId.Value, "已同意");
        if (asked.Kind == AfterSaleKind.RefundOnly)
            return Pay(new OrderDecision(order).Tell(now, "商家同意退款"), asked, now).Then(decided);

        var before = now.AddDays(command.Rules.ReturnDays);
        return new OrderDecision(order.Replacing(asked with { Stage = AfterSaleStage.AwaitingReturn, ReturnBefore = before }))
            .Tell(now, "商家同意退货，请寄回商品")
            .Then(decided, new SetDeadline(before, DeadlineKind.ReturnDue, asked.RefundId.Value));
    }

    public static Result<OrderDecision> Reject(Order order, OrderCommand.RejectAfterSale command, DateTimeOffset now)
    {
        if (order.FindAfterSale(command.RefundId) is not { } asked)
            return AfterSaleProblems.NotFound;
        if (asked.Stage == AfterSaleStage.Rejected)
            return OrderDecision.Same(order);
        if (asked.Stage is not (AfterSaleStage.Requested or AfterSaleStage.AwaitingInspection))
            return AfterSaleProblems.WrongStage(asked.Stage);

        return End(order, asked, asked with { Stage = AfterSaleStage.Rejected, RejectReason = command.Why }, $"商家拒绝售后：{command.Why}", now);
    }

    /// <summary>The shopper no longer wants it, or did not send the goods back in time.</summary>
    public static Result<OrderDecision> Withdraw(Order order, OrderCommand.WithdrawAfterSale command, DateTimeOffset now)
    {
        if (order.FindAfterSale(command.RefundId) is not { } asked)
            return AfterSaleProblems.NotFound;
        // A deadline that was set before the goods were sent back, or before the case ended, has nothing to say.
        if (asked.Stage == AfterSaleStage.Cancelled || (command.Overdue && (asked.Stage != AfterSaleStage.AwaitingReturn || now < asked.ReturnBefore)))
            return OrderDecision.Same(order);
        if (asked.Stage is not (AfterSaleStage.Requested or AfterSaleStage.AwaitingReturn))
            return AfterSaleProblems.WrongStage(asked.Stage);

        return End(order, asked, asked with { Stage = AfterSaleStage.Cancelled }, command.Overdue ? "超时未寄回，售后关闭" : "买家撤销售后", now);
    }

    public static Result<OrderDecision> SendBack(Order order, OrderCommand.SendBack command, DateTimeOffset now)
    {
        if (order.FindAfterSale(command.RefundId) is not { } asked)
            return AfterSaleProblems.NotFound;
        if (asked.Stage == AfterSaleStage.AwaitingInspection && asked.Return is { } sent && sent.TrackingNo == command.TrackingNo)
            return OrderDecision.Same(order);
        if (asked.Stage != AfterSaleStage.AwaitingReturn)
            return AfterSaleProblems.WrongStage(asked.Stage);

        var parcel = new ReturnParcel(command.Carrier, command.TrackingNo, now);
        return new OrderDecision(order.Replacing(asked with { Stage = AfterSaleStage.AwaitingInspection, Return = parcel }))
            .Tell(now, "买家已寄回商品")
            .Then(new RaiseTask(
                TaskKind.ReturnToInspect,
                asked.RefundId.Value,
                $"售后 {asked.RefundId} 的退货已寄出（{command.Carrier} {command.TrackingNo}），待收货验货。",
                "收到后验货：合格则退款或换货，不合格则拒绝并写明理由。",
                now.AddHours(command.Rules.DecideHours)));
    }

    public static Result<OrderDecision> Inspect(Order order, OrderCommand.InspectReturn command, DateTimeOffset now)
    {
        if (order.FindAfterSale(command.RefundId) is not { } asked)
            return AfterSaleProblems.NotFound;
        if (asked.Stage is AfterSaleStage.Processing or AfterSaleStage.Approved or AfterSaleStage.Succeeded)
            return OrderDecision.Same(order);
        if (asked.Stage != AfterSaleStage.AwaitingInspection)
            return AfterSaleProblems.WrongStage(asked.Stage);

        var inspected = new OrderDecision(order).Tell(now, "验货通过").Then(new EndTask(TaskKind.ReturnToInspect, asked.RefundId.Value, "验货通过"));
        if (command.Restock)
            inspected = inspected.Then(Restocked(order, asked));
        return asked.Kind == AfterSaleKind.Exchange
            ? inspected.With(inspected.Order.Replacing(asked with { Stage = AfterSaleStage.Approved, ExchangeOrderId = command.ExchangeOrderId }))
                .Then(new PlaceExchange(asked.RefundId, command.ExchangeOrderId))
            : Pay(inspected, asked, now);
    }

    public static Result<OrderDecision> ExchangePlaced(Order order, RefundId id, DateTimeOffset now)
    {
        if (order.FindAfterSale(id) is not { Stage: AfterSaleStage.Approved } asked)
            return OrderDecision.Same(order);

        return new OrderDecision(order.Replacing(asked with { Stage = AfterSaleStage.Succeeded }))
            .Tell(now, $"换货单 {asked.ExchangeOrderId} 已生成")
            .Then(new EndTask(TaskKind.ExchangeOutOfStock, id.Value, "换货单已生成"));
    }

    /// <summary>What WeChat said about a case's refund is the case's own state.</summary>
    public static OrderDecision RefundTold(OrderDecision decision, OrderRefund refund, DateTimeOffset now)
    {
        if (refund.AfterSale is not { } id || decision.Order.FindAfterSale(id) is not { } asked)
            return decision;

        return decision.With(decision.Order.Replacing(asked with
        {
            Stage = refund.Stage switch
            {
                RefundStage.Succeeded => AfterSaleStage.Succeeded,
                RefundStage.Abnormal or RefundStage.Closed => AfterSaleStage.Abnormal,
                RefundStage.Sending or RefundStage.Processing => AfterSaleStage.Processing,
            },
        }));
    }

    public static OrderDecision RefundRestarted(OrderDecision decision, OrderRefund refund) => RefundTold(decision, refund, refund.StartedAt);

    private static OrderDecision Pay(OrderDecision decision, AfterSale asked, DateTimeOffset now)
    {
        var order = decision.Order;
        decision = decision.With(order.Replacing(asked with { Stage = AfterSaleStage.Processing }));
        if (asked.BeforeShipping)
            decision = decision.Then(Restocked(order, asked));
        var payment = order.Payment ?? throw new InvalidOperationException($"{order} has nothing to give back.");
        return RefundDecision.Start(
            decision, asked.RefundId, payment, $"售后退款：{Name(asked.Kind)}", asked.RefundId, now,
            (Account.SalesReturns, asked.AmountFen - asked.FreightFen), (Account.Freight, asked.FreightFen));
    }

    // Pieces that never left are to be sent after all: the wait for receipt, if it had begun, begins anew with them.
    private static OrderDecision End(Order order, AfterSale asked, AfterSale ended, string what, DateTimeOffset now)
    {
        var decision = new OrderDecision(order.Replacing(ended) with { ReceiptDue = ended.BeforeShipping ? null : order.ReceiptDue }).Tell(now, what);
        return asked.Stage switch
        {
            AfterSaleStage.Requested => decision.Then(new EndTask(TaskKind.AfterSaleToDecide, ended.RefundId.Value, what)),
            AfterSaleStage.AwaitingInspection => decision.Then(new EndTask(TaskKind.ReturnToInspect, ended.RefundId.Value, what)),
            _ => decision,
        };
    }

    private static StockReturned Restocked(Order order, AfterSale asked) => new(
        order.OrderId,
        asked.RefundId.Value,
        [.. asked.Lines.Select(c => new ReturnedPieces(order.Lines.Single(l => l.LineNo == c.LineNo).HeldAt[0], c.Quantity))]);

    private static string Name(AfterSaleKind kind) => kind switch
    {
        AfterSaleKind.RefundOnly => "仅退款",
        AfterSaleKind.ReturnAndRefund => "退货退款",
        AfterSaleKind.Exchange => "换货",
    };
}
