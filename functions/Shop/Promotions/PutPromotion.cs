using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.LiveSets;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Promotions;

/// <summary>Makes a price rule of the shop, or changes it (满减, 满折, 会员价). Orders that are placed keep what came off them.</summary>
internal sealed class PutPromotion(PromotionSet promotions)
{
    /// <summary>How many rules may run at one time: which of them come off an order is found by looking at all combinations.</summary>
    public const int MostAtOnce = 6;

    private static readonly Rules Validator = new();

    [Function(nameof(PutPromotion))]
    [Operator]
    [Answer<PromotionView>(200, "The rule as it is now", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/ops/promotions/{promotionId}")] HttpRequest http,
        string promotionId,
        CancellationToken cancellation) =>
        http.HandleAsync<Request, PromotionView>(Validator, request => HandleAsync(promotionId, request, cancellation));

    private async Task<Result<PromotionView>> HandleAsync(string promotionId, Request request, CancellationToken cancellation)
    {
        if (!PromotionId.TryParse(promotionId, out var id))
            return Problem.Malformed("promotionId", CatalogId.Rule);

        var promotion = request.ToPromotion(id);
        return (await promotions.PutAsync(id.Value, others => Decide(promotion, others), cancellation)).Map(PromotionView.Of);
    }

    private static Result<LiveSetChange<Promotion>> Decide(Promotion promotion, PromotionSnapshot others) =>
        others.All.Count(p => p.PromotionId != promotion.PromotionId && p.RunsWith(promotion)) >= MostAtOnce
            ? Problem.Conflict("TOO_MANY_PROMOTIONS", $"At most {MostAtOnce} rules run at the same time; pause one, or choose another period.")
            : new LiveSetChange<Promotion>(promotion);

    /// <param name="Scope">Of Tiers; everything unless given.</param>
    /// <param name="Tiers">Of Tiers: from the lowest on; the last one that is reached counts.</param>
    /// <param name="Prices">Of MemberPrices.</param>
    /// <param name="StacksWith">
    /// MemberPrice, Promotion, Coupon: what may come off the same goods, too; each of two has to say so. Everything of another kind unless given.
    /// </param>
    internal sealed record Request(
        PromotionKind? Kind,
        string? Title,
        DateTimeOffset? From,
        DateTimeOffset? Until,
        bool? Paused,
        ScopeRequest? Scope,
        IReadOnlyList<TierRequest>? Tiers,
        IReadOnlyList<PriceRequest>? Prices,
        IReadOnlyList<DiscountKind>? StacksWith)
    {
        public Promotion ToPromotion(PromotionId id) => new()
        {
            PromotionId = id,
            Kind = Kind ?? default,
            Title = Title ?? "",
            From = (From ?? default).ToUniversalTime(),
            Until = (Until ?? default).ToUniversalTime(),
            Paused = Paused ?? false,
            Scope = Scope?.ToScope() ?? DiscountScope.Everything,
            Tiers = [.. (Tiers ?? []).Select(t => new Tier(new Fen(t.FromFen ?? 0), t.FromPieces ?? 0, ((IReductionRequest)t).ToReduction()))],
            Prices = [.. (Prices ?? []).Select(p => new MemberPrice(SkuId.TryParse(p.SkuId, out var sku) ? sku : default, new Fen(p.PriceFen)))],
            StacksWith = StacksWith ?? (Kind == PromotionKind.MemberPrices ? [DiscountKind.Promotion, DiscountKind.Coupon] : [DiscountKind.MemberPrice, DiscountKind.Coupon]),
        };
    }

    /// <param name="FromFen">What the goods cost together, at least.</param>
    /// <param name="FromPieces">How many pieces of them, at least.</param>
    internal sealed record TierRequest(long? FromFen, int? FromPieces, ReductionKind? Kind, long? AmountFen, int? PercentOff, long? MostFen) : IReductionRequest;

    internal sealed record PriceRequest(string? SkuId, long PriceFen);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(r => r.Kind).NotNull();
            RuleFor(r => r.Title).NotEmpty().MaximumLength(32);
            RuleFor(r => r.From).Must(PromotionRules.IsInstant).WithMessage(PromotionRules.InstantRule);
            RuleFor(r => r.Until).Must(PromotionRules.IsInstant).WithMessage(PromotionRules.InstantRule);
            RuleFor(r => r.Until).GreaterThan(r => r.From).WithMessage("It ends after it begins.");
            RuleFor(r => r.Scope ?? new ScopeRequest(null, null)).SetValidator(new ScopeRules()).OverridePropertyName("Scope");
            RuleFor(r => r.Scope).Null().When(r => r.Kind == PromotionKind.MemberPrices).WithMessage("Member prices name their SKUs.");
            RuleFor(r => r.StacksWith).Must(PromotionRules.IsSet).WithMessage("The same kind stands twice.");
            RuleFor(r => r.StacksWith).Must(s => s?.Contains(DiscountKind.MemberPrice) != true).When(r => r.Kind == PromotionKind.MemberPrices)
                .WithMessage("A SKU has one member price.");
            RuleFor(r => r.Tiers).Must(t => t is { Count: >= 1 and <= 5 }).When(r => r.Kind == PromotionKind.Tiers).WithMessage("1 to 5 tiers.");
            RuleFor(r => r.Tiers).Must(t => t is null or []).When(r => r.Kind == PromotionKind.MemberPrices).WithMessage("Member prices have no tiers.");
            RuleForEach(r => r.Tiers).NotNull().SetValidator(new TierRules());
            RuleFor(r => r.Tiers).Must(Rise).WithMessage("Each tier asks for more than the one before, and of the same kind.");
            RuleFor(r => r.Prices).Must(p => p is { Count: >= 1 and <= 200 }).When(r => r.Kind == PromotionKind.MemberPrices).WithMessage("1 to 200 prices.");
            RuleFor(r => r.Prices).Must(p => p is null or []).When(r => r.Kind == PromotionKind.Tiers).WithMessage("Tiers have no prices.");
            RuleFor(r => r.Prices).Must(p => p is null || p.DistinctBy(x => x?.SkuId, StringComparer.Ordinal).Count() == p.Count).WithMessage("The same SKU stands twice.");
            RuleForEach(r => r.Prices).NotNull().ChildRules(price =>
            {
                price.RuleFor(p => p.SkuId).Must(CatalogId.Looks).WithMessage(CatalogId.Rule);
                price.RuleFor(p => p.PriceFen).InclusiveBetween(1, ReductionRules.MostFen);
            });
        }

