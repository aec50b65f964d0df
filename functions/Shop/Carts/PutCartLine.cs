using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Carts;

/// <summary>Sets how many of a SKU are in the cart.</summary>
internal sealed class PutCartLine(Cart cart, CartViews views, Catalogue catalogue)
{
    private static readonly Rules Validator = new();

    [Function(nameof(PutCartLine))]
    [Answer<CartView>(200, "The cart as it is now", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/cart/{skuId}")] HttpRequest http, string skuId, CancellationToken cancellation) =>
        http.HandleAsync<Request, CartView>(Validator, request => HandleAsync(http.Session(), skuId, request.Quantity, cancellation));

    private async Task<Result<CartView>> HandleAsync(Session session, string skuId, int quantity, CancellationToken cancellation)
    {
        if (!SkuId.TryParse(skuId, out var sku) || (await catalogue.GetAsync(cancellation)).Find(sku) is not ({ OnSale: true }, _))
            return Problem.NotFound("SKU_NOT_FOUND", "There is no such SKU on sale.");

        var lines = await cart.ReadAsync(session.MemberId, cancellation);
        if (lines.Count >= Cart.MostLines && lines.All(l => l.Sku != sku))
            return Problem.Conflict("CART_FULL", $"A cart has at most {Cart.MostLines} lines.");

        await cart.SetAsync(session.MemberId, sku, quantity, cancellation);
        return await views.OfAsync(session.MemberId, cancellation);
    }

    internal sealed record Request(int Quantity);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(r => r.Quantity).InclusiveBetween(1, Cart.MostOfOne);
    }
}
