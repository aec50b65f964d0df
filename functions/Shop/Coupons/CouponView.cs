using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Promotions;

namespace WeCommerce.Shop.Coupons;

/// <summary>What a coupon is good for, as people read it.</summary>
/// <param name="Kind">AmountOff 满减, PercentOff 折扣, FreeFreight 包邮.</param>
/// <param name="PercentOff">20 is 8折.</param>
/// <param name="ThresholdFen">What the goods in scope have to cost; 0 for none.</param>
/// <param name="Scope">Categories and products; all where it names none.</param>
/// <param name="StacksWith">What may come off the same goods; each of two has to say so.</param>
internal sealed record CouponTermsView(
    string Title,
    ReductionKind Kind,
    Fen? AmountFen,
    int? PercentOff,
    Fen? MostFen,
    Fen ThresholdFen,
    DiscountScope Scope,
    IReadOnlyList<DiscountKind> StacksWith,
    bool ReturnOnRefund,
    int ExtendDays)
{
    public static CouponTermsView Of(CouponTerms terms) => new(
        terms.Title,
        terms.Reduction.Kind,
        terms.Reduction.Kind == ReductionKind.AmountOff ? terms.Reduction.AmountFen : null,
        terms.Reduction.Kind == ReductionKind.PercentOff ? terms.Reduction.PercentOff : null,
        terms.Reduction.MostFen,
        terms.ThresholdFen,
        terms.Scope,
        terms.StacksWith,
        terms.ReturnOnRefund,
        terms.ExtendDays);
}

/// <summary>A coupon as its member sees it.</summary>
/// <param name="OrderId">The order that it is on, or was used for.</param>
internal sealed record CouponView(
    CouponId CouponId,
    CouponOfferId OfferId,
    CouponStatus Status,
    CouponTermsView Terms,
    DateTimeOffset IssuedAt,
    DateTimeOffset ValidFrom,
    DateTimeOffset ValidUntil,
    OrderId? OrderId,
    DateTimeOffset? UsedAt)
{
    public static CouponView Of(Coupon coupon, DateTimeOffset now) => new(
        coupon.CouponId, coupon.OfferId, coupon.StatusAt(now), CouponTermsView.Of(coupon.Terms),
        coupon.IssuedAt, coupon.ValidFrom, coupon.ValidUntil, coupon.OrderId, coupon.UsedAt);
}

/// <summary>An offer as members and operators see it.</summary>
/// <param name="PerMember">How many one member may claim.</param>
/// <param name="ValidDays">Days from its issue on for which a coupon is good, where there is no <paramref name="ValidUntil"/>.</param>
internal sealed record CouponOfferView(
    CouponOfferId OfferId,
    CouponChannel Channel,
    CouponTermsView Terms,
    string Description,
    int Quantity,
    int PerMember,
    DateTimeOffset ClaimFrom,
    DateTimeOffset ClaimUntil,
    DateTimeOffset? ValidFrom,
    DateTimeOffset? ValidUntil,
    int? ValidDays,
    bool Paused)
{
    public static CouponOfferView Of(CouponOffer offer) => new(
        offer.OfferId, offer.Channel, CouponTermsView.Of(offer.Terms), offer.Description, offer.Quantity, offer.PerMember,
        offer.ClaimFrom, offer.ClaimUntil, offer.ValidFrom, offer.ValidUntil, offer.ValidDays, offer.Paused);
}
