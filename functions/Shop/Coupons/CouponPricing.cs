using System.Numerics;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Promotions;

namespace WeCommerce.Shop.Coupons;

/// <summary>What coupons do to the price of a basket. A coupon with which the order costs no less than without is not spent.</summary>
internal static class CouponPricing
{
    /// <summary>How many coupons may be in one order.</summary>
    public const int MostOfAnOrder = 3;

    /// <summary>Of so many coupons, all combinations are looked at.</summary>
    private const int MostCombined = 8;

    /// <summary>The price with all of these coupons; or why one of them cannot be used.</summary>
    public static Result<BasketPrice> PriceWith(Basket basket, IReadOnlyList<DiscountRule> rules, IReadOnlyList<Coupon> coupons, DateTimeOffset now)
    {
        foreach (var coupon in coupons)
        {
            if (coupon.ObstacleAt(now) is { } obstacle)
                return CouponProblems.NotUsable(coupon.CouponId, obstacle);
        }
        var price = BestPrice.Of(basket, rules, [.. coupons.Select(c => c.Rule)]);
        foreach (var coupon in coupons)
        {
            var without = BestPrice.Of(basket, rules, [.. coupons.Where(c => c != coupon).Select(c => c.Rule)]);
            if (price is not null && (without is null || price.TotalFen < without.TotalFen))
                continue;

            var alone = Look(basket, rules, coupon, now, BestPrice.Of(basket, rules) ?? throw new InvalidOperationException("Goods without coupons have a price."));
            return CouponProblems.NotUsable(coupon.CouponId, alone.Reason ?? CouponObstacle.NotStacking);
        }
        return price ?? throw new InvalidOperationException("Coupons that can be used give a price.");
    }

    /// <summary>What each of a member's coupons would do, and the best that some of them can do together.</summary>
    public static CouponAdvice Advise(Basket basket, IReadOnlyList<DiscountRule> rules, IReadOnlyList<Coupon> coupons, DateTimeOffset now)
    {
        var without = BestPrice.Of(basket, rules) ?? throw new InvalidOperationException("Goods without coupons have a price.");
        var choices = coupons.Select(c => (Coupon: c, Choice: Look(basket, rules, c, now, without))).OrderByDescending(c => c.Choice.SavingFen).ToList();
        var usable = choices.Where(c => c.Choice.IsUsable).ToList();
        var best = usable is [var first, ..] ? new CouponCombination([first.Coupon.CouponId], first.Choice.SavingFen) : null;
        var stacking = usable.Select(c => c.Coupon).Where(c => c.Terms.StacksWith.Contains(DiscountKind.Coupon)).Take(MostCombined).ToList();
        foreach (var some in Combinations(stacking))
        {
            if (PriceWith(basket, rules, some, now) is { Problem: null, Value: var price } && without.TotalFen - price.TotalFen is var saving && saving > best?.SavingFen)
                best = new([.. some.Select(c => c.CouponId)], saving);
        }
        return new([.. choices.Select(c => c.Choice)], best);
    }

    private static CouponChoice Look(Basket basket, IReadOnlyList<DiscountRule> rules, Coupon coupon, DateTimeOffset now, BasketPrice without)
    {
        var (rule, terms) = (coupon.Rule, CouponTermsView.Of(coupon.Terms));
        if (coupon.ObstacleAt(now) is { } obstacle)
            return new(coupon.CouponId, coupon.OfferId, terms, coupon.ValidUntil, Fen.Zero, obstacle);
        if (BestPrice.Of(basket, rules, rule) is { } price)
        {
            return price.TotalFen < without.TotalFen
                ? new(coupon.CouponId, coupon.OfferId, terms, coupon.ValidUntil, without.TotalFen - price.TotalFen, null)
                : new(coupon.CouponId, coupon.OfferId, terms, coupon.ValidUntil, Fen.Zero, CouponObstacle.SavesNothing);
        }

        // Without any rule of the shop the goods are worth most; one that is not reached then is reached never.
        var worth = Fen.Sum(basket.Lines.Where((line, n) => rule.Covers(line, basket.Categories[n])).Select(line => line.PriceFen * line.Quantity));
        var missing = coupon.Terms.ThresholdFen > worth ? coupon.Terms.ThresholdFen - worth : Fen.Zero;
        var why = worth == Fen.Zero ? CouponObstacle.OutOfScope : missing > Fen.Zero ? CouponObstacle.BelowThreshold : CouponObstacle.SavesNothing;
        return new(coupon.CouponId, coupon.OfferId, terms, coupon.ValidUntil, Fen.Zero, why, why == CouponObstacle.BelowThreshold ? missing : null);
    }

    // Two or three of them; one alone was looked at already.
    private static IEnumerable<IReadOnlyList<Coupon>> Combinations(List<Coupon> coupons)
    {
        for (var chosen = 0u; chosen < 1u << coupons.Count; chosen++)
        {
            if (BitOperations.PopCount(chosen) is >= 2 and <= MostOfAnOrder)
                yield return [.. coupons.Where((_, n) => (chosen & (1u << n)) != 0)];
        }
    }
}

/// <summary>What a preview says about the member's coupons.</summary>
/// <param name="Coupons">Those that are not used, the one that saves most first.</param>
/// <param name="Best">The combination with which the order costs least; null where none saves anything.</param>
internal sealed record CouponAdvice(IReadOnlyList<CouponChoice> Coupons, CouponCombination? Best);

/// <param name="SavingFen">How much less the order would cost with this coupon alone.</param>
/// <param name="Reason">Why it cannot be used; null when it can.</param>
/// <param name="MissingFen">How much more the goods in scope would have to cost.</param>
internal sealed record CouponChoice(
    CouponId CouponId, CouponOfferId OfferId, CouponTermsView Terms, DateTimeOffset ValidUntil, Fen SavingFen, CouponObstacle? Reason, Fen? MissingFen = null)
{
    public bool IsUsable => Reason is null;
}

/// <param name="SavingFen">How much less the order costs with them.</param>
internal sealed record CouponCombination(IReadOnlyList<CouponId> CouponIds, Fen SavingFen);
