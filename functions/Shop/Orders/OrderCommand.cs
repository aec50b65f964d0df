using WeCommerce.Shop.AfterSales;
using WeCommerce.Shop.GroupBuys;
using WeCommerce.Shop.Refunds;
using WeCommerce.Shop.Shipping;

namespace WeCommerce.Shop.Orders;

/// <summary>What can happen to an order once it is placed.</summary>
internal abstract record OrderCommand
{
    private OrderCommand()
    {
    }

    /// <summary>WeChat says that somebody paid.</summary>
    internal sealed record TakePayment(Payment Payment, string AppId, ShippingOptions Rules) : OrderCommand;

    /// <summary>The order ends unpaid. Only after WeChat closed its number: then nobody can pay it any more.</summary>
    internal sealed record Cancel(string Why) : OrderCommand;

    /// <summary>A paid order's group has no seat for it; another may have.</summary>
    internal sealed record MoveToGroup(GroupId From, GroupId To) : OrderCommand;

    /// <param name="Reached">The prices that so many people reached.</param>
    internal sealed record GroupSucceeded(GroupId GroupId, GroupStep Reached, ShippingOptions Rules) : OrderCommand;

    /// <param name="Why">For the shopper, in Chinese.</param>
    internal sealed record GroupFailed(GroupId GroupId, string Why) : OrderCommand;

    /// <summary>WeChat says how a refund stands.</summary>
    internal sealed record TakeRefundReport(RefundReport Report) : OrderCommand;

    /// <summary>An operator starts a stuck refund again.</summary>
    internal sealed record RetryRefund(RefundId RefundId) : OrderCommand;

    /// <summary>WeChat took an abnormal refund on again, another way.</summary>
    /// <param name="Applications">How often that had been done before.</param>
    internal sealed record RefundSentAnotherWay(RefundId RefundId, int Applications) : OrderCommand;

    /// <summary>Goods leave, all that can or some lines.</summary>
    internal sealed record Ship(string Carrier, string TrackingNo, IReadOnlyList<ShippedLine>? Lines, ShippingOptions Rules) : OrderCommand;

    /// <summary>WeChat says when it pays the shop.</summary>
    internal sealed record SettlementTold(Settlement Settlement) : OrderCommand;

    /// <summary>A carrier says where a parcel is.</summary>
    internal sealed record TrackTold(string TrackingNo, IReadOnlyList<TrackStep> Steps) : OrderCommand;

    /// <summary>WeChat took the information about so many parcels.</summary>
    /// <param name="IsAll">Whether it was told that nothing more will be sent.</param>
    internal sealed record ShippingReported(int Parcels, bool IsAll) : OrderCommand;

    /// <summary>The shopper has the goods.</summary>
    internal sealed record Receive : OrderCommand;

    /// <summary>The time to confirm receipt is over.</summary>
    internal sealed record ReceiptDue : OrderCommand;

    /// <summary>The time to ship is over.</summary>
    internal sealed record ShippingDue : OrderCommand;

    /// <summary>A shopper asks for money back, or for other goods.</summary>
    internal sealed record RequestAfterSale(string Key, string BodyHash, AfterSaleWish Wish, AfterSaleOptions Rules, ShippingOptions Shipping) : OrderCommand;

    internal sealed record ApproveAfterSale(RefundId RefundId, AfterSaleOptions Rules) : OrderCommand;

    internal sealed record RejectAfterSale(RefundId RefundId, string Why) : OrderCommand;

    /// <param name="Overdue">True when the time to send the goods back ran out, false when the shopper says so.</param>
    internal sealed record WithdrawAfterSale(RefundId RefundId, bool Overdue) : OrderCommand;

    /// <summary>The shopper sent the goods back.</summary>
    internal sealed record SendBack(RefundId RefundId, string Carrier, string TrackingNo, AfterSaleOptions Rules) : OrderCommand;

    /// <summary>The goods that came back are as they should be.</summary>
    /// <param name="Restock">Whether they can be sold again.</param>
    /// <param name="ExchangeOrderId">The id that an exchange's order gets.</param>
    internal sealed record InspectReturn(RefundId RefundId, bool Restock, OrderId ExchangeOrderId) : OrderCommand;

    /// <summary>An exchange's order is placed.</summary>
    internal sealed record ExchangePlaced(RefundId RefundId) : OrderCommand;
}
