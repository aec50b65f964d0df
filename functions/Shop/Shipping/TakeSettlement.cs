using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Shipping;

/// <summary>WeChat says when it pays the shop for an order, or that it did.</summary>
internal sealed class TakeSettlement(PushedOrder orders, OrderBook book) : IPushHandler
{
    public string Kind => "trade_manage_order_settlement";

    public async Task HandleAsync(Push push, CancellationToken cancellation)
    {
        if (await orders.FindAsync(push, cancellation) is not { } order)
            return;

        var told = new Settlement(
            push.Instant("estimated_settlement_time"),
            push.Instant("settlement_time"),
            push.Instant("confirm_receive_time"),
            push.Message["confirm_receive_method"] is { Length: > 0 } method ? method : null);
        await book.MustApplyAsync(order.OrderId, new OrderCommand.SettlementTold(told), cancellation);
    }
}
