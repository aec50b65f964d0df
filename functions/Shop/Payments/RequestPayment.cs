using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Orders;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.Shop.Payments;

/// <summary>Payment parameters for an unpaid order, as often as asked: the number at WeChat stays the same, its prepay is fresh.</summary>
internal sealed class RequestPayment(OrderBook book, PaymentDesk payments)
{
    [Function(nameof(RequestPayment))]
    [Answer<Answer>(200, "What wx.requestPayment takes")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/orders/{orderId}/payment")] HttpRequest http,
        string orderId,
        CancellationToken cancellation) =>
        Answers.Of(HandleAsync(http.Session(), orderId, cancellation));

    private async Task<Result<Answer>> HandleAsync(Session session, string orderId, CancellationToken cancellation)
    {
        var order = await book.ReadOwnAsync(session, orderId, cancellation);
        if (order.Problem is not null)
            return order.Problem;

        return (await payments.PrepayAsync(order.Value, cancellation)).Map(p => new Answer(p));
    }

    internal sealed record Answer(PaymentParameters Payment);
}
