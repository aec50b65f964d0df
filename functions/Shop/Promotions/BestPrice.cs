using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Promotions;

/// <summary>
/// Which rules of the shop come off where not all can: those with which the order costs least. All combinations are looked at (there are never many
/// rules at once); where two cost the same, the one with more of them.
/// </summary>
internal static class BestPrice
{
    /// <param name="rules">The shop's rules that run now: as many of them come off as is good for the shopper.</param>
    /// <param name="coupons">Coupons: every one of them comes off.</param>
    /// <returns>Null when a coupon takes nothing off, whatever the rules, or when two of them do not stack.</returns>
    public static BasketPrice? Of(Basket basket, IReadOnlyList<DiscountRule> rules, params IReadOnlyList<DiscountRule> coupons)
    {
        if (!DoStack(coupons))
            return null;

        var touching = rules.Where(basket.IsTouchedBy).ToList();
        BasketPrice? best = null;
        for (var chosen = (1 << touching.Count) - 1; chosen >= 0; chosen--)
        {
            var price = PriceCalculation.Of(basket, [.. touching.Where((_, n) => (chosen & (1 << n)) != 0), .. coupons]);
            if (coupons.All(price.Has) && (best is null || price.TotalFen < best.TotalFen))
                best = price;
        }
        return best;
    }

    /// <summary>Whether coupons may be in one order: each pair of them says so.</summary>
    private static bool DoStack(IReadOnlyList<DiscountRule> coupons) =>
        coupons.Select((coupon, n) => coupons.Skip(n + 1).All(coupon.Stacks)).All(static good => good);
}
