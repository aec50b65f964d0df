using WeCommerce.Shop.Addresses;
using WeCommerce.Shop.AfterSales;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.FlashSales;
using WeCommerce.Shop.GroupBuys;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Refunds;
using WeCommerce.Shop.Shipping;

namespace WeCommerce.Shop.Orders;

/// <summary>An order as its owner sees it.</summary>
/// <param name="RefundStatus">What became of refunds of goods (售后); a payment that the order could not take is told by <paramref name="PayStatus"/>.</param>
internal sealed record OrderView(
    OrderId OrderId,
    OutTradeNo OutTradeNo,
    OrderStatus Status,
    PayStatus PayStatus,
    ShipStatus ShipStatus,
    RefundStatus RefundStatus,
    IReadOnlyList<OrderLineView> Lines,
    Fen GoodsFen,
    Fen DiscountFen,
    Fen FreightFen,
    Fen TotalFen,
    IReadOnlyList<DiscountView> Discounts,
    DateTimeOffset PayBefore,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PaidAt,
    string? TransactionId,
    Address Address,
    string? Remark,
    DateTimeOffset? ReceiptDue,
    DateTimeOffset? ReceivedAt,
    RefundId? ExchangeOf,
    OrderGroupBuyView? GroupBuy,
    SoldInFlashSale? FlashSale,
    IReadOnlyList<Shipment> Shipments,
    IReadOnlyList<RefundView> Refunds,
    IReadOnlyList<TimelineEntry> Timeline)
{
    /// <summary>When WeChat pays the shop; told to those who run it only.</summary>
    public Settlement? Settlement { get; init; }

    public static OrderView Of(Order order) => new(
        order.OrderId, order.OutTradeNo, order.Status, order.PayStatus, order.ShipStatus, order.RefundStatus, [.. order.Lines.Select(OrderLineView.Of)],
        order.GoodsFen, order.DiscountFen, order.FreightFen, order.TotalFen,
        [.. order.Discounts.Select(DiscountView.Of)], order.PayBefore, order.CreatedAt,
        order.Payment?.At, order.Payment?.TransactionId, order.Address, order.Remark,
        order.ReceiptDue, order.ReceivedAt, order.ExchangeOf,
        OrderGroupBuyView.Of(order.GroupBuy), order.FlashSale, order.Shipments, [.. order.AfterSales.Select(a => RefundView.Of(order, a))], order.Timeline);

    public override string ToString() => $"OrderView {OrderId}";
}

/// <summary>Which fen came off for which reason.</summary>
/// <param name="LinesFen">What came off each line, in the order of the lines.</param>
/// <param name="FreightFen">What came off the freight.</param>
internal sealed record DiscountView(DiscountKind Kind, string Reference, string Title, Fen AmountFen, IReadOnlyList<Fen> LinesFen, Fen FreightFen)
{
    public static DiscountView Of(Discount discount) =>
        new(discount.Kind, discount.Reference, discount.Title, discount.AmountFen, discount.LinesFen, discount.FreightFen);
}

/// <summary>The group that an order is bought with; <c>GET v1/group-buys/{groupId}</c> tells how far it is.</summary>
internal sealed record OrderGroupBuyView(ActivityId ActivityId, GroupId GroupId, GroupBuyState Status)
{
    public static OrderGroupBuyView? Of(OrderGroupBuy? group) => group is null ? null : new(group.ActivityId, group.GroupId, group.State);
}

/// <param name="RebateFen">What of <paramref name="PaidFen"/> went back because the group got cheaper (阶梯团).</param>
internal sealed record OrderLineView(
    int LineNo, SkuId SkuId, SpuId SpuId, string Title, int Quantity, Fen PriceFen, Fen DiscountFen, Fen PaidFen, Fen RebateFen)
{
    public static OrderLineView Of(OrderLine line) =>
        new(line.LineNo, line.SkuId, line.SpuId, line.Title, line.Quantity, line.PriceFen, line.DiscountFen, line.PaidFen, line.RebateFen);
}
