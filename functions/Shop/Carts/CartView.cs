using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Promotions;
using WeCommerce.Shop.Stock;

namespace WeCommerce.Shop.Carts;

/// <summary>The cart with today's titles, prices and stock. A line that is no longer on sale is shown with 0 available and does not count.</summary>
internal sealed record CartView(IReadOnlyList<CartLineView> Lines, Fen TotalFen);

/// <param name="MemberPriceFen">What it costs with the member's price (会员价); absent where that is no less. What an order costs in the end says its preview.</param>
/// <param name="Available">Pieces that can be bought now.</param>
internal sealed record CartLineView(SkuId SkuId, SpuId? SpuId, int Quantity, string Title, Fen PriceFen, Fen? MemberPriceFen, int Available);

internal sealed class CartViews(Cart cart, Catalogue catalogue, PromotionSet promotions, StockRoom stock, TimeProvider time)
{
    public async Task<CartView> OfAsync(MemberId member, CancellationToken cancellation = default)
    {
        var (snapshot, rules, now) = (await catalogue.GetAsync(cancellation), await promotions.GetAsync(cancellation), time.GetUtcNow());
        var lines = await Task.WhenAll((await cart.ReadAsync(member, cancellation)).Select(async line =>
            snapshot.Find(line.Sku) is ({ OnSale: true } product, var sku)
                ? new CartLineView(
                    line.Sku, product.SpuId, line.Quantity, $"{product.Title} {sku.Title}", sku.PriceFen, rules.MemberPriceOf(product.MerchantId, sku, now),
                    await stock.AvailableAsync(line.Sku))
                : new CartLineView(line.Sku, null, line.Quantity, "", Fen.Zero, null, 0)));
        return new CartView(lines, Fen.Sum(lines.Select(l => l.PriceFen * l.Quantity)));
    }
}
