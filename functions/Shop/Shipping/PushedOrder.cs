using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Shipping;

/// <summary>Finds the order that a push of WeChat's order management is about (trade_manage_*).</summary>
internal sealed class PushedOrder(OrderBook book)
{
    /// <summary>Null for a trade that is not of this shop: other systems may share the merchant's number.</summary>
    public async Task<Order?> FindAsync(Push push, CancellationToken cancellation) =>
        OutTradeNo.TryParse(push.Message["merchant_trade_no"], out var number)
        && await book.ReadAsync(number.OrderId, cancellation) is { Payment: { } payment } order
        && order.AppId == push.AppId && payment.TransactionId == push.Message["transaction_id"]
            ? order
            : null;
}
