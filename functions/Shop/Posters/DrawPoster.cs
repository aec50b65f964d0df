using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Entrances;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.WeChat.Codes;

namespace WeCommerce.Shop.Posters;

/// <summary>A member's poster of a product: who comes by its code comes by the member.</summary>
internal sealed class DrawPoster(
    Catalogue catalogue, PosterBook posters, Profiles profiles, ICodes codes, ProductPictures pictures, PosterPainter painter, IOptions<EntranceOptions> options)
{
    private const int CodeWidth = 430;

    [Function(nameof(DrawPoster))]
    [Answer<Nothing>(200, "A PNG picture of 750 × 1206; good for a day")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/me/posters/{spuId}")] HttpRequest http, string spuId, CancellationToken cancellation)
    {
        var drawn = await HandleAsync(http.Session(), spuId, cancellation);
        if (drawn.Problem is { } problem)
            return Answers.Of(problem);

        http.HttpContext.Response.Headers.CacheControl = "private, max-age=86400";
        return Results.Bytes(drawn.Value, "image/png");
    }

    private async Task<Result<byte[]>> HandleAsync(Session session, string spuId, CancellationToken cancellation)
    {
        if (!SpuId.TryParse(spuId, out var id) || (await catalogue.GetAsync(cancellation)).Find(id) is not { OnSale: true, Skus.Count: > 0 } product)
            return Problem.NotFound("PRODUCT_NOT_FOUND", "There is no such product.");

        var (profile, picture) = (profiles.ReadAsync(session.MemberId, cancellation), pictures.FindAsync(product.CoverUrl, cancellation));
        var poster = await posters.FindOrMakeAsync(session.MemberId, id, cancellation);
        var code = await codes.DrawCodeAsync(session.AppId, poster.Code.Value, options.Value.PosterPage, CodeWidth, cancellation);
        if (!code.TryGet(out var drawn, out var failure))
            return EntranceProblems.Of(failure);

        return await painter.PaintAsync(
            new Poster(product.Title, $"{product.PriceFenFrom}", options.Value.ShopName, (await profile).Nickname, await picture, drawn.Bytes), cancellation);
    }
}
