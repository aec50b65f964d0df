using WeCommerce.Shop.AfterSales;
using WeCommerce.Shop.Books;
using WeCommerce.Shop.Coupons;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Notices;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Tasks;

namespace WeCommerce.Shop.Refunds;

/// <summary>A refund is decided: WeChat has to be told, until it says SUCCESS.</summary>
internal sealed record SendRefund(RefundId RefundId);

/// <summary>The part of an order's graph that gives money back.</summary>
internal static class RefundDecision
{
    /// <summary>WeChat's limit of refunds for one payment (退款申请).</summary>
    public const int MostOfOnePayment = 50;

    private static readonly TimeSpan TimeToAct = TimeSpan.FromHours(24);

    /// <summary>Starts to give a payment back, whole or in part; never more than is left of it.</summary>
    /// <param name="from">The account that owed the money until now, and how much of it: together the amount.</param>
    public static OrderDecision Start(
        OrderDecision decision, RefundId id, Payment payment, string reason, RefundId? afterSale, DateTimeOffset now, params (Account From, Fen AmountFen)[] from)
    {
        var order = decision.Order;
        var refund = new OrderRefund
        {
            RefundId = id,
            TransactionId = payment.TransactionId,
            AmountFen = Fen.Sum(from.Select(f => f.AmountFen)),
            OfFen = payment.PaidFen,
            Reason = reason,
            AfterSale = afterSale,
            StartedAt = now,
        };
        if (refund.AmountFen > payment.PaidFen - order.GivenBackFen(payment.TransactionId))
            throw new InvalidOperationException($"{id} would give back more than was paid.");

        decision = decision.With(order with { Refunds = [.. order.Refunds, refund] });
        foreach (var (account, amount) in from)
            decision = decision.Book(now, account, Account.RefundsPayable, amount, reason, id.Value);
        return decision.Then(new SendRefund(id));
    }

    /// <summary>Takes in what WeChat says. Late and repeated reports change nothing; what has succeeded stays so.</summary>
    public static Result<OrderDecision> Report(Order order, RefundReport report, DateTimeOffset now)
    {
        if (order.Refunds.FirstOrDefault(r => r.RefundId == report.RefundId) is not { } refund)
            return OrderProblems.RefundNotFound;
        if (refund.TransactionId != report.TransactionId || refund.AmountFen != report.AmountFen)
            return OrderProblems.RefundMismatch;
        if (refund.Stage == RefundStage.Succeeded || refund.Stage == report.Stage || report.Stage == RefundStage.Sending)
            return OrderDecision.Same(order);
        if (IsOvertaken(refund, report))
            return OrderDecision.Same(order);
        if (refund.Stage == RefundStage.Closed)
        {
            // A report from before the end, overtaken by the end itself; or WeChat changing its mind, when the money has gone back otherwise.
            if (report.Stage != RefundStage.Succeeded)
                return OrderDecision.Same(order);
            if (order.Refunds.Any(r => r.Again == refund.RefundId) || refund.AmountFen > refund.OfFen - order.GivenBackFen(refund.TransactionId))
                return OrderProblems.RefundTooMuch;
        }

        var told = refund with
        {
            Stage = report.Stage,
            WeChatRefundId = report.WeChatRefundId,
            AcceptedAt = refund.AcceptedAt ?? report.AcceptedAt,
            SucceededAt = report.Stage == RefundStage.Succeeded ? report.At ?? now : null,
        };
        var decision = new OrderDecision(order.Replacing(told));
        decision = AfterSaleDecision.RefundTold(decision, told, now);
        return report.Stage switch
        {
            RefundStage.Succeeded => Succeeded(decision, told, wasStuck: refund.Stage == RefundStage.Abnormal, now),
            RefundStage.Abnormal => decision.Tell(now, $"退款 {told.AmountFen} 异常，商家处理中").Then(new RaiseTask(
                TaskKind.RefundStuck,
                StuckOf(told),
                $"退款 {told.RefundId}（{told.AmountFen}）在微信支付处于异常状态：原路退回失败。",
                $"发起异常退款（POST /v1/ops/refunds/{told.RefundId}/abnormal）：退到买家的银行卡（UserBankCard，需开户银行、卡号、姓名），"
                    + "或退到商户银行卡（MerchantBankCard）后线下付给买家；也可在商户平台处理。微信受理后本任务自动结束，再次异常会有新任务。",
                now + TimeToAct)),
            RefundStage.Closed => decision.Tell(now, $"退款 {told.AmountFen} 已关闭，商家处理中").Then(new RaiseTask(
                TaskKind.RefundStuck,
                StuckOf(told),
                $"退款 {told.RefundId}（{told.AmountFen}）被微信支付关闭，钱没有退给用户。",
                "核对原因后用“重试退款”重新发起：会使用新的退款单号，旧单号已关闭，不会重复退款。",
                now + TimeToAct)),
            RefundStage.Processing => decision.Tell(now, $"微信支付已受理退款 {told.AmountFen}"),
            _ => throw new InvalidOperationException($"WeChat reports no {report.Stage}."),
        };
    }

