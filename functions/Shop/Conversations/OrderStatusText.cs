using WeCommerce.Shop.Login;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Conversations;

/// <summary>Tells shoppers how their own newest orders stand (订单查询).</summary>
internal sealed class OrderStatusText(Identities identities, OrderBook book)
{
    private const int MostOrders = 3;
    private const int MostOfATitle = 30;
    private const int MostParcels = 3;

    /// <summary>Of the member to whom this OpenId belongs, and of nobody else.</summary>
    public async Task<string> TellAsync(AppIdentity asker, CancellationToken cancellation) =>
        await identities.FindAsync(asker, cancellation) is { } member
            ? Of(await book.ReadNewestAsync(member, MostOrders, cancellation))
            : "还没有找到您的订单。请先在小程序里登录，或直接留言，客服会帮您查询。";

    /// <param name="orders">Newest first.</param>
    public static string Of(IReadOnlyList<Order> orders) => orders.Count == 0
        ? "您还没有订单，欢迎到小程序里逛逛。"
        : $"您最近的订单：\n{string.Join("\n\n", orders.Take(MostOrders).Select(Of))}";

    private static string Of(Order order)
    {
        var lines = new List<string> { $"订单号 {order.OrderId}", $"{ShopDay.TextOf(ShopDay.Of(order.CreatedAt))} {TitleOf(order)}", $"状态：{StatusOf(order)}" };
        // All of it has to fit into one message, of 2,048 bytes.
        lines.AddRange(order.Shipments.TakeLast(MostParcels).Select(s => $"快递 {s.Carrier} {s.TrackingNo}"));
        if (order.Shipments.Count > MostParcels)
            lines.Add($"共 {order.Shipments.Count} 个包裹，详见订单页");
        return string.Join('\n', lines);
    }

    private static string TitleOf(Order order)
    {
        var title = order.Description;
        return title.Length <= MostOfATitle ? title : $"{title[..(char.IsHighSurrogate(title[MostOfATitle - 1]) ? MostOfATitle - 1 : MostOfATitle)]}…";
    }

    private static string StatusOf(Order order) => order.RefundStatus is RefundStatus.Requested or RefundStatus.Refunding
        ? $"{NameOf(order.Status)}（售后处理中）"
        : NameOf(order.Status);

    private static string NameOf(Orders.OrderStatus status) => status switch
    {
        Orders.OrderStatus.PendingPayment => "待付款",
        Orders.OrderStatus.AwaitingGroup => "待成团",
        Orders.OrderStatus.AwaitingShipment => "待发货",
        Orders.OrderStatus.AwaitingReceipt => "待收货",
        Orders.OrderStatus.Completed => "已完成",
        Orders.OrderStatus.Cancelled => "已取消",
        Orders.OrderStatus.Closed => "已关闭",
    };
}
