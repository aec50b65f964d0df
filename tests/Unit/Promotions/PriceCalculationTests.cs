using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Promotions;
using static WeCommerce.Unit.Promotions.Goods;

namespace WeCommerce.Unit.Promotions;

public sealed class PriceCalculationTests
{
    // 满100减10, 满200减30, 满300减60.
    [Theory]
    [InlineData(9999, 0)]
    [InlineData(10000, 1000)]
    [InlineData(19999, 1000)]
    [InlineData(20000, 3000)]
    [InlineData(30000, 6000)]
    [InlineData(99999, 6000)]
    public void Tiers_OfTheReachedOnes_TheLastCounts(long goods, long off) => Assert.Equal(
        goods - off, Of(Basket((goods, 1)), Rule("r", From(10000, Off(1000)), From(20000, Off(3000)), From(30000, Off(6000)))).TotalFen.Value);

    // 满3件8折: pieces of all goods in scope together.
    [Theory]
    [InlineData(1, 1, 2000)]
    [InlineData(1, 2, 2400)]
    [InlineData(3, 1, 3200)]
    public void Tiers_ByPieces_CountPiecesOfAllLines(int first, int second, long total) =>
        Assert.Equal(total, Of(Basket((1000, first), (1000, second)), Rule("r", FromPieces(3, Percent(20)))).TotalFen.Value);

    [Theory]
    [InlineData(10000, null, 2000)]
    [InlineData(10000, 1500L, 1500)]
    [InlineData(10000, 2001L, 2000)]
    [InlineData(999, null, 199)]
    [InlineData(4, null, 0)]
    public void Percent_IsCutDownToAFen_AndCapped(long goods, long? most, long off) =>
        Assert.Equal(goods - off, Of(Basket((goods, 1)), Coupon("c", Percent(20, most))).TotalFen.Value);

    [Fact]
    public void Scope_OnlyItsGoodsCountAndGetCheaper()
    {
        var price = Of(Basket((6000, 1), (9000, 1)), Rule("r", From(6000, Off(1000))).In("茶叶"));
        Assert.Equal([5000, 9000], price.LinesFen.Values());
        Assert.Empty(Of(Basket((6000, 1), (9000, 1)), Rule("r", From(6001, Off(1000))).In("茶叶")).Discounts);
    }

    // Lesson 22: 10 fen over three equal lines are 4, 3 and 3.
    [Fact]
    public void Split_SumsToTheWhole_LargestRemainderFirst()
    {
        Assert.Equal([4, 3, 3], Assert.Single(Of(Basket((100, 1), (100, 1), (100, 1)), Coupon("c", Off(10))).Discounts).LinesFen.Values());
        Assert.Equal([1, 66, 33], FenSplit.Over(new Fen(100), [new Fen(1), new Fen(66), new Fen(33)]).Values());
        Assert.Equal([0, 0], FenSplit.Over(Fen.Zero, [Fen.Zero, Fen.Zero]).Values());
    }

    // Member price first, then the rule on what is left, then percentages, then amounts.
    [Fact]
    public void Order_IsMemberPrices_Rules_Coupons_AndPercentBeforeAmount()
    {
        var price = Of(
            Basket((10000, 1)),
            Coupon("a", Off(1000)).With(DiscountKind.MemberPrice, DiscountKind.Promotion, DiscountKind.Coupon),
            Coupon("b", Percent(10)).With(DiscountKind.MemberPrice, DiscountKind.Promotion, DiscountKind.Coupon),
            Rule("r", From(8000, Off(1000))),
            MemberPrices("m", ("sku-0", 9000)));

        Assert.Equal(["m", "r", "b", "a"], price.Discounts.Select(d => d.Reference));
        Assert.Equal([1000, 1000, 800, 1000], price.Discounts.Select(d => d.AmountFen).Values());
        Assert.Equal(6200, price.TotalFen.Value);
    }

    // The threshold of the second coupon is reached although the first has taken something off.
    [Fact]
    public void Thresholds_CountWhatTheGoodsCostBeforeAnyCoupon()
    {
        DiscountKind[] all = [DiscountKind.MemberPrice, DiscountKind.Promotion, DiscountKind.Coupon];
        Assert.Equal(8000, Of(Basket((10000, 1)), Coupon("a", Off(1000), 10000).With(all), Coupon("b", Off(1000), 10000).With(all)).TotalFen.Value);
        // A member price is what the goods cost.
        Assert.Equal(9000, Of(Basket((10000, 1)), MemberPrices("m", ("sku-0", 9000)), Coupon("a", Off(1000), 10000)).TotalFen.Value);
    }

    [Fact]
    public void WhatDoesNotStack_NeverComesOffTheSameLine()
    {
        var rule = Rule("r", From(0, Percent(50))).In("茶叶").With(DiscountKind.MemberPrice);
        var price = Of(Basket((1000, 1), (1000, 1)), rule, Coupon("c", Off(400)));

        Assert.Equal([500, 600], price.LinesFen.Values());
        // One of two saying so is not enough.
        Assert.False(rule.Stacks(Coupon("c", Off(1))));
        Assert.False(Coupon("c", Off(1)).Stacks(rule));
    }

    [Theory]
    [InlineData(5000, null, 600, 0, 5000)]
    [InlineData(5000, 400L, 400, 200, 5200)]
    [InlineData(9900, null, 0, 0, 9900)]
    public void FreeFreight_TakesTheFreight_UpToItsCap(long goods, long? most, long off, long freight, long total)
    {
        var price = Of(Basket(UsualFreight, (goods, 1)), Coupon("c", FreeFreight(most)));

        Assert.Equal((off, freight, total), (price.Discounts.Sum(d => d.FreightFen.Value), price.FreightFen.Value, price.TotalFen.Value));
    }

    [Fact]
    public void Freight_IsReckonedOnWhatTheGoodsCostAtLast() =>
        Assert.Equal(600, Of(Basket(UsualFreight, (10000, 1)), Coupon("c", Off(200))).FreightFen.Value);

    // WeChat takes no payment of nothing: a coupon that is larger than the goods leaves one fen. Where freight is paid it leaves none.
    [Fact]
    public void ACouponLargerThanTheGoods_LeavesOneFen()
    {
        var price = Of(Basket((300, 1), (200, 1)), Coupon("c", Off(1000)));
        Assert.Equal([0, 1], price.LinesFen.Values());
        Assert.Equal([300, 199], Assert.Single(price.Discounts).LinesFen.Values());

        Assert.Equal(600, Of(Basket(UsualFreight, (300, 1)), Coupon("c", Off(1000))).TotalFen.Value);
        DiscountKind[] all = [DiscountKind.MemberPrice, DiscountKind.Promotion, DiscountKind.Coupon];
        Assert.Equal(1, Of(Basket(UsualFreight, (300, 1)), Coupon("c", Off(1000)).With(all), Coupon("f", FreeFreight()).With(all)).TotalFen.Value);
    }

    [Fact]
    public void MemberPrices_HoldForTheirSkusAlone_AndNeverMakeDearer()
    {
        var price = Of(Basket((1000, 2), (1000, 1)), MemberPrices("m", ("sku-0", 900), ("sku-1", 1100)));
        Assert.Equal([1800, 1000], price.LinesFen.Values());
        Assert.Equal(DiscountKind.MemberPrice, Assert.Single(price.Discounts).Kind);
    }

    private static BasketPrice Of(Basket basket, params DiscountRule[] rules) => PriceCalculation.Of(basket, rules);
}
