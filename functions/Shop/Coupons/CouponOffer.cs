using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.LiveSets;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Promotions;
using WeCommerce.Shop.Stock;

namespace WeCommerce.Shop.Coupons;

/// <summary>What a coupon is good for. Each coupon carries a copy: an offer that changes changes none that is issued.</summary>
/// <param name="Title">For the shopper.</param>
/// <param name="ThresholdFen">What the goods in scope have to cost (使用门槛); 0 for none.</param>
/// <param name="StacksWith">The kinds that may come off the same goods; with Coupon among them, other coupons may be in the same order.</param>
/// <param name="ReturnOnRefund">Whether it is given back when its order is refunded in full.</param>
/// <param name="ExtendDays">For how many days one that is given back too late is good anew; 0 for not at all.</param>
internal sealed record CouponTerms(
    string Title, Reduction Reduction, Fen ThresholdFen, DiscountScope Scope, IReadOnlyList<DiscountKind> StacksWith, bool ReturnOnRefund, int ExtendDays)
{
    public DiscountRule RuleOf(CouponId coupon) =>
        new(DiscountKind.Coupon, coupon.Value, Title, Scope, StacksWith) { Tiers = [new Tier(ThresholdFen, 0, Reduction)] };
}

/// <summary>How coupons of an offer come to members. Operators can grant those of any offer.</summary>
internal enum CouponChannel
{
    /// <summary>领取: whoever finds the offer claims one.</summary>
    Link,

    /// <summary>新人券: given with the first login.</summary>
    Newcomer,

    /// <summary>定向发放: only by operators.</summary>
    Grant,

    /// <summary>关注有礼: given to who follows an official account, once for ever.</summary>
    Follow,
}

/// <summary>An offer of coupons (优惠券批次).</summary>
internal sealed record CouponOffer
{
    public required CouponOfferId OfferId { get; init; }

    public string MerchantId { get; init; } = Product.OwnMerchant;

    public required CouponChannel Channel { get; init; }

    public required CouponTerms Terms { get; init; }

    public string Description { get; init; } = "";

    /// <summary>How many there are in all; it only grows.</summary>
    public required int Quantity { get; init; }

    /// <summary>How often the quantity was set: what keeps each addition apart.</summary>
    public int Additions { get; init; }

    /// <summary>How many one member may claim; what is given comes on top.</summary>
    public required int PerMember { get; init; }

    public required DateTimeOffset ClaimFrom { get; init; }

    public required DateTimeOffset ClaimUntil { get; init; }

    /// <summary>When its coupons can be used; from their issue on where not said.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>For how many days from its issue on, where there is no <see cref="ValidUntil"/>.</summary>
    public int? ValidDays { get; init; }

    public bool Paused { get; init; }

    /// <summary>Where its coupons are counted: what is on hand there is left. Its own place, beside all stock: no activity's pool is called so.</summary>
    public StockPlace Place => PlaceOf(OfferId);

    public static StockPlace PlaceOf(CouponOfferId offer) =>
        SkuId.TryParse(offer.Value, out var same) ? new StockPlace(same, "coupons") : throw new InvalidOperationException("An offer without a name.");

    /// <summary>Whether coupons of it can be issued, to whomever.</summary>
    public bool IsGivable(DateTimeOffset now) => !Paused && !(ValidUntil <= now);

    public bool IsOpen(DateTimeOffset now) => IsGivable(now) && ClaimFrom <= now && now < ClaimUntil;

    public Coupon Issue(CouponId id, DateTimeOffset at) => new()
    {
        CouponId = id,
        OfferId = OfferId,
        MerchantId = MerchantId,
        Terms = Terms,
        Stage = CouponStage.Unused,
        IssuedAt = at,
        ValidFrom = ValidFrom ?? at,
        ValidUntil = ValidUntil ?? at.AddDays(ValidDays ?? 0),
    };
}

/// <summary>The offers as they were at one moment, by id.</summary>
internal sealed record CouponOfferSnapshot(IReadOnlyList<CouponOffer> All)
{
    public CouponOffer? Find(CouponOfferId id) => All.FirstOrDefault(o => o.OfferId == id);
}

/// <summary>The shop's offers of coupons.</summary>
internal sealed class CouponOffers(LiveSetTools tools)
    : LiveSet<CouponOffer, CouponOfferSnapshot>(new(Tables.CouponOffers, "offer"), static all => new CouponOfferSnapshot(all), tools)
{
    /// <summary>An offer; one that another instance put in a moment ago, too.</summary>
    public async Task<CouponOffer?> FindAsync(CouponOfferId id, CancellationToken cancellation) =>
        (await GetAsync(cancellation)).Find(id) ?? (await ReadAsync(cancellation)).Find(id);
}
