using System.Diagnostics;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Refunds;

namespace WeCommerce.Shop;

/// <summary>Where what the shop does is traced: one activity for each function that runs, and for each deadline that is met.</summary>
internal static class ShopTrace
{
    /// <summary>The name to listen to.</summary>
    public const string SourceName = "WeCommerce.Shop";

    public const string OrderTag = "shop.order_id";

    public const string OutTradeNoTag = "wechat.out_trade_no";

    /// <summary>The kept notify that a function took or refused.</summary>
    public const string NotifyTag = "shop.notify_id";

    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>The order that an activity says it is about.</summary>
    public static OrderId? OrderOf(Activity activity) =>
        OrderIn(activity.GetTagItem(OrderTag) as string) ?? OrderIn(activity.GetTagItem(OutTradeNoTag) as string);

    /// <summary>The order that an id leads to: its own, its number's at WeChat, or one of its refunds'.</summary>
    public static OrderId? OrderIn(string? id) =>
        OrderId.TryParse(id, out var order) ? order
        : OutTradeNo.TryParse(id, out var number) ? number.OrderId
        : RefundId.TryParse(id, out var refund) ? refund.OrderId
        : null;
}
