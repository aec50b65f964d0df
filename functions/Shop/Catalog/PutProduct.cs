using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.LiveSets;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Stock;

namespace WeCommerce.Shop.Catalog;

/// <summary>A SKU costs less than before (降价).</summary>
internal sealed record PriceFell(SkuId SkuId, DateTimeOffset At);

/// <summary>Puts a product into the catalogue, or changes it (上架, 改价, 下架). Stock is put in by its own route.</summary>
internal sealed class PutProduct(Catalogue catalogue, TimeProvider time)
{
    private static readonly Rules Validator = new();

    [Function(nameof(PutProduct))]
    [Operator]
    [Answer<Product>(200, "The product as it is now", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/ops/products/{spuId}")] HttpRequest http,
        string spuId,
        CancellationToken cancellation) =>
        http.HandleAsync<Request, Product>(Validator, request => HandleAsync(spuId, request, cancellation));

    private async Task<Result<Product>> HandleAsync(string spuId, Request request, CancellationToken cancellation)
    {
        if (!SpuId.TryParse(spuId, out var id))
            return Problem.Malformed("spuId", CatalogId.Rule);

        var product = request.ToProduct(id);
        return await catalogue.PutAsync(id.Value, others => Decide(request, product, others, time.GetUtcNow()), cancellation);
    }

    private static Result<LiveSetChange<Product>> Decide(Request request, Product product, CatalogSnapshot catalogue, DateTimeOffset now)
    {
        if (catalogue.Products.Where(p => p.SpuId != product.SpuId).SelectMany(p => p.Skus).FirstOrDefault(s => product.Skus.Any(own => own.SkuId == s.SkuId)) is { } taken)
            return Problem.Conflict("SKU_TAKEN", $"SKU {taken.SkuId} belongs to another product.");

        // What is not said stays as it is.
        var skus = product.Skus.Select((sku, n) => sku with { StockShards = request.Skus?[n].StockShards ?? ShardsOf(sku.SkuId, catalogue) }).ToList();
        if (skus.Find(s => s.StockShards < ShardsOf(s.SkuId, catalogue)) is { } fewer)
            return Problem.Conflict("STOCK_SHARDS_SHRINK", $"The stock of SKU {fewer.SkuId} is divided into {ShardsOf(fewer.SkuId, catalogue)} parts; there can be more, never fewer.");

        var divided = skus.Where(s => s.StockShards > ShardsOf(s.SkuId, catalogue)).Select(s => new Division(s.SkuId, s.StockShards)).ToList();
        var put = product with { Skus = skus };
        var cheaper = skus.Where(s => catalogue.Find(s.SkuId) is { } before && s.PriceFen < before.Sku.PriceFen).Select(s => new PriceFell(s.SkuId, now));
        return new LiveSetChange<Product>(put, [.. cheaper, .. divided.Count == 0 ? Array.Empty<object>() : [new StockDivided(divided)]]);
    }

    private static int ShardsOf(SkuId sku, CatalogSnapshot catalogue) => catalogue.Find(sku)?.Sku.StockShards ?? 1;

    internal sealed record Request(
        string? Title,
        string? Description,
        string? Category,
        IReadOnlyList<string>? Tags,
        string? CoverUrl,
        IReadOnlyList<string>? Images,
        string? Video,
        bool? OnSale,
        bool? NoReasonReturn,
        IReadOnlyList<SkuRequest>? Skus)
    {
        public Product ToProduct(SpuId id) => new()
        {
            SpuId = id,
            Title = Title ?? "",
            Description = Description ?? "",
            Category = Category ?? "",
            Tags = Tags ?? [],
            CoverUrl = CoverUrl,
            Images = Images ?? [],
            Video = Video,
            OnSale = OnSale ?? true,
            NoReasonReturn = NoReasonReturn ?? true,
            Skus = [.. (Skus ?? []).Select(s => s.ToSku())],
        };
    }

    /// <param name="StockShards">Into how many parts its stock is divided, 1 to 32: more for what thousands buy in a second. It can grow at any time, never shrink; null leaves it.</param>
    internal sealed record SkuRequest(string? SkuId, string? Title, Fen PriceFen, int? StockShards)
    {
        public Sku ToSku() => new(Catalog.SkuId.TryParse(SkuId, out var id) ? id : default, Title ?? "", PriceFen);
    }

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(r => r.Title).NotEmpty().MaximumLength(64);
            RuleFor(r => r.Description).MaximumLength(4000);
            RuleFor(r => r.Category).MaximumLength(32);
            RuleFor(r => r.Tags).Must(t => t is null || t.Count <= 10).WithMessage("At most 10 tags.");
            RuleForEach(r => r.Tags).NotEmpty().MaximumLength(16);
            RuleFor(r => r.CoverUrl).MaximumLength(512);
            RuleFor(r => r.Images).Must(i => i is null || i.Count <= 20).WithMessage("At most 20 pictures.");
            RuleForEach(r => r.Images).NotEmpty().MaximumLength(512);
            RuleFor(r => r.Video).MaximumLength(512);
            RuleFor(r => r.Skus).NotEmpty().Must(s => s is { Count: <= 100 }).WithMessage("1 to 100 SKUs.");
            RuleFor(r => r.Skus).Must(s => s is null || s.DistinctBy(x => x?.SkuId, StringComparer.Ordinal).Count() == s.Count)
                .WithMessage("The same SKU stands twice.");
            RuleForEach(r => r.Skus).NotNull().ChildRules(sku =>
            {
                sku.RuleFor(s => s.SkuId).Must(CatalogId.Looks).WithMessage(CatalogId.Rule);
                sku.RuleFor(s => s.Title).NotEmpty().MaximumLength(64);
                // WeChat's lowest amount is 1 fen; the highest here keeps a whole order within what a bank moves.
                sku.RuleFor(s => s.PriceFen.Value).InclusiveBetween(1, 100_000_000).OverridePropertyName("PriceFen");
                sku.RuleFor(s => s.StockShards).InclusiveBetween(1, StockLevel.MostParts);
            });
        }
    }
}
