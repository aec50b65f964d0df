using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.LiveSets;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Promotions;

namespace WeCommerce.Shop.Coupons;

/// <summary>Makes an offer of coupons, or changes it. What is issued keeps its terms; the quantity only grows: to end an offer, end its time or pause it.</summary>
internal sealed class PutCouponOffer(CouponOffers offers, CouponCounter counter)
{
    private static readonly Rules Validator = new();

    [Function(nameof(PutCouponOffer))]
    [Operator]
    [Answer<CouponOfferView>(200, "The offer as it is now", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/ops/coupon-offers/{offerId}")] HttpRequest http,
        string offerId,
        CancellationToken cancellation) =>
        http.HandleAsync<Request, CouponOfferView>(Validator, request => HandleAsync(http.Session().MemberId, offerId, request, cancellation));

    private async Task<Result<CouponOfferView>> HandleAsync(MemberId by, string offerId, Request request, CancellationToken cancellation)
    {
        if (!CouponOfferId.TryParse(offerId, out var id))
            return Problem.Malformed("offerId", CatalogId.Rule);

        CouponsAdded? added = null;
        var put = await offers.PutAsync(
            id.Value,
            others =>
            {
                var change = Decide(request.ToOffer(id), others.Find(id), by);
                added = change.Problem is null ? change.Value.Effects.OfType<CouponsAdded>().SingleOrDefault() : null;
                return change;
            },
            cancellation);
        // Whoever sees the offer finds its coupons there; the effect adds them if this comes to no end.
        if (put.Problem is null && added is not null)
            await counter.AddAsync(added);
        return put.Map(CouponOfferView.Of);
    }

    private static Result<LiveSetChange<CouponOffer>> Decide(CouponOffer offer, CouponOffer? before, MemberId by)
    {
        var more = offer.Quantity - (before?.Quantity ?? 0);
        if (more < 0)
            return Problem.Conflict("COUPONS_OFFERED", $"{before?.Quantity} coupons are offered already; end the offer instead, or pause it.");

        offer = offer with { Additions = before?.Additions ?? 0 };
        return more == 0
            ? new LiveSetChange<CouponOffer>(offer)
            : new LiveSetChange<CouponOffer>(offer with { Additions = offer.Additions + 1 }, new CouponsAdded(offer.OfferId, offer.Additions + 1, more, by));
    }

    /// <param name="Channel">Link 领取, Newcomer 新人券, Grant 定向发放, Follow 关注有礼.</param>
    /// <param name="Kind">AmountOff 满减, PercentOff 折扣, FreeFreight 包邮.</param>
    /// <param name="PercentOff">1 to 99: 20 is 8折.</param>
    /// <param name="ThresholdFen">What the goods in scope have to cost; nothing unless given.</param>
    /// <param name="Scope">Everything unless given.</param>
    /// <param name="StacksWith">
    /// MemberPrice, Promotion, Coupon: what may come off the same goods, too; with Coupon, other coupons may be in the same order. Each of two has to say so.
    /// MemberPrice and Promotion unless given.
    /// </param>
    /// <param name="PerMember">How many one member may claim; 1 unless given.</param>
    /// <param name="ValidUntil">The end of its coupons; or <paramref name="ValidDays"/> from the issue of each.</param>
    /// <param name="ReturnOnRefund">Whether a coupon is given back when its order is refunded in full: yes unless said otherwise.</param>
    /// <param name="ExtendDays">For how many days a coupon that is given back too late is good anew; 0 unless given.</param>
    internal sealed record Request(
        CouponChannel? Channel,
        string? Title,
        string? Description,
        ReductionKind? Kind,
        long? AmountFen,
        int? PercentOff,
        long? MostFen,
        long? ThresholdFen,
        ScopeRequest? Scope,
        IReadOnlyList<DiscountKind>? StacksWith,
        int? Quantity,
        int? PerMember,
        DateTimeOffset? ClaimFrom,
        DateTimeOffset? ClaimUntil,
        DateTimeOffset? ValidFrom,
        DateTimeOffset? ValidUntil,
        int? ValidDays,
        bool? ReturnOnRefund,
        int? ExtendDays,
        bool? Paused) : IReductionRequest
    {
        public CouponOffer ToOffer(CouponOfferId id) => new()
        {
            OfferId = id,
            Channel = Channel ?? default,
            Terms = new CouponTerms(
                Title ?? "", ((IReductionRequest)this).ToReduction(), new Fen(ThresholdFen ?? 0), Scope?.ToScope() ?? DiscountScope.Everything,
                StacksWith ?? [DiscountKind.MemberPrice, DiscountKind.Promotion], ReturnOnRefund ?? true, ExtendDays ?? 0),
            Description = Description ?? "",
            Quantity = Quantity ?? 0,
            PerMember = PerMember ?? 1,
            ClaimFrom = (ClaimFrom ?? default).ToUniversalTime(),
            ClaimUntil = (ClaimUntil ?? default).ToUniversalTime(),
            ValidFrom = ValidFrom?.ToUniversalTime(),
            ValidUntil = ValidUntil?.ToUniversalTime(),
            ValidDays = ValidDays,
            Paused = Paused ?? false,
        };
    }

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(r => r.Channel).NotNull();
            RuleFor(r => r.Title).NotEmpty().MaximumLength(32);
            RuleFor(r => r.Description).MaximumLength(500);
            this.AddReduction();
            RuleFor(r => r.ThresholdFen).InclusiveBetween(0, ReductionRules.MostFen);
            RuleFor(r => r.Scope ?? new ScopeRequest(null, null)).SetValidator(new ScopeRules()).OverridePropertyName("Scope");
            RuleFor(r => r.StacksWith).Must(PromotionRules.IsSet).WithMessage("The same kind stands twice.");
            RuleFor(r => r.Quantity).NotNull().InclusiveBetween(1, Stock.StockLevel.MostOnHand);
            RuleFor(r => r.PerMember).InclusiveBetween(1, 100);
            RuleFor(r => r.ClaimFrom).Must(PromotionRules.IsInstant).WithMessage(PromotionRules.InstantRule);
            RuleFor(r => r.ClaimUntil).Must(PromotionRules.IsInstant).WithMessage(PromotionRules.InstantRule);
            RuleFor(r => r.ClaimUntil).GreaterThan(r => r.ClaimFrom).WithMessage("It ends after it begins.");
            RuleFor(r => r.ValidFrom).Must(PromotionRules.IsInstant).When(r => r.ValidFrom is not null).WithMessage(PromotionRules.InstantRule);
            RuleFor(r => r.ValidUntil).Must(PromotionRules.IsInstant).When(r => r.ValidUntil is not null).WithMessage(PromotionRules.InstantRule);
            RuleFor(r => r.ValidUntil).GreaterThan(r => r.ValidFrom).When(r => r.ValidFrom is not null && r.ValidUntil is not null).WithMessage("It ends after it begins.");
            RuleFor(r => r.ValidDays).InclusiveBetween(1, 3650);
            RuleFor(r => r.ValidDays).Must((r, days) => days is null != r.ValidUntil is null).WithMessage("Give validUntil or validDays.");
            RuleFor(r => r.ValidFrom).Null().When(r => r.ValidDays is not null).WithMessage("Days count from the issue of each coupon.");
            RuleFor(r => r.ExtendDays).InclusiveBetween(0, 365);
        }
    }
}
