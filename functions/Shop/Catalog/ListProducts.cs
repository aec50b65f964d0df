using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Catalog;

/// <summary>The products on sale, of a category or with a word in title or tags.</summary>
internal sealed class ListProducts(Catalogue catalogue)
{
    private const int PageSize = 20;

    [Function(nameof(ListProducts))]
    [Anonymous]
    [Answer<Page<Item>>(200, "Products on sale", Query = "category,q,next")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/products")] HttpRequest http, CancellationToken cancellation)
    {
        var (category, words, next) = ($"{http.Query["category"]}", $"{http.Query["q"]}".Trim(), $"{http.Query["next"]}");
        if (next.Length > 0 && !CatalogId.Looks(next))
            return Answers.Of(Problem.Malformed("next", "Not a value that this list gave."));

        var found = (await catalogue.GetAsync(cancellation)).Products
            .Where(p => p.OnSale && (category.Length == 0 || p.Category == category) && Matches(p, words))
            .Where(p => next.Length == 0 || string.CompareOrdinal(p.SpuId.Value, next) > 0)
            .Take(PageSize + 1)
            .ToList();
        var items = found.Take(PageSize).Select(p => new Item(p.SpuId, p.Title, Covers.UrlOf(p, http), p.PriceFenFrom, p.Category, p.Tags)).ToList();
        return Answers.Of<Page<Item>>(new Page<Item>(items, found.Count > PageSize ? items[^1].SpuId.Value : null));
    }

    private static bool Matches(Product product, string words) =>
        words.Length == 0
        || product.Title.Contains(words, StringComparison.OrdinalIgnoreCase)
        || product.Tags.Any(t => t.Contains(words, StringComparison.OrdinalIgnoreCase));

    internal sealed record Item(SpuId SpuId, string Title, string CoverUrl, Fen PriceFenFrom, string Category, IReadOnlyList<string> Tags);
}
