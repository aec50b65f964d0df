using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Shipping;

/// <summary>The shopper has the goods (确认收货).</summary>
internal sealed class ConfirmReceipt(OrderBook book)
{
    [Function(nameof(ConfirmReceipt))]
    [Answer<Answer>(200, "The order, completed")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/orders/{orderId}/receipt")] HttpRequest http,
        string orderId,
        CancellationToken cancellation) =>
        Answers.Of(HandleAsync(http.Session(), orderId, cancellation));

    private async Task<Result<Answer>> HandleAsync(Session session, string orderId, CancellationToken cancellation)
    {
        if (!OrderId.TryParse(orderId, out var id) || id.MemberId != session.MemberId)
            return OrderProblems.NotFound;

        return (await book.ApplyAsync(id, new OrderCommand.Receive(), cancellation)).Map(o => new Answer(OrderView.Of(o)));
    }

    internal sealed record Answer(OrderView Order);
}
