using CsCheck;
using WeCommerce.Shop.Coupons;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Promotions;
using WeCommerce.Unit.Orders;
using static WeCommerce.Unit.Promotions.Goods;

namespace WeCommerce.Unit.Coupons;

public sealed class CouponPricingTests
{
    private static readonly DiscountKind[] All = [DiscountKind.MemberPrice, DiscountKind.Promotion, DiscountKind.Coupon];

    [Theory]
    [InlineData(-1, CouponObstacle.NotYetValid)]
    [InlineData(0, null)]
    [InlineData(23, null)]
    [InlineData(24, CouponObstacle.Expired)]
    internal void Time_DecidesWhetherItCanBeUsed(int hours, CouponObstacle? expected) =>
        Assert.Equal(expected, ACoupon(Off(100)).ObstacleAt(Some.Noon.AddHours(hours)));

    [Fact]
    public void Reasons_AreToldOne_ByOne()
    {
        var basket = Basket((5000, 1));
        var reasons = CouponPricing.Advise(
            basket,
            [Rule("r", From(0, Off(2000)))],
            [
                ACoupon(Off(100)),
                ACoupon(Off(100), c => c with { ThresholdFen = new Fen(8000) }),
                ACoupon(Off(100), c => c with { Scope = new DiscountScope(["茶具"], []) }),
                ACoupon(Off(100), c => c with { StacksWith = [] }),
                ACoupon(FreeFreight()),
                ACoupon(Off(100)) with { Stage = CouponStage.InUse },
            ],
            Some.Noon);

        Assert.Equal(100, reasons.Coupons[0].SavingFen.Value);
        Assert.Equal(
            [null, CouponObstacle.BelowThreshold, CouponObstacle.OutOfScope, CouponObstacle.SavesNothing, CouponObstacle.SavesNothing, CouponObstacle.InUse],
            reasons.Coupons.Select(c => c.Reason));
        Assert.Equal(3000, reasons.Coupons[1].MissingFen?.Value);
    }

    [Fact]
    public void Asked_ThatDoNotStack_OrSaveNothing_AreRefused()
    {
        var basket = Basket((5000, 1));
        Assert.Equal("NotStacking", ReasonOf(CouponPricing.PriceWith(basket, [], [ACoupon(Off(100)), ACoupon(Off(200))], Some.Noon)));
        Assert.Equal("SavesNothing", ReasonOf(CouponPricing.PriceWith(basket, [Rule("r", From(0, Off(500)))], [ACoupon(Off(100), c => c with { StacksWith = [] })], Some.Noon)));
        Assert.Equal(4700, CouponPricing.PriceWith(basket, [], [ACoupon(Off(100), Stacks), ACoupon(Off(200), Stacks)], Some.Noon).Value.TotalFen.Value);
    }

    // The one that says most alone is not in the best pair.
    [Fact]
    public void Best_LooksAtCombinations()
    {
        var (alone, a, b) = (ACoupon(Off(500)), ACoupon(Off(300), Stacks), ACoupon(Off(400), Stacks));
        var best = CouponPricing.Advise(Basket((5000, 1)), [], [alone, a, b], Some.Noon).Best;

        Assert.Equal(700, best?.SavingFen.Value);
        Assert.Equal([b.CouponId, a.CouponId], best?.CouponIds);
    }

    // What is advised is what an order costs.
    [Fact]
    public void Advice_IsKept() => Gen.Select(Gen.Long[1, 30000], Gen.Int[1, 3], Gen.Select(Gen.Long[1, 9000], Gen.Long[0, 20000], Gen.Bool).List[1, 5]).Sample((price, quantity, terms) =>
    {
        var basket = Basket(UsualFreight, (price, quantity));
        var coupons = terms.Select(t => ACoupon(Off(t.Item1), c => c with { ThresholdFen = new Fen(t.Item2), StacksWith = t.Item3 ? All : c.StacksWith })).ToList();
        var without = CouponPricing.PriceWith(basket, [], [], Some.Noon).Value.TotalFen;
        var advice = CouponPricing.Advise(basket, [], coupons, Some.Noon);
        foreach (var choice in advice.Coupons)
        {
            var asked = CouponPricing.PriceWith(basket, [], [.. coupons.Where(c => c.CouponId == choice.CouponId)], Some.Noon);
            Assert.Equal(choice.IsUsable, asked.Problem is null);
            Assert.Equal(choice.SavingFen, asked.Problem is null ? without - asked.Value.TotalFen : Fen.Zero);
            Assert.True(choice.SavingFen <= (advice.Best?.SavingFen ?? Fen.Zero));
        }
        if (advice.Best is { } best)
            Assert.Equal(best.SavingFen, without - CouponPricing.PriceWith(basket, [], [.. coupons.Where(c => best.CouponIds.Contains(c.CouponId))], Some.Noon).Value.TotalFen);
    });

    private static CouponTerms Stacks(CouponTerms terms) => terms with { StacksWith = All };

    private static string ReasonOf(WeCommerce.Shop.Http.Result<BasketPrice> price) => $"{price.Problem?.More?["reason"]}";

    private static Coupon ACoupon(Reduction reduction, Func<CouponTerms, CouponTerms>? change = null) => ACouponOf.Terms(
        (change ?? (static t => t))(new CouponTerms("优惠券", reduction, Fen.Zero, DiscountScope.Everything, [DiscountKind.MemberPrice, DiscountKind.Promotion], ReturnOnRefund: true, ExtendDays: 0)));
}

internal static class ACouponOf
{
    public static Coupon Terms(CouponTerms terms) => new()
    {
        CouponId = CouponId.New(Some.Member, Some.Ids),
        OfferId = CouponOfferId.TryParse("offer", out var offer) ? offer : default,
        MerchantId = "self",
        Terms = terms,
        Stage = CouponStage.Unused,
        IssuedAt = Some.Noon,
        ValidFrom = Some.Noon,
        ValidUntil = Some.Noon.AddHours(24),
    };
}
