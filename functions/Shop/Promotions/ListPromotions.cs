using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Promotions;

/// <summary>The shop's price rules, by id; those that are over, too.</summary>
internal sealed class ListPromotions(PromotionSet promotions)
{
    [Function(nameof(ListPromotions))]
    [Operator]
    [Answer<Page<PromotionView>>(200, "The shop's price rules", Query = "next")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/promotions")] HttpRequest http, CancellationToken cancellation)
    {
        var next = $"{http.Query["next"]}";
        if (next.Length > 0 && !CatalogId.Looks(next))
            return Answers.Of(Problem.Malformed("next", "Not a value that this list gave."));

        var from = (await promotions.ReadAsync(cancellation)).All.Where(p => string.CompareOrdinal(p.PromotionId.Value, next) >= 0).ToList();
        return Answers.Of<Page<PromotionView>>(Paging.Cut(from, isRare: false, static _ => true, p => p.PromotionId.Value).Map(PromotionView.Of));
    }
}
