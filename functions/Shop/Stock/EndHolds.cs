using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Tasks;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

/// <summary>An order is paid: its pieces leave the stock.</summary>
/// <param name="Watch">The message that would have ended its holds, had it not been paid; null for none.</param>
internal sealed record StockSold(OrderId OrderId, IReadOnlyList<StockPlace> Skus, SentMessage? Watch = null);

/// <summary>An order will not be paid: its pieces are free again.</summary>
internal sealed record StockFreed(OrderId OrderId, IReadOnlyList<StockPlace> Skus);

internal sealed class EndHolds(StockRoom stock, OperatorTasks tasks, Queues queues, TimeProvider time) : IEffectHandler<StockSold>, IEffectHandler<StockFreed>
{
    private static readonly TimeSpan TimeToAct = TimeSpan.FromHours(24);

    public async Task<EffectOutcome> DoAsync(StockSold effect, EffectContext context, CancellationToken cancellation)
    {
        var sold = await Task.WhenAll(effect.Skus.Select(async place => (Place: place, Done: await stock.SellAsync(place, effect.OrderId))));
        foreach (var (place, _) in sold.Where(s => !s.Done))
            await tasks.RaiseAsync(NotHeld(effect.OrderId, place), cancellation);
        // All is sold and stays known as sold: the order holds nothing any more, and never will.
        if (effect.Watch is { } watch && Array.TrueForAll(sold, s => s.Done))
            await queues.TakeBackAsync(CloseUnpaidOrder.Queue, watch, cancellation);
        return EffectOutcome.Done;
    }

    private RaiseTask NotHeld(OrderId order, StockPlace place) => new(
        TaskKind.StockNotHeld,
        $"{order}-{place}",
        $"订单 {order} 已付款，但没有占用 SKU {place} 的库存：占用在订单写入之前已被释放。",
        "核对实物库存：有货则照常发货并用库存接口扣减；无货则与买家协商退款。",
        time.GetUtcNow() + TimeToAct);

    public async Task<EffectOutcome> DoAsync(StockFreed effect, EffectContext context, CancellationToken cancellation)
    {
        await Task.WhenAll(effect.Skus.Select(place => stock.ReleaseAsync(place, effect.OrderId)));
        return EffectOutcome.Done;
    }
}
