using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Promotions;

/// <summary>A price rule as operators see it: in the form in which they put it in.</summary>
internal sealed record PromotionView(
    PromotionId PromotionId,
    PromotionKind Kind,
    string Title,
    DateTimeOffset From,
    DateTimeOffset Until,
    bool Paused,
    DiscountScope Scope,
    IReadOnlyList<TierView> Tiers,
    IReadOnlyList<MemberPrice> Prices,
    IReadOnlyList<DiscountKind> StacksWith)
{
    public static PromotionView Of(Promotion promotion) => new(
        promotion.PromotionId, promotion.Kind, promotion.Title, promotion.From, promotion.Until, promotion.Paused, promotion.Scope,
        [.. promotion.Tiers.Select(TierView.Of)], promotion.Prices, promotion.StacksWith);
}

/// <param name="PercentOff">20 is 8折.</param>
internal sealed record TierView(Fen FromFen, int FromPieces, ReductionKind Kind, Fen? AmountFen, int? PercentOff, Fen? MostFen)
{
    public static TierView Of(Tier tier) => new(
        tier.FromFen,
        tier.FromPieces,
        tier.Reduction.Kind,
        tier.Reduction.Kind == ReductionKind.AmountOff ? tier.Reduction.AmountFen : null,
        tier.Reduction.Kind == ReductionKind.PercentOff ? tier.Reduction.PercentOff : null,
        tier.Reduction.MostFen);
}
