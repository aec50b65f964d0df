using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Coupons;

/// <summary>What can stand in a coupon's way.</summary>
internal static class CouponProblems
{
    public static Problem OfferNotFound { get; } = Problem.NotFound("COUPON_OFFER_NOT_FOUND", "There is no such offer.");

    public static Problem GrantNotFound { get; } = Problem.NotFound("COUPON_GRANT_NOT_FOUND", "There is no such grant.");

    /// <summary>Not begun, over, or paused.</summary>
    public static Problem NotOpen { get; } = Problem.Conflict("COUPON_OFFER_NOT_OPEN", "No coupons of this offer can be had now.");

    public static Problem SoldOut { get; } = Problem.Conflict("COUPONS_GONE", "No coupon of this offer is left.");

    public static Problem TakesNoCoupons { get; } = Problem.Invalid("couponIds", "What is sold in this way takes no coupons.");

    public static Problem LimitReached(int most) => Problem.Conflict("COUPON_LIMIT_REACHED", $"One member may claim {most}.") with
    {
        More = new Dictionary<string, object>(StringComparer.Ordinal) { ["limit"] = most },
    };

    /// <summary>Somebody else's coupon looks exactly like one that does not exist.</summary>
    public static Problem NotTheirs(int n) => Problem.Invalid($"couponIds[{n}]", "The member has no such coupon.");

    public static Problem NotUsable(CouponId coupon, CouponObstacle why) => Problem.Conflict("COUPON_NOT_USABLE", $"The coupon cannot be used: {why}.") with
    {
        More = new Dictionary<string, object>(StringComparer.Ordinal) { ["couponId"] = coupon.Value, ["reason"] = why.ToString() },
    };
}
