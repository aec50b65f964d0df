using Microsoft.Extensions.Logging;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.Shop.Payments;

/// <summary>A payment that its order could not take goes back whole.</summary>
internal sealed record ReturnPayment(OrderId OrderId, string TransactionId, Fen PaidFen, string Why);

/// <summary>
/// Refunds it, and again, with the same number, until WeChat says SUCCESS: accepted is not refunded. The number is made from the transaction,
/// so there is one whatever happens.
/// </summary>
internal sealed partial class ReturnPayments(PayClient pay, OrderBook book, ILogger<ReturnPayments> logger) : IEffectHandler<ReturnPayment>
{
    public async Task<EffectOutcome> DoAsync(ReturnPayment effect, EffectContext context, CancellationToken cancellation)
    {
        var outRefundNo = $"back-{effect.TransactionId}";
        var answer = context.Attempt == 1 ? await RefundAsync(effect, outRefundNo, cancellation) : await pay.QueryRefundAsync(outRefundNo, cancellation);
        if (answer is PayAnswer<Refund>.Failure { Error.Kind: PayFailureKind.OrderNotExist })
            answer = await RefundAsync(effect, outRefundNo, cancellation);

        if (answer is PayAnswer<Refund>.Success { Value.Status: RefundState.Success })
        {
            var told = await book.ApplyAsync(effect.OrderId, new OrderCommand.UnwantedPaymentReturned(effect.TransactionId), cancellation);
            return told.Problem is null ? EffectOutcome.Done : EffectOutcome.Later();
        }

        if (answer is PayAnswer<Refund>.Success { Value.Status: RefundState.Abnormal or RefundState.Closed } stuck)
            Stuck(outRefundNo, stuck.Value.Status);
        else if (answer is PayAnswer<Refund>.Failure failure)
            Refused(outRefundNo, failure.Error.Kind, failure.Error.Code, failure.Error.RequestId);
        return EffectOutcome.Later();
    }

    private Task<PayAnswer<Refund>> RefundAsync(ReturnPayment effect, string outRefundNo, CancellationToken cancellation) => pay.RefundAsync(
        new RefundOrder
        {
            TransactionId = effect.TransactionId,
            OutRefundNo = outRefundNo,
            RefundFen = effect.PaidFen.Value,
            TotalFen = effect.PaidFen.Value,
            Reason = effect.Why,
        },
        cancellation);

    [LoggerMessage(5201, LogLevel.Error, "Refund {OutRefundNo} is {Status} at WeChat: a person must look at it")]
    private partial void Stuck(string outRefundNo, RefundState status);

    [LoggerMessage(5202, LogLevel.Warning, "Refund {OutRefundNo} is not accepted yet: {Kind} {Code} ({RequestId})")]
    private partial void Refused(string outRefundNo, PayFailureKind kind, string code, string? requestId);
}
