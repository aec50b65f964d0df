using Microsoft.Extensions.Options;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Shipping;
using WeCommerce.Shop.Stock;
using WeCommerce.Shop.Tasks;
using WeCommerce.Storage;

namespace WeCommerce.Shop.AfterSales;

/// <summary>Places an exchange's order (换货单): the same goods once more, nothing to pay. Its id is chosen with the decision, so there is one whatever happens.</summary>
internal sealed class PlaceExchanges(
    OrderBook book, StockRoom stock, OperatorTasks tasks, IOptions<AfterSaleOptions> rules, IOptions<ShippingOptions> shipping, TimeProvider time)
    : IEffectHandler<PlaceExchange>
{
    private static readonly TimeSpan StockPause = TimeSpan.FromHours(1);

    public async Task<EffectOutcome> DoAsync(PlaceExchange effect, EffectContext context, CancellationToken cancellation)
    {
        if (await book.ReadAsync(effect.RefundId.OrderId, cancellation) is not { } order || order.FindAfterSale(effect.RefundId) is not { } asked)
            return EffectOutcome.Later();
        if (asked.Stage != AfterSaleStage.Approved)
            return EffectOutcome.Done;

        if (await book.ReadAsync(effect.ExchangeOrderId, cancellation) is null)
        {
            var exchange = ExchangeOf(order, asked, effect.ExchangeOrderId, time.GetUtcNow());
            if (!await HoldAsync(exchange))
            {
                await tasks.RaiseAsync(OutOfStock(order, asked), cancellation);
                return EffectOutcome.Later(StockPause);
            }
            await book.PlaceSettledAsync(exchange, exchange.CreatedAt.AddHours(shipping.Value.ShipHours), context, cancellation);
        }
        var told = await book.ApplyAsync(order.OrderId, new OrderCommand.ExchangePlaced(effect.RefundId), context, cancellation);
        return told.Problem is null ? EffectOutcome.Done : EffectOutcome.Later();
    }

    private static Order ExchangeOf(Order order, AfterSale asked, OrderId id, DateTimeOffset now) => new()
    {
        OrderId = id,
        MerchantId = order.MerchantId,
        AppId = order.AppId,
        OpenId = order.OpenId,
        Lines =
        [
            .. asked.Lines.Select((claimed, n) => Replacing(order.Lines.Single(l => l.LineNo == claimed.LineNo), n + 1, claimed.Quantity)),
        ],
        FreightFen = Fen.Zero,
        Address = order.Address,
        ExchangeOf = asked.RefundId,
        CreatedAt = now,
        PayBefore = now,
        Timeline = [new TimelineEntry(now, $"售后 {asked.RefundId} 换货，等待发货")],
    };

    private static OrderLine Replacing(OrderLine line, int lineNo, int quantity) =>
        line with { LineNo = lineNo, Quantity = quantity, DiscountFen = line.PriceFen * quantity, RebateFen = Fen.Zero, Places = null };

    // All or nothing: what an attempt held that cannot hold the rest is free for others meanwhile.
    private async Task<bool> HoldAsync(Order exchange)
    {
        var lines = exchange.Lines.GroupBy(l => l.SkuId).Select(g => (Sku: g.Key, Quantity: g.Sum(l => l.Quantity))).ToList();
        var held = await Task.WhenAll(lines.Select(l => stock.HoldInOneAsync(l.Sku, exchange.OrderId, l.Quantity, exchange.CreatedAt)));
        if (Array.TrueForAll(held, static h => h))
            return true;

        await Task.WhenAll(lines.Where((_, n) => held[n]).Select(l => stock.ReleaseAsync(l.Sku, exchange.OrderId)));
        return false;
    }

    private RaiseTask OutOfStock(Order order, AfterSale asked) => new(
        TaskKind.ExchangeOutOfStock,
        asked.RefundId.Value,
        $"售后 {asked.RefundId}（订单 {order.OrderId}）换货缺货，换货单还没有生成。",
        "补货后商城会自动生成换货单；或与买家协商退款。",
        time.GetUtcNow().AddHours(rules.Value.DecideHours));
}
