using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Payments;

namespace WeCommerce.Shop.Orders;

/// <summary>The shopper no longer wants an unpaid order. One that turns out to be paid is not cancelled but paid.</summary>
internal sealed class CancelOrder(OrderBook book, PaymentDesk payments)
{
    private static readonly Rules Validator = new();

    [Function(nameof(CancelOrder))]
    [Answer<Answer>(200, "The cancelled order", Body = typeof(Request))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/orders/{orderId}/cancel")] HttpRequest http,
        string orderId,
        CancellationToken cancellation) =>
        http.ContentLength == 0
            ? Answers.Of(await HandleAsync(http.Session(), orderId, new Request(null), cancellation))
            : await http.HandleAsync<Request, Answer>(Validator, request => HandleAsync(http.Session(), orderId, request, cancellation));

    private async Task<Result<Answer>> HandleAsync(Session session, string orderId, Request request, CancellationToken cancellation)
    {
        var order = await book.ReadOwnAsync(session, orderId, cancellation);
        if (order.Problem is not null)
            return order.Problem;

        var why = request.Reason is { Length: > 0 } reason ? $"买家取消：{reason}" : "买家取消";
        var ended = await payments.EndUnpaidAsync(order.Value, why, cancellation);
        if (ended.Problem is not null)
            return ended.Problem;

        return ended.Value.Status switch
        {
            OrderStatus.Cancelled => new Answer(OrderView.Of(ended.Value)),
            OrderStatus.PendingPayment => PaymentProblems.Unavailable,
            _ => OrderProblems.AlreadyPaid,
        };
    }

    internal sealed record Request(string? Reason);

    internal sealed record Answer(OrderView Order);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(r => r.Reason).MaximumLength(100);
    }
}
