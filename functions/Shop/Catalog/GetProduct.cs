using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.GroupBuys;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Promotions;
using WeCommerce.Shop.Stock;

namespace WeCommerce.Shop.Catalog;

/// <summary>One product with its SKUs and what of each can be bought now.</summary>
internal sealed class GetProduct(Catalogue catalogue, PromotionSet promotions, GroupBuyActivities groupBuys, StockRoom stock, TimeProvider time)
{
    private static readonly Problem Unknown = Problem.NotFound("PRODUCT_NOT_FOUND", "There is no such product on sale.");

    [Function(nameof(GetProduct))]
    [Anonymous]
    [Answer<Answer>(200, "The product")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/products/{spuId}")] HttpRequest http,
        string spuId,
        CancellationToken cancellation) =>
        Answers.Of(HandleAsync(http, spuId, cancellation));

    private async Task<Result<Answer>> HandleAsync(HttpRequest http, string spuId, CancellationToken cancellation)
    {
        if (!SpuId.TryParse(spuId, out var id) || (await catalogue.GetAsync(cancellation)).Find(id) is not { OnSale: true } product)
            return Unknown;

        var (now, rules) = (time.GetUtcNow(), await promotions.GetAsync(cancellation));
        var skus = await Task.WhenAll(product.Skus.Select(async s =>
            new SkuAnswer(s.SkuId, s.Title, s.PriceFen, rules.MemberPriceOf(product.MerchantId, s, now), await stock.AvailableAsync(s.SkuId))));
        var together = (await groupBuys.GetAsync(cancellation)).Of(product.SpuId, now).Select(ActivityView.Of).ToList();
        var cover = Covers.UrlOf(product, http);
        return new Answer(
            product.SpuId, product.Title, product.Description, product.Category, product.Tags, cover,
            product.Images.Count > 0 ? product.Images : [cover], product.Video, skus, together);
    }

    /// <param name="GroupBuys">Group-buy activities (拼团) of the product that run or are to come: empty where there is none.</param>
    internal sealed record Answer(
        SpuId SpuId,
        string Title,
        string Description,
        string Category,
        IReadOnlyList<string> Tags,
        string CoverUrl,
        IReadOnlyList<string> Images,
        string? Video,
        IReadOnlyList<SkuAnswer> Skus,
        IReadOnlyList<ActivityView> GroupBuys);

    /// <param name="MemberPriceFen">What it costs whoever has a session (会员价); absent where that is no less.</param>
    /// <param name="Available">Pieces that can be bought now; a few seconds old at most.</param>
    internal sealed record SkuAnswer(SkuId SkuId, string Title, Fen PriceFen, Fen? MemberPriceFen, int Available);
}
