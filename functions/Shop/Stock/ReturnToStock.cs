using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

/// <summary>Goods that were sold are there again: they never left, or they came back as they were.</summary>
/// <param name="Key">Makes the return happen once.</param>
internal sealed record StockReturned(OrderId OrderId, string Key, IReadOnlyList<ReturnedPieces> Pieces);

internal sealed record ReturnedPieces(StockPlace SkuId, int Quantity);

internal sealed class ReturnToStock(StockRoom stock) : IEffectHandler<StockReturned>
{
    public async Task<EffectOutcome> DoAsync(StockReturned effect, EffectContext context, CancellationToken cancellation)
    {
        // A case can hold a SKU in two lines; a stock change is one for each key. What was sold from an activity's pool comes back for everybody: the
        // activity may be over.
        var bySku = effect.Pieces.GroupBy(p => p.SkuId.Pool is null ? p.SkuId : new StockPlace(p.SkuId.SkuId), p => p.Quantity);
        var answers = await Task.WhenAll(bySku.Select(
            pieces => stock.ChangeAsync(pieces.Key, $"return-{effect.Key}", pieces.Sum(), "售后退回", effect.OrderId.MemberId)));
        return Array.TrueForAll(answers, a => a.Done) ? EffectOutcome.Done : EffectOutcome.Later();
    }
}
