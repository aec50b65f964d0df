using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Orders;

/// <summary>One of the member's orders.</summary>
internal sealed class GetOrder(OrderBook book)
{
    [Function(nameof(GetOrder))]
    [Answer<OrderView>(200, "The order")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/orders/{orderId}")] HttpRequest http,
        string orderId,
        CancellationToken cancellation) =>
        Answers.Of((await book.ReadOwnAsync(http.Session(), orderId, cancellation)).Map(OrderView.Of));
}
