using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Carts;

/// <summary>The member's cart.</summary>
internal sealed class GetCart(CartViews views)
{
    [Function(nameof(GetCart))]
    [Answer<CartView>(200, "The cart")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/cart")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of<CartView>(await views.OfAsync(http.Session().MemberId, cancellation));
}
