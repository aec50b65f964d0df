using WeCommerce.Shop.GroupBuys;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Promotions;

namespace WeCommerce.Shop.Coupons;

/// <summary>How far a coupon is, as it is stored.</summary>
internal enum CouponStage
{
    /// <summary>Claimed and not counted yet: nobody sees it.</summary>
    Asked,

    /// <summary>There was none left: nobody sees it.</summary>
    Refused,

    Unused,
    InUse,
    Used,
}

/// <summary>What a member sees of a coupon. Expired is what time makes of an unused one.</summary>
internal enum CouponStatus
{
    /// <summary>未使用.</summary>
    Unused,

    /// <summary>使用中: on an unpaid order.</summary>
    InUse,

    /// <summary>已使用.</summary>
    Used,

    /// <summary>已过期.</summary>
    Expired,
}

/// <summary>A member's coupon (优惠券), with the terms that it was issued with.</summary>
internal sealed record Coupon
{
    public required CouponId CouponId { get; init; }

    public required CouponOfferId OfferId { get; init; }

    public required string MerchantId { get; init; }

    public required CouponTerms Terms { get; init; }

    public required CouponStage Stage { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ValidFrom { get; init; }

    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>The order that it is on, or was used for.</summary>
    public OrderId? OrderId { get; init; }

    public DateTimeOffset? UsedAt { get; init; }

    public bool IsIssued => Stage is not (CouponStage.Asked or CouponStage.Refused);

    public DiscountRule Rule => Terms.RuleOf(CouponId);

    public CouponStatus StatusAt(DateTimeOffset now) => Stage switch
    {
        CouponStage.InUse => CouponStatus.InUse,
        CouponStage.Used => CouponStatus.Used,
        _ => now < ValidUntil ? CouponStatus.Unused : CouponStatus.Expired,
    };

    /// <summary>Why it cannot be used at this moment, whatever is bought; null when it can.</summary>
    public CouponObstacle? ObstacleAt(DateTimeOffset now) => this switch
    {
        { Stage: CouponStage.InUse } => CouponObstacle.InUse,
        { Stage: CouponStage.Used } => CouponObstacle.Used,
        _ when now >= ValidUntil => CouponObstacle.Expired,
        _ when now < ValidFrom => CouponObstacle.NotYetValid,
        _ => null,
    };

    /// <summary>Spent with an order: the same commit writes both.</summary>
    public Coupon SpentFor(OrderId order) => this with { Stage = CouponStage.InUse, OrderId = order };

    /// <summary>Goes on as its order did. Of an order that it is not on, or no longer, it knows nothing.</summary>
    public Coupon Following(Order order, DateTimeOffset now) => this switch
    {
        _ when OrderId != order.OrderId => this,
        // A group that did not come about is no fault of the shopper's.
        _ when order.Status == OrderStatus.Cancelled || order.GroupBuy?.State == GroupBuyState.Failed => GivenBack(now),
        _ when order.Status == OrderStatus.Closed && RefundedAt(order) is { } at && Terms.ReturnOnRefund && (at < ValidUntil || Terms.ExtendDays > 0) => GivenBack(at),
        { Stage: CouponStage.InUse } when order.Payment is { } payment => this with { Stage = CouponStage.Used, UsedAt = payment.At },
        _ => this,
    };

    private Coupon GivenBack(DateTimeOffset at) => this with
    {
        Stage = CouponStage.Unused,
        OrderId = null,
        UsedAt = null,
        ValidUntil = at >= ValidUntil && Terms.ExtendDays > 0 ? at.AddDays(Terms.ExtendDays) : ValidUntil,
    };

    // A payment that the order could not take goes back, too: that is no refund of goods.
    private static DateTimeOffset? RefundedAt(Order order) => order.Refunds.Where(r => r.TransactionId == order.Payment?.TransactionId).Max(r => r.SucceededAt);
}

/// <summary>Why a coupon does not come off an order.</summary>
internal enum CouponObstacle
{
    /// <summary>使用中: on another order.</summary>
    InUse,

    Used,
    Expired,

    /// <summary>未到使用时间.</summary>
    NotYetValid,

    /// <summary>不含可用商品.</summary>
    OutOfScope,

    /// <summary>未满使用门槛.</summary>
    BelowThreshold,

    /// <summary>不可与所选优惠券同时使用.</summary>
    NotStacking,

    /// <summary>With it the order costs no less than without: what it does not stack with takes as much off, or there is no freight.</summary>
    SavesNothing,
}
