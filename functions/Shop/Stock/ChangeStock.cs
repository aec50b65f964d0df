using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

/// <summary>Adds pieces that came in, or takes out those that are gone (入库, 盘点). The same Idempotency-Key changes the stock once.</summary>
internal sealed class ChangeStock(Catalogue catalogue, StockRoom stock, Ids ids)
{
    private static readonly Rules Validator = new();

    [Function(nameof(ChangeStock))]
    [Operator]
    [Answer<Answer>(200, "The stock as it is now", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/ops/stock/{skuId}")] HttpRequest http,
        string skuId,
        CancellationToken cancellation) =>
        http.HandleAsync<Request, Answer>(Validator, request => HandleAsync(http, skuId, request, cancellation));

    private async Task<Result<Answer>> HandleAsync(HttpRequest http, string skuId, Request request, CancellationToken cancellation)
    {
        var key = http.OptionalIdempotencyKey();
        if (key.Problem is { } problem)
            return problem;
        if (!SkuId.TryParse(skuId, out var sku) || !await IsSoldAsync(sku, cancellation))
            return Problem.NotFound("SKU_NOT_FOUND", "No product has this SKU.");

        var answer = await stock.ChangeAsync(sku, key.Value.Length > 0 ? key.Value : ids.Random(13), request.Delta, request.Reason ?? "", http.Session().MemberId);
        return answer.Done
            ? new Answer(sku, answer.Level.OnHand, answer.Level.Reserved, answer.Level.Available)
            : Problem.Conflict("STOCK_TOO_LOW", $"Unpaid orders hold {answer.Level.Reserved} of {answer.Level.OnHand} pieces; the rest is less than {-request.Delta}.");
    }

    // A SKU put in a moment ago by another instance is not in memory yet.
    private async Task<bool> IsSoldAsync(SkuId sku, CancellationToken cancellation) =>
        (await catalogue.GetAsync(cancellation)).Find(sku) is not null || (await catalogue.ReadAsync(cancellation)).Find(sku) is not null;

    /// <param name="Delta">Pieces to add; negative to take out.</param>
    /// <param name="Reason">Kept with the change.</param>
    internal sealed record Request(int Delta, string? Reason);

    internal sealed record Answer(SkuId SkuId, int OnHand, int Reserved, int Available);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(r => r.Delta).NotEqual(0).InclusiveBetween(-StockLevel.MostOnHand, StockLevel.MostOnHand);
            RuleFor(r => r.Reason).NotEmpty().MaximumLength(128);
        }
    }
}
