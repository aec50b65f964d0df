using System.Text;
using WeCommerce.Shop.Conversations;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Shipping;
using WeCommerce.Unit.Orders;

namespace WeCommerce.Unit.Conversations;

public sealed class OrderStatusTextTests
{
    [Fact]
    public void Text_SaysNumberDayGoodsAndStatus_AndWhereTheParcelIs()
    {
        var order = Some.UnpaidOrder();
        var sent = order with { Payment = Some.PaymentOf(order), Shipments = [new Shipment(1, "ZTO", "ZTO0000000001", [new ShippedLine(1, 2)], Some.Noon)] };

        Assert.Equal(
            $"您最近的订单：\n订单号 {sent.OrderId}\n2026-11-11 明前龙井 100g\n状态：待收货\n快递 ZTO ZTO0000000001\n\n订单号 {order.OrderId}\n2026-11-11 明前龙井 100g\n状态：待付款",
            OrderStatusText.Of([sent, order]));
    }

    // WeChat takes 2,048 bytes.
    [Fact]
    public void Text_OfManyLongOrders_FitsIntoAMessage()
    {
        var order = Some.UnpaidOrder();
        order = order with
        {
            Lines = [order.Lines[0] with { Title = string.Concat(Enumerable.Repeat("𠮷茶", 60)) }],
            Payment = Some.PaymentOf(order),
            Shipments = [.. Enumerable.Range(1, 15).Select(n => new Shipment(n, new string('Y', 32), new string('9', 64), [new ShippedLine(1, 1)], Some.Noon))],
        };

        Assert.InRange(Encoding.UTF8.GetByteCount(OrderStatusText.Of([.. Enumerable.Repeat(order, 20)])), 500, 2048);
    }

    [Fact]
    public void Text_WithoutOrders_IsFriendly() => Assert.Contains("还没有订单", OrderStatusText.Of([]), StringComparison.Ordinal);

    [Fact]
    public void EveryStatus_HasAName()
    {
        var order = Some.UnpaidOrder();
        Assert.All([order, order with { Trade = TradeAxis.Cancelled }, order with { Payment = Some.PaymentOf(order) }], o => Assert.Matches("状态：[^\n]+", OrderStatusText.Of([o])));
    }
}
