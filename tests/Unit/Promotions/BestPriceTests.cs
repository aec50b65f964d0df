using CsCheck;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Promotions;
using static WeCommerce.Unit.Promotions.Goods;

namespace WeCommerce.Unit.Promotions;

public sealed class BestPriceTests
{
    private static readonly DiscountKind[] All = [DiscountKind.MemberPrice, DiscountKind.Promotion, DiscountKind.Coupon];

    private static readonly Gen<Basket> Baskets =
        from lines in Gen.Select(Gen.Long[1, 30000], Gen.Int[1, 5]).List[1, 5]
        from freight in Gen.Long[0, 1500]
        from free in Gen.Long[0, 20000]
        select Basket(goods => goods.Value >= free ? Fen.Zero : new Fen(freight), [.. lines.Select(l => (l.Item1, l.Item2))]);

    private static readonly Gen<Reduction> Reductions = Gen.OneOf(
        Gen.Long[1, 20000].Select(Off),
        Gen.Select(Gen.Int[1, 99], Gen.Long[1, 5000]).Select((percent, most) => Percent(percent, most % 2 == 0 ? most : null)),
        Gen.Long[1, 2000].Select(most => FreeFreight(most % 3 == 0 ? most : null)));

    private static readonly Gen<DiscountRule> Coupons =
        from reduction in Reductions
        from fromFen in Gen.Long[0, 20000]
        from id in Gen.Int[0, 1_000_000]
        from scope in Gen.Int[0, 2].Select(n => new[] { null, "茶叶", "茶具" }[n])
        from stacks in Gen.Bool.Array[3]
        select Scoped(Coupon($"c{id}", reduction, fromFen), scope).With([.. All.Where((_, n) => stacks[n])]);

    private static readonly Gen<List<DiscountRule>> Rules =
        (from reduction in Reductions
         from tier in Gen.Select(Gen.Long[0, 20000], Gen.Int[0, 5])
         from scope in Gen.Int[0, 2].Select(n => new[] { null, "茶叶", "茶具" }[n])
         from stacks in Gen.Bool.Array[3]
         from price in Gen.Long[0, 20000]
         select (reduction, tier, scope, stacks, price)).List[0, 4].Select(all => all.Select((r, n) => r.price > 15000
            ? MemberPrices($"m{n}", ("sku-0", r.price - 15000), ("sku-1", r.price)).With([.. All.Where((_, k) => r.stacks[k])])
            : Scoped(Rule($"r{n}", new Tier(new Fen(r.tier.Item1), r.tier.Item2, r.reduction)), r.scope).With([.. All.Where((_, k) => r.stacks[k])])).ToList());

    // Lesson 22. Whatever comes off: parts sum to the whole, nothing is negative, somebody pays at least one fen, and never more than the price.
    [Fact]
    public void Parts_SumToTheWhole_AndNothingIsNegative() => Gen.Select(Baskets, Rules, Coupons.List[0, 3]).Sample((basket, rules, coupons) =>
    {
        var price = PriceCalculation.Of(basket, [.. rules, .. coupons.DistinctBy(c => c.Reference)]);
        for (var n = 0; n < basket.Lines.Count; n++)
        {
            Assert.Equal(basket.Lines[n].PriceFen * basket.Lines[n].Quantity - Fen.Sum(price.Discounts.Select(d => d.LinesFen[n])), price.LinesFen[n]);
            Assert.True(price.LinesFen[n] >= Fen.Zero && price.Discounts.All(d => d.LinesFen[n] >= Fen.Zero));
        }
        Assert.True(price.FreightFen >= Fen.Zero && price.TotalFen > Fen.Zero && price.Discounts.All(d => d.AmountFen > Fen.Zero));
        // Two on one line say of each other that they stack.
        foreach (var pair in from n in Enumerable.Range(0, basket.Lines.Count) from a in On(n) from b in On(n) where a != b select (a, b))
            Assert.True(pair.a.Stacks(pair.b));

        IEnumerable<DiscountRule> On(int line) =>
            price.Discounts.Where(d => d.LinesFen[line] > Fen.Zero).Select(d => rules.Concat(coupons).First(r => r.Kind == d.Kind && r.Reference == d.Reference));
    });

    [Fact]
    public void OneMoreRule_NeverMakesItDearer() => Gen.Select(Baskets, Rules).Sample((basket, rules) =>
    {
        var all = BestPrice.Of(basket, rules)!;
        var fewer = BestPrice.Of(basket, [.. rules.Skip(1)])!;
        Assert.True(all.TotalFen <= fewer.TotalFen);
    });

    // More goods of a kind never get less off for the same coupon.
    [Fact]
    public void OneMorePiece_TakesNoLessOff() => Gen.Select(Gen.Long[1, 10000], Gen.Int[1, 20], Reductions, Gen.Long[0, 20000]).Sample((price, quantity, reduction, from) =>
    {
        if (reduction.Kind == ReductionKind.FreeFreight)
            return;
        var coupon = Coupon("c", reduction, from);
        Assert.True(OffOf(quantity + 1) >= OffOf(quantity));

        Fen OffOf(int pieces) => Fen.Sum(PriceCalculation.Of(Basket((price, pieces)), [coupon]).Discounts.Select(d => d.AmountFen));
    });

    [Fact]
    public void OfTwoThatDoNotStack_TheBetterOneComesOff()
    {
        var (small, large) = (Rule("a", From(0, Off(500))), Rule("b", From(0, Off(800))));
        Assert.Equal(["b"], BestPrice.Of(Basket((10000, 1)), [small, large])!.Discounts.Select(d => d.Reference));
        Assert.Equal(8700, BestPrice.Of(Basket((10000, 1)), [small.With(All), large.With(All)])!.TotalFen.Value);
    }

    // 会员价 would bring the goods below the threshold of 满减: the shopper gets what is better.
    [Fact]
    public void AMemberPrice_GivesWay_WhereItWouldCostMoreThanItSaves()
    {
        var (member, rule) = (MemberPrices("m", ("sku-0", 9900)), Rule("r", From(10000, Off(3000))));
        Assert.Equal(7000, BestPrice.Of(Basket((10000, 1)), [member, rule])!.TotalFen.Value);
        Assert.Equal(16800, BestPrice.Of(Basket((10000, 2)), [member, rule])!.TotalFen.Value);
    }

    [Fact]
    public void ACouponThatExcludesARule_TakesItsPlace_AndTwoThatExcludeEachOtherAreNoOrder()
    {
        var rule = Rule("r", From(0, Off(500)));
        var coupon = Coupon("c", Off(300)).With(DiscountKind.MemberPrice);
        Assert.Equal(9700, BestPrice.Of(Basket((10000, 1)), [rule], coupon)!.TotalFen.Value);
        Assert.Null(BestPrice.Of(Basket((10000, 1)), [], Coupon("c", Off(1)), Coupon("d", Off(1))));
        Assert.Null(BestPrice.Of(Basket((10000, 1)), [], Coupon("c", Off(1), fromFen: 10001)));
    }

    private static DiscountRule Scoped(DiscountRule rule, string? category) => category is null ? rule : rule.In(category);
}
