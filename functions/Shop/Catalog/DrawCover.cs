using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Catalog;

/// <summary>The drawn cover of a product that has no picture of its own.</summary>
internal sealed class DrawCover(Catalogue catalogue)
{
    [Function(nameof(DrawCover))]
    [Anonymous]
    [Answer<Nothing>(200, "An SVG picture")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/products/{spuId}/cover.svg")] HttpRequest http,
        string spuId,
        CancellationToken cancellation)
    {
        if (!SpuId.TryParse(spuId, out var id) || (await catalogue.GetAsync(cancellation)).Find(id) is not { } product)
            return Answers.Of(Problem.NotFound("PRODUCT_NOT_FOUND", "There is no such product."));

        http.HttpContext.Response.Headers.CacheControl = "public, max-age=3600";
        return Results.Text(Covers.Draw(product), "image/svg+xml", Encoding.UTF8);
    }
}
