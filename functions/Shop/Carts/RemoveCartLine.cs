using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Carts;

/// <summary>Takes a SKU out of the cart; one that is not in it is none too many.</summary>
internal sealed class RemoveCartLine(Cart cart, CartViews views)
{
    [Function(nameof(RemoveCartLine))]
    [Answer<CartView>(200, "The cart as it is now")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/cart/{skuId}")] HttpRequest http, string skuId, CancellationToken cancellation)
    {
        var member = http.Session().MemberId;
        if (SkuId.TryParse(skuId, out var sku) && (await cart.ReadAsync(member, cancellation)).Any(l => l.Sku == sku))
            await cart.SetAsync(member, sku, 0, cancellation);
        return Answers.Of<CartView>(await views.OfAsync(member, cancellation));
    }
}
