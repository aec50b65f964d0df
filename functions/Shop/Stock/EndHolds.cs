using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

/// <summary>An order is paid: its pieces leave the stock.</summary>
internal sealed record StockSold(OrderId OrderId, IReadOnlyList<SkuId> Skus);

/// <summary>An order will not be paid: its pieces are free again.</summary>
internal sealed record StockFreed(OrderId OrderId, IReadOnlyList<SkuId> Skus);

internal sealed class EndHolds(StockRoom stock) : IEffectHandler<StockSold>, IEffectHandler<StockFreed>
{
    public async Task<EffectOutcome> DoAsync(StockSold effect, EffectContext context, CancellationToken cancellation)
    {
        await Task.WhenAll(effect.Skus.Select(sku => stock.SellAsync(sku, effect.OrderId)));
        return EffectOutcome.Done;
    }

    public async Task<EffectOutcome> DoAsync(StockFreed effect, EffectContext context, CancellationToken cancellation)
    {
        await Task.WhenAll(effect.Skus.Select(sku => stock.ReleaseAsync(sku, effect.OrderId)));
        return EffectOutcome.Done;
    }
}
