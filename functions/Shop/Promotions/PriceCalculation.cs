using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Promotions;

/// <summary>
/// Takes given discounts off a basket, in a fixed order: member prices, rules of the shop, coupons; within a kind percentages, amounts, freight; then by id.
/// Thresholds count what the goods cost when a kind begins, so that coupons do not spoil each other's; two that do not stack never come off the same line.
/// An amount is split over its lines in proportion to what is left of them, to the fen. No line falls below nothing.
/// </summary>
internal sealed class PriceCalculation
{
    private readonly Basket _basket;
    private readonly Fen[] _left;
    private readonly List<DiscountRule>[] _on;
    private readonly List<(DiscountRule Rule, Fen[] Lines, Fen Freight)> _taken = [];
    private Fen[] _atFirst;

    private PriceCalculation(Basket basket)
    {
        _basket = basket;
        _left = [.. basket.Lines.Select(l => l.PriceFen * l.Quantity)];
        _on = [.. basket.Lines.Select(_ => new List<DiscountRule>())];
        _atFirst = _left;
    }

    public static BasketPrice Of(Basket basket, IEnumerable<DiscountRule> rules)
    {
        var calculation = new PriceCalculation(basket);
        var freightRules = new List<DiscountRule>();
        foreach (var kind in rules.GroupBy(r => r.Kind).OrderBy(g => g.Key))
        {
            calculation._atFirst = [.. calculation._left];
            foreach (var rule in kind.OrderBy(r => r.Turn).ThenBy(r => r.Reference, StringComparer.Ordinal))
                calculation.TakeOff(rule, freightRules);
        }
        return calculation.End(freightRules);
    }

    private void TakeOff(DiscountRule rule, List<DiscountRule> freightRules)
    {
        var lines = Enumerable.Range(0, _left.Length)
            .Where(n => rule.Covers(_basket.Lines[n], _basket.Categories[n]) && _on[n].TrueForAll(rule.Stacks))
            .ToArray();
        if (rule.Prices is not null)
        {
            Take(rule, lines, Array.ConvertAll(lines, n => Above(_left[n], rule.Prices[_basket.Lines[n].SkuId] * _basket.Lines[n].Quantity)));
            return;
        }
        if (Reached(rule, lines) is not { } tier)
            return;
        if (tier.Reduction.Kind == ReductionKind.FreeFreight)
        {
            freightRules.Add(rule with { Tiers = [tier] });
            return;
        }
        var there = Array.ConvertAll(lines, n => _left[n]);
        Take(rule, lines, FenSplit.Over(tier.Reduction.Of(Fen.Sum(there)), there));
    }

    private Tier? Reached(DiscountRule rule, int[] lines)
    {
        var worth = Fen.Sum(lines.Select(n => _atFirst[n]));
        var pieces = lines.Sum(n => _basket.Lines[n].Quantity);
        return lines.Length == 0 ? null : rule.Tiers.LastOrDefault(t => worth >= t.FromFen && pieces >= t.FromPieces);
    }

    private void Take(DiscountRule rule, int[] lines, Fen[] off)
    {
        var all = new Fen[_left.Length];
        foreach (var (n, fen) in lines.Zip(off).Where(x => x.Second > Fen.Zero))
        {
            all[n] = fen;
            _left[n] -= fen;
            _on[n].Add(rule);
        }
        _taken.Add((rule, all, Fen.Zero));
    }

    private BasketPrice End(List<DiscountRule> freightRules)
    {
        var freight = _basket.FreightOf(Fen.Sum(_left));
        foreach (var rule in freightRules)
        {
            var off = rule.Tiers[0].Reduction.Of(freight);
            freight -= off;
            _taken.Add((rule, new Fen[_left.Length], off));
        }
        if (Fen.Sum(_left) + freight == Fen.Zero)
            LeaveOneFen();
        return new BasketPrice(
            [
                .. _taken.Select(t => new Discount(t.Rule.Kind, t.Rule.Reference, t.Rule.Title, t.Lines, t.Freight)).Where(d => d.AmountFen > Fen.Zero),
            ],
            _left,
            freight);
    }

    // WeChat takes no payment of nothing: of what came off last, one fen stays.
    private void LeaveOneFen()
    {
        var (_, lines, _) = _taken.FindLast(t => t.Lines.Any(f => f > Fen.Zero));
        if (lines is null || Array.FindLastIndex(lines, f => f > Fen.Zero) is not (>= 0 and var n))
            return;

        lines[n] -= new Fen(1);
        _left[n] += new Fen(1);
    }

    private static Fen Above(Fen there, Fen price) => there > price ? there - price : Fen.Zero;
}
