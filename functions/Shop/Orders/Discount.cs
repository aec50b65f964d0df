using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Orders;

/// <summary>Which fen came off an order for which reason (优惠明细).</summary>
/// <param name="Reference">The coupon's, rule's or level's id.</param>
/// <param name="Title">For the shopper, in Chinese.</param>
/// <param name="LinesFen">What came off each line, in the order of the lines.</param>
/// <param name="FreightFen">What came off the freight.</param>
internal sealed record Discount(DiscountKind Kind, string Reference, string Title, IReadOnlyList<Fen> LinesFen, Fen FreightFen)
{
    public Fen AmountFen => Fen.Sum(LinesFen) + FreightFen;
}

internal enum DiscountKind
{
    /// <summary>会员价.</summary>
    MemberPrice,

    /// <summary>满减, 满折: a rule of the shop.</summary>
    Promotion,

    /// <summary>优惠券.</summary>
    Coupon,
}
