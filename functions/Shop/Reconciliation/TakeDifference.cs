using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Payments;
using WeCommerce.Shop.Refunds;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>
/// Settles a difference by asking WeChat: a lost payment pays its order, or goes back by itself if the order cannot take it; a refund becomes what
/// WeChat says of it. Then the day is reconciled again.
/// </summary>
internal sealed class TakeDifference(ReportBook reports, PayClient pay, PaymentDesk payments, RefundDesk refunds)
{
    [Function(nameof(TakeDifference))]
    [Operator]
    [Answer<Answer>(200, "The order as it is now; the day is reconciled again")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/ops/reconciliation/{day}/differences/{differenceId}/take")] HttpRequest http,
        string day,
        string differenceId,
        CancellationToken cancellation) =>
        Answers.Of(HandleAsync(day, differenceId, cancellation));

    private async Task<Result<Answer>> HandleAsync(string text, string differenceId, CancellationToken cancellation)
    {
        var day = QueryText.Day(text);
        if (day.Problem is not null)
            return day.Problem;
        if ((await reports.ReadAsync(day.Value, cancellation))?.Result is not { } result
            || await reports.FindDifferenceAsync(day.Value, result.Run, differenceId, cancellation) is not { } difference)
        {
            return ReconciliationProblems.DifferenceNotFound;
        }

        var taken = !difference.CanTake ? ReconciliationProblems.NotTakeable
            : RefundId.TryParse(difference.OutRefundNo, out var refund) ? await refunds.LookAsync(refund, cancellation)
            : await TakePaymentAsync(difference, cancellation);
        if (taken.Problem is not null)
            return taken.Problem;

        return new Answer(difference, ListedOrder.Of(taken.Value), await reports.StartAsync(day.Value, cancellation));
    }

    private async Task<Result<Order>> TakePaymentAsync(Difference difference, CancellationToken cancellation)
    {
        var asked = await pay.QueryByTransactionIdAsync(difference.TransactionId ?? "", cancellation);
        return asked.TryGet(out var transaction, out var failure)
            ? transaction.TradeState == TradeState.Success ? await payments.TakeAsync(transaction, cancellation) : ReconciliationProblems.NotStanding
            : failure.Kind == PayFailureKind.OrderNotExist ? ReconciliationProblems.NoSuchPayment : PaymentProblems.Of(failure);
    }

    internal sealed record Answer(Difference Difference, ListedOrder Order, Report Report);
}