    /// <summary>An operator starts a stuck refund again: a closed one under a new number, an abnormal one under its own.</summary>
    public static Result<OrderDecision> Retry(Order order, RefundId id, DateTimeOffset now)
    {
        if (order.Refunds.FirstOrDefault(r => r.RefundId == id) is not { } refund)
            return OrderProblems.RefundNotFound;
        if (refund.Stage is RefundStage.Succeeded)
            return OrderProblems.RefundDone;
        if (refund.Stage is not RefundStage.Closed)
            return new OrderDecision(order.Replacing(refund)).Then(new SendRefund(id));
        // Started again already: the newer one is what goes on.
        if (order.Refunds.FirstOrDefault(r => r.Again == id) is not null)
            return OrderDecision.Same(order);

        if (refund.AmountFen > refund.OfFen - order.GivenBackFen(refund.TransactionId))
            return OrderProblems.RefundTooMuch;

        var again = refund with { RefundId = order.NextRefundId, Stage = RefundStage.Sending, WeChatRefundId = null, StartedAt = now, AcceptedAt = null, Again = id };
        var decision = new OrderDecision(order with { Refunds = [.. order.Refunds, again], RefundCount = order.RefundCount + 1 });
        return AfterSaleDecision.RefundRestarted(decision, again).Tell(now, $"重新发起退款 {again.AmountFen}")
            .Then(new SendRefund(again.RefundId), new EndTask(TaskKind.RefundStuck, StuckOf(refund), "已重新发起"));
    }

    /// <summary>
    /// WeChat took an abnormal refund on again, another way: it is under way as at first, and asked for until it is settled. One that was settled
    /// meanwhile, or sent already, stays as it is.
    /// </summary>
    public static Result<OrderDecision> SentAnotherWay(Order order, OrderCommand.RefundSentAnotherWay sent, DateTimeOffset now)
    {
        if (order.Refunds.FirstOrDefault(r => r.RefundId == sent.RefundId) is not { } refund)
            return OrderProblems.RefundNotFound;
        if (refund.Stage != RefundStage.Abnormal || refund.Applications != sent.Applications)
            return OrderDecision.Same(order);

        var under = refund with { Stage = RefundStage.Processing, Applications = refund.Applications + 1 };
        return AfterSaleDecision.RefundTold(new OrderDecision(order.Replacing(under)), under, now)
            .Tell(now, $"退款 {under.AmountFen} 改以其他方式退回")
            .Then(new SendRefund(under.RefundId), new EndTask(TaskKind.RefundStuck, StuckOf(refund), "已发起异常退款，微信支付已受理"));
    }

    // What was asked for, or told, before the refund became what it is, and comes after it.
    private static bool IsOvertaken(OrderRefund refund, RefundReport report) => (refund.Stage, report.Stage) switch
    {
        // An operator's application leads from ABNORMAL to PROCESSING, never a report: nobody would ask again.
        (RefundStage.Abnormal, RefundStage.Processing) => true,
        // That the way before this one failed is known, and WeChat may tell it twice. Whether this one fails is what it is asked for.
        (RefundStage.Processing, RefundStage.Abnormal) => refund.Applications > 0 && report.Applications != refund.Applications,
        _ => false,
    };

    /// <summary>A refund that is stuck again, on another way, is another task: the first one is done.</summary>
    private static string StuckOf(OrderRefund refund) => refund.Applications == 0 ? refund.RefundId.Value : $"{refund.RefundId}-{refund.Applications + 1}";

    private static OrderDecision Succeeded(OrderDecision decision, OrderRefund refund, bool wasStuck, DateTimeOffset now)
    {
        decision = decision
            .Book(refund.SucceededAt ?? now, Account.RefundsPayable, Account.WeChat, refund.AmountFen, refund.Reason, refund.RefundId.Value)
            .Tell(now, $"退款 {refund.AmountFen} 已到账")
            .Notify(NoticeKind.RefundDone, refund.RefundId.Value, now);
        if (decision.Order.Status == OrderStatus.Closed)
            decision = decision.Then(CouponsSettled.Of(decision.Order));
        return wasStuck ? decision.Then(new EndTask(TaskKind.RefundStuck, StuckOf(refund), "微信支付报告退款成功")) : decision;
    }
}