        private static bool Rise(IReadOnlyList<TierRequest>? tiers) => tiers is null || tiers.Contains(null!) || tiers.Zip(tiers.Skip(1)).All(pair =>
            pair.Second.FromFen.GetValueOrDefault() >= pair.First.FromFen.GetValueOrDefault()
            && pair.Second.FromPieces.GetValueOrDefault() >= pair.First.FromPieces.GetValueOrDefault()
            && (pair.Second.FromFen, pair.Second.FromPieces) != (pair.First.FromFen, pair.First.FromPieces)
            && pair.Second.Kind == pair.First.Kind);
    }

    private sealed class TierRules : AbstractValidator<TierRequest>
    {
        public TierRules()
        {
            RuleFor(t => t.FromFen).InclusiveBetween(1, ReductionRules.MostFen);
            RuleFor(t => t.FromPieces).InclusiveBetween(1, 9999);
            RuleFor(t => t.FromFen).NotNull().When(t => t.FromPieces is null).WithMessage("Give fromFen or fromPieces.");
            RuleFor(t => t.AmountFen).LessThan(t => t.FromFen).When(t => t.FromFen is not null && t.Kind == ReductionKind.AmountOff)
                .WithMessage("Less comes off than the goods cost.");
            this.AddReduction();
        }
    }
}
