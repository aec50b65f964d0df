using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Entrances;

/// <summary>What a code leads to: its scene says too little for a page to know which product to show.</summary>
internal sealed class ResolveEntrance(EntranceSet entrances, PosterBook posters)
{
    [Function(nameof(ResolveEntrance))]
    [Anonymous]
    [Answer<Answer>(200, "What the code with this scene leads to")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/entrances/{scene}")] HttpRequest http, string scene, CancellationToken cancellation) =>
        Answers.Of(HandleAsync(scene, cancellation));

    private async Task<Result<Answer>> HandleAsync(string scene, CancellationToken cancellation)
    {
        if (PosterCode.TryParse(scene, out var code) && await posters.FindAsync(code, cancellation) is { } poster)
            return new Answer(EntranceId: null, Page: null, poster.SpuId);
        return EntranceId.TryParse(scene, out var id) && (await entrances.GetAsync(cancellation)).Find(id) is { } entrance
            ? new Answer(id, entrance.Page, SpuId: null)
            : EntranceProblems.PosterNotFound;
    }

    /// <param name="EntranceId">Of a code that operators made.</param>
    /// <param name="Page">The page that it opens; empty for the first one.</param>
    /// <param name="SpuId">Of a poster that a member shares: the product on it.</param>
    internal sealed record Answer(EntranceId? EntranceId, string? Page, SpuId? SpuId);
}
