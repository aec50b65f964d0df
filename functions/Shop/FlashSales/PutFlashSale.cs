using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Carts;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Stock;

namespace WeCommerce.Shop.FlashSales;

/// <summary>
/// Plans a session, or changes it. Its pieces are set aside from the SKUs' own stock within seconds; more or fewer pieces are moved when their number
/// changes. Once it is open, what was shown stays: prices, opening, items.
/// </summary>
internal sealed class PutFlashSale(FlashSaleBook book, Catalogue catalogue, TimeProvider time)
{
    private static readonly Rules Validator = new();

    [Function(nameof(PutFlashSale))]
    [Operator]
    [Answer<FlashSale>(200, "The session as it is now", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/ops/flash-sales/{sessionId}")] HttpRequest http,
        string sessionId,
        CancellationToken cancellation) =>
        http.HandleAsync<Request, FlashSale>(Validator, request => HandleAsync(sessionId, request, cancellation));

    private async Task<Result<FlashSale>> HandleAsync(string sessionId, Request request, CancellationToken cancellation)
    {
        if (!FlashSaleId.TryParse(sessionId, out var id))
            return Problem.Malformed("sessionId", FlashSaleId.Rule);

        var sale = request.ToSale(id);
        // A SKU put in a moment ago by another instance is not in memory yet.
        var products = await catalogue.ReadAsync(cancellation);
        for (var n = 0; n < sale.Items.Count; n++)
        {
            if (products.Find(sale.Items[n].SkuId) is null)
                return Problem.Invalid($"items[{n}].skuId", "No product has this SKU.");
        }
        return await book.PutAsync(id.Value, others => FlashSaleDecision.Put(others.Find(id), sale, time.GetUtcNow()), cancellation);
    }

    /// <param name="OpensAt">From then on it sells; before, an order is a 425.</param>
    /// <param name="ClosesAt">From then on it does not; what is left goes back into the SKUs' own stock.</param>
    /// <param name="ReservationRequired">Whether only those may buy who reserved a place before it opens.</param>
    internal sealed record Request(string? Title, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, bool? ReservationRequired, IReadOnlyList<ItemRequest>? Items)
    {
        public FlashSale ToSale(FlashSaleId id) => new()
        {
            SessionId = id,
            Title = Title ?? "",
            OpensAt = OpensAt.ToUniversalTime(),
            ClosesAt = ClosesAt.ToUniversalTime(),
            ReservationRequired = ReservationRequired ?? false,
            Items = [.. (Items ?? []).Select(i => i.ToItem())],
        };
    }

    /// <param name="Pieces">How many are set aside.</param>
    /// <param name="LimitPerMember">How many one member may buy; 1 unless given.</param>
    /// <param name="StockShards">Into how many parts the pool is divided, 1 to 32; 1 unless given. More for what thousands buy in a second.</param>
    internal sealed record ItemRequest(string? SkuId, Fen PriceFen, int Pieces, int? LimitPerMember, int? StockShards)
    {
        public FlashSaleItem ToItem() =>
            new(Catalog.SkuId.TryParse(SkuId, out var id) ? id : default, PriceFen, Pieces, LimitPerMember ?? 1, StockShards ?? 1);
    }

    private sealed class Rules : AbstractValidator<Request>
    {
        private const int MostItems = 20;

        public Rules()
        {
            RuleFor(r => r.Title).NotEmpty().MaximumLength(64);
            RuleFor(r => r.OpensAt).NotEmpty();
            RuleFor(r => r.ClosesAt).GreaterThan(r => r.OpensAt).WithMessage("After opensAt.");
            RuleFor(r => r.ClosesAt).LessThanOrEqualTo(r => r.OpensAt.AddDays(7)).WithMessage("Within 7 days of opensAt.");
            RuleFor(r => r.Items).NotEmpty().Must(i => i is { Count: <= MostItems }).WithMessage($"1 to {MostItems} items.");
            RuleFor(r => r.Items).Must(i => i is null || i.DistinctBy(x => x?.SkuId, StringComparer.Ordinal).Count() == i.Count).WithMessage("The same SKU stands twice.");
            RuleForEach(r => r.Items).NotNull().ChildRules(item =>
            {
                item.RuleFor(i => i.SkuId).Must(CatalogId.Looks).WithMessage(CatalogId.Rule);
                item.RuleFor(i => i.PriceFen.Value).InclusiveBetween(1, 100_000_000).OverridePropertyName("PriceFen");
                item.RuleFor(i => i.Pieces).InclusiveBetween(1, StockLevel.MostOnHand);
                item.RuleFor(i => i.LimitPerMember).InclusiveBetween(1, Cart.MostOfOne);
                item.RuleFor(i => i.StockShards).InclusiveBetween(1, StockLevel.MostParts);
            });
        }
    }
}
