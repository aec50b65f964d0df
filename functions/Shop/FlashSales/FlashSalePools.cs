using WeCommerce.Shop.Stock;

namespace WeCommerce.Shop.FlashSales;

/// <summary>A session's pools sell until it closes, and those of SKUs that it no longer sells not even so long.</summary>
internal sealed class FlashSalePools(FlashSaleBook book, TimeProvider time) : IPoolOwner
{
    public async Task<bool?> IsOverAsync(StockPlace pool, CancellationToken cancellation)
    {
        if (pool.Pool is not { } name || !name.StartsWith(FlashSale.PoolPrefix, StringComparison.Ordinal)
            || (await book.ReadAsync(cancellation)).Find(name[FlashSale.PoolPrefix.Length..]) is not { } sale)
        {
            return null;
        }

        return sale.Find(pool.SkuId) is null || sale.PhaseAt(time.GetUtcNow()) == FlashSalePhase.Over;
    }
}
