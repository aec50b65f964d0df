using Microsoft.AspNetCore.Http;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Stock;

namespace WeCommerce.Shop.FlashSales;

/// <summary>A session as shoppers see it.</summary>
/// <param name="Now">The shop's clock: a page counts down by it, not by the phone's.</param>
/// <param name="ReservationRequired">Whether only those may buy who reserved a place before <paramref name="OpensAt"/>.</param>
internal sealed record FlashSaleView(
    FlashSaleId SessionId,
    string Title,
    FlashSalePhase Phase,
    DateTimeOffset Now,
    DateTimeOffset OpensAt,
    DateTimeOffset ClosesAt,
    bool ReservationRequired,
    IReadOnlyList<FlashSaleItemView> Items);

/// <param name="UsualPriceFen">What it costs otherwise.</param>
/// <param name="Available">Pieces that can be bought, a few seconds old at most; 0 when the session is over.</param>
/// <param name="SoldOut">Whether there is none left; unpaid orders may still set some free.</param>
internal sealed record FlashSaleItemView(
    SkuId SkuId, SpuId SpuId, string Title, string CoverUrl, Fen PriceFen, Fen UsualPriceFen, int LimitPerMember, int Available, bool SoldOut);

/// <summary>Shows sessions with what is in stock. What is no longer on sale at all is left out.</summary>
internal sealed class FlashSaleViews(Catalogue catalogue, StockRoom stock, TimeProvider time)
{
    public async Task<FlashSaleView> OfAsync(FlashSale sale, HttpRequest http, CancellationToken cancellation)
    {
        var snapshot = await catalogue.GetAsync(cancellation);
        var now = time.GetUtcNow();
        var items = await Task.WhenAll(sale.Items.Select(i => snapshot.Find(i.SkuId) is ({ OnSale: true } product, var sku)
            ? ItemAsync(sale, i, product, sku, http, isOver: sale.PhaseAt(now) == FlashSalePhase.Over)
            : Task.FromResult<FlashSaleItemView?>(null)));
        return new FlashSaleView(
            sale.SessionId, sale.Title, sale.PhaseAt(now), now, sale.OpensAt, sale.ClosesAt, sale.ReservationRequired, [.. items.OfType<FlashSaleItemView>()]);
    }

    private async Task<FlashSaleItemView?> ItemAsync(FlashSale sale, FlashSaleItem item, Product product, Sku sku, HttpRequest http, bool isOver)
    {
        var available = isOver ? 0 : await stock.AvailableAsync(sale.PlaceOf(item.SkuId));
        return new FlashSaleItemView(
            item.SkuId, product.SpuId, $"{product.Title} {sku.Title}", Covers.UrlOf(product, http), item.PriceFen, sku.PriceFen, item.LimitPerMember, available, available == 0);
    }
}
