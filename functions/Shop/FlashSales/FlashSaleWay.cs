using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.PurchaseLimits;
using WeCommerce.Storage;

namespace WeCommerce.Shop.FlashSales;

/// <summary>What an order asks for that is to be sold in a flash sale.</summary>
/// <param name="SessionId">The session, which must be open.</param>
internal sealed record FlashSaleWish(string? SessionId);

/// <summary>Sells in a flash sale (秒杀): its prices, its pools, its limits; nothing else comes off.</summary>
internal sealed class FlashSaleWay(FlashSaleBook book, Partitions partitions) : ISaleWay
{
    public bool IsAskedFor(OrderRequest request) => request.FlashSale is not null;

    public async Task<Result<SaleTerms>> TermsAsync(Session session, OrderRequest request, DateTimeOffset at, CancellationToken cancellation)
    {
        if ((await book.GetAsync(cancellation)).Find(request.FlashSale?.SessionId) is not { } sale)
            return FlashSaleProblems.NotFound;

        return sale.PhaseAt(at) switch
        {
            FlashSalePhase.Upcoming => FlashSaleProblems.TooEarly(sale, at),
            FlashSalePhase.Over => FlashSaleProblems.Over,
            FlashSalePhase.Open => TermsOf(sale, request),
        };
    }

    private SaleTerms TermsOf(FlashSale sale, OrderRequest request)
    {
        var limits = (request.Lines ?? [])
            .Select(l => (Item: SkuId.TryParse(l.SkuId, out var sku) ? sale.Find(sku) : null, l.Quantity))
            .Where(l => l.Item is not null)
            .Select(l => (Limit: new PurchaseLimit($"{sale.Pool}.{l.Item?.SkuId}", l.Item?.LimitPerMember ?? 0), l.Quantity))
            .ToList();
        return new SaleTerms
        {
            Skus = sale.Items.ToDictionary(i => i.SkuId, i => new SkuTerms(i.PriceFen, sale.PlaceOf(i.SkuId))),
            TakesDiscounts = false,
            Claims =
            [
                .. limits.Select(l => new LimitClaim(l.Limit, l.Quantity, partitions)),
                .. sale.ReservationRequired ? [new ReservedPlace(sale.SessionId, partitions)] : Array.Empty<IOrderClaim>(),
            ],
            Mark = order => order with { FlashSale = new SoldInFlashSale(sale.SessionId), Limits = [.. limits.Select(l => l.Limit.What)] },
        };
    }
}

/// <summary>Who buys must have reserved a place: looked at beside the holds, so that it costs those nothing who come too late.</summary>
internal sealed class ReservedPlace(FlashSaleId sale, Partitions partitions) : IOrderClaim
{
    public async Task<Problem?> ClaimAsync(Order order, CancellationToken cancellation) =>
        await partitions.ReadAsync(Tables.Of(order.OrderId.MemberId), FlashSaleRows.ReservationKeyOf(sale), cancellation) is null ? FlashSaleProblems.ReservationRequired : null;
}
