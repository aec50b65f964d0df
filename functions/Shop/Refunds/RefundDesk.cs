using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Payments;
using WeCommerce.Shop.Tasks;
using WeCommerce.Storage;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.Shop.Refunds;

/// <summary>
/// The shop's dealings with WeChat Pay about one refund: told with the same number, however often, until WeChat says SUCCESS. Accepted is
/// not refunded.
/// </summary>
internal sealed partial class RefundDesk(
    PayClient pay, OrderBook book, OperatorTasks tasks, IOptions<PaymentOptions> options, TimeProvider time, ILogger<RefundDesk> logger) : IEffectHandler<SendRefund>
{
    /// <summary>So many refusals in a row are no passing trouble: a person should know.</summary>
    private const int Patience = 3;

    private static readonly TimeSpan TimeToAct = TimeSpan.FromHours(24);

    public async Task<EffectOutcome> DoAsync(SendRefund effect, EffectContext context, CancellationToken cancellation)
    {
        var id = effect.RefundId;
        Activity.Current?.SetTag("shop.order_id", id.OrderId.Value);
        if (await book.ReadAsync(id.OrderId, cancellation) is not { } order || order.Refunds.FirstOrDefault(r => r.RefundId == id) is not { } refund)
            return EffectOutcome.Later();
        if (refund.Stage is RefundStage.Succeeded or RefundStage.Closed)
            return EffectOutcome.Done;

        var answer = await AskAsync(refund, isFirst: refund.Stage == RefundStage.Sending && context.Attempt == 1, cancellation);
        if (answer is PayAnswer<Refund>.Failure { Error: var failure })
        {
            await ComplainAsync(refund, failure, context.Attempt, cancellation);
            return EffectOutcome.Later();
        }
        if (answer is not PayAnswer<Refund>.Success { Value: var told })
            return EffectOutcome.Later();

        var taken = await TakeAsync(id, told, refund.Applications, context, cancellation);
        if (taken.Problem is not null)
            return EffectOutcome.Later();
        if (context.Attempt > Patience)
            await tasks.EndAsync(new EndTask(TaskKind.RefundRefused, id.Value, "微信支付已受理"), cancellation);
        // ABNORMAL and CLOSED are a person's business now; what they do starts a new effect.
        return StageOf(told.Status) == RefundStage.Processing ? EffectOutcome.Later() : EffectOutcome.Done;
    }

    /// <summary>Takes in a refund notify, whose signature is verified.</summary>
    public Task<Result<Order>> TakeAsync(RefundNotification told, CancellationToken cancellation) => RefundId.TryParse(told.OutRefundNo, out var id)
        ? TakeAsync(id, StageOf(told.RefundStatus), s => new(id, told.TransactionId, told.RefundId, s, new Fen(told.RefundFen), null, told.SuccessTime), within: null, cancellation)
        : Task.FromResult<Result<Order>>(OrderProblems.RefundNotFound);

    /// <summary>Asks WeChat how a refund stands, and takes in the answer.</summary>
    public async Task<Result<Order>> LookAsync(RefundId id, CancellationToken cancellation)
    {
        if (await FindAsync(id, cancellation) is not { } refund)
            return OrderProblems.RefundNotFound;

        var asked = await pay.QueryRefundAsync(id.Value, cancellation);
        return asked.TryGet(out var told, out var failure)
            ? await TakeAsync(id, told, refund.Applications, within: null, cancellation)
            : failure.Kind == PayFailureKind.OrderNotExist ? OrderProblems.RefundNotFound : PaymentProblems.Of(failure);
    }

    /// <summary>Sends an abnormal refund another way (发起异常退款). Its outcome comes as any refund's does.</summary>
    /// <param name="card">The payer's, for this call alone; null for the merchant's own account.</param>
    public async Task<Result<Order>> SendAnotherWayAsync(RefundId id, BankCard? card, CancellationToken cancellation)
    {
        if (await FindAsync(id, cancellation) is not { } refund)
            return OrderProblems.RefundNotFound;
        if (refund is not { Stage: RefundStage.Abnormal, WeChatRefundId: { } number })
            return refund.Stage == RefundStage.Succeeded ? OrderProblems.RefundDone : RefundProblems.NotAbnormal(refund.Stage);

        var answer = await pay.RetryAbnormalRefundAsync(new AbnormalRefund { RefundId = number, OutRefundNo = id.Value, PayerCard = card }, cancellation);
        // Refused, it may be under way all the same: the answer of an earlier try was lost, or another operator was faster.
        if (answer is PayAnswer<Refund>.Failure { Error: var failure } && !await IsUnderWayAsync(id, cancellation))
        {
            Refused(id.Value, failure.Kind, failure.Code, failure.RequestId);
            return RefundProblems.NotThisWay(failure);
        }
        return await book.ApplyAsync(id.OrderId, new OrderCommand.RefundSentAnotherWay(id, refund.Applications), cancellation);
    }

    /// <summary>A refund of one of the shop's payments that the shop did not ask for: somebody made it on the merchant platform.</summary>
    public Task ReportForeignAsync(RefundNotification told, CancellationToken cancellation) => tasks.RaiseAsync(
        new RaiseTask(
            TaskKind.RefundedElsewhere,
            told.OutRefundNo,
            $"微信报告退款 {told.OutRefundNo}（{new Fen(told.RefundFen)}，状态 {told.RefundStatus}），商城没有发起过这笔退款。",
            "查明是否有人在商户平台直接退款；核对订单并线下登记。",
            time.GetUtcNow() + TimeToAct),
        cancellation);

    private async Task<PayAnswer<Refund>> AskAsync(OrderRefund refund, bool isFirst, CancellationToken cancellation)
    {
        if (isFirst)
            return await SendAsync(refund, cancellation);

        var answer = await pay.QueryRefundAsync(refund.RefundId.Value, cancellation);
        return answer is PayAnswer<Refund>.Failure { Error.Kind: PayFailureKind.OrderNotExist } ? await SendAsync(refund, cancellation) : answer;
    }

    private Task<PayAnswer<Refund>> SendAsync(OrderRefund refund, CancellationToken cancellation) => pay.RefundAsync(
        new RefundOrder
        {
            TransactionId = refund.TransactionId,
            OutRefundNo = refund.RefundId.Value,
            RefundFen = refund.AmountFen.Value,
            TotalFen = refund.OfFen.Value,
            Reason = refund.Reason,
            NotifyUrl = options.Value.RefundNotifyUrl,
        },
        cancellation);

    private async Task<OrderRefund?> FindAsync(RefundId id, CancellationToken cancellation) =>
        (await book.ReadAsync(id.OrderId, cancellation))?.Refunds.FirstOrDefault(r => r.RefundId == id);

    private async Task<bool> IsUnderWayAsync(RefundId id, CancellationToken cancellation) =>
        await pay.QueryRefundAsync(id.Value, cancellation) is PayAnswer<Refund>.Success { Value.Status: RefundState.Processing or RefundState.Success };

    // What WeChat answered when it was asked, about a refund that had been sent another way so often.
    private Task<Result<Order>> TakeAsync(RefundId id, Refund told, int applications, EffectContext? within, CancellationToken cancellation) => TakeAsync(
        id,
        StageOf(told.Status),
        s => new(id, told.TransactionId, told.RefundId, s, new Fen(told.RefundFen), told.CreateTime, told.SuccessTime, applications),
        within,
        cancellation);

    private async Task<Result<Order>> TakeAsync(
        RefundId id, RefundStage? stage, Func<RefundStage, RefundReport> report, EffectContext? within, CancellationToken cancellation)
    {
        if (stage is not { } known)
        {
            Unknown(id.Value);
            return PaymentProblems.Unavailable;
        }
        var taken = await book.ApplyAsync(id.OrderId, new OrderCommand.TakeRefundReport(report(known)), within, cancellation);
        if (taken.Problem is { } problem)
            NotTaken(id.Value, problem.Code);
        return taken;
    }

    private static RefundStage? StageOf(RefundState state) => state switch
    {
        RefundState.Success => RefundStage.Succeeded,
        RefundState.Processing => RefundStage.Processing,
        RefundState.Closed => RefundStage.Closed,
        RefundState.Abnormal => RefundStage.Abnormal,
        RefundState.Unknown => null,
    };

    private async Task ComplainAsync(OrderRefund refund, PayFailure failure, int attempt, CancellationToken cancellation)
    {
        Refused(refund.RefundId.Value, failure.Kind, failure.Code, failure.RequestId);
        // Money that is not there will hardly come within minutes; a network fault may pass.
        if (attempt < Patience && failure.Kind is not (PayFailureKind.Refused or PayFailureKind.OurFault or PayFailureKind.NumberReused))
            return;

        await tasks.RaiseAsync(
            new RaiseTask(
                TaskKind.RefundRefused,
                refund.RefundId.Value,
                failure.Kind == PayFailureKind.NotEnough
                    ? $"退款 {refund.RefundId}（{refund.AmountFen}）：商户可用余额不足。"
                    : $"退款 {refund.RefundId}（{refund.AmountFen}）未被微信支付受理：{failure.Code}。",
                failure.Kind == PayFailureKind.NotEnough
                    ? "给商户号充值；商城会用同一退款单号自动重试。"
                    : "按错误码处理（商户平台、配置或联系微信支付，附 Request-ID）；商城会用同一退款单号自动重试。",
                time.GetUtcNow() + TimeToAct),
            cancellation);
    }

    [LoggerMessage(5201, LogLevel.Warning, "Refund {OutRefundNo} is not accepted yet: {Kind} {Code} ({RequestId})")]
    private partial void Refused(string outRefundNo, PayFailureKind kind, string code, string? requestId);

    [LoggerMessage(5202, LogLevel.Error, "What WeChat says of refund {OutRefundNo} was not taken: {Code}")]
    private partial void NotTaken(string outRefundNo, string code);

    [LoggerMessage(5203, LogLevel.Error, "Refund {OutRefundNo} is in a state at WeChat that this shop does not know")]
    private partial void Unknown(string outRefundNo);
}
