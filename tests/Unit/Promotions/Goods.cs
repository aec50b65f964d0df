using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Promotions;
using WeCommerce.Unit.Orders;

namespace WeCommerce.Unit.Promotions;

/// <summary>Baskets and discounts, by what matters about them.</summary>
internal static class Goods
{
    /// <summary>Freight of 6 yuan, free from 99 yuan on.</summary>
    public static Fen UsualFreight(Fen goods) => goods >= new Fen(9900) ? Fen.Zero : new Fen(600);

    /// <summary>Lines of (price, quantity); the first is tea, the second cups, the third tea again …</summary>
    public static Basket Basket(params IReadOnlyList<(long PriceFen, int Quantity)> lines) => Basket(static _ => Fen.Zero, lines);

    public static Basket Basket(Func<Fen, Fen> freightOf, params IReadOnlyList<(long PriceFen, int Quantity)> lines) => new(
        [.. lines.Select((l, n) => new OrderLine(n + 1, Some.Sku($"sku-{n}"), Some.Spu($"spu-{n}"), "一件", l.Quantity, new Fen(l.PriceFen), Fen.Zero))],
        [.. lines.Select((_, n) => n % 2 == 0 ? "茶叶" : "茶具")],
        freightOf);

    public static DiscountRule Rule(string id, params IReadOnlyList<Tier> tiers) => new(DiscountKind.Promotion, id, id, DiscountScope.Everything, [DiscountKind.MemberPrice, DiscountKind.Coupon])
    {
        Tiers = tiers,
    };

    public static DiscountRule Coupon(string id, Reduction reduction, long fromFen = 0) =>
        new(DiscountKind.Coupon, id, id, DiscountScope.Everything, [DiscountKind.MemberPrice, DiscountKind.Promotion]) { Tiers = [new Tier(new Fen(fromFen), 0, reduction)] };

    public static DiscountRule MemberPrices(string id, params IEnumerable<(string Sku, long PriceFen)> prices) =>
        new(DiscountKind.MemberPrice, id, id, DiscountScope.Everything, [DiscountKind.Promotion, DiscountKind.Coupon])
        {
            Prices = prices.ToDictionary(p => Some.Sku(p.Sku), p => new Fen(p.PriceFen)),
        };

    public static DiscountRule In(this DiscountRule rule, string category) => rule with { Scope = new DiscountScope([category], []) };

    public static DiscountRule With(this DiscountRule rule, params DiscountKind[] kinds) => rule with { StacksWith = kinds };

    public static Tier From(long fen, Reduction reduction) => new(new Fen(fen), 0, reduction);

    public static Tier FromPieces(int pieces, Reduction reduction) => new(Fen.Zero, pieces, reduction);

    public static Reduction Off(long fen) => new(ReductionKind.AmountOff) { AmountFen = new Fen(fen) };

    public static Reduction Percent(int percent, long? most = null) => new(ReductionKind.PercentOff) { PercentOff = percent, MostFen = most is { } fen ? new Fen(fen) : null };

    public static Reduction FreeFreight(long? most = null) => new(ReductionKind.FreeFreight) { MostFen = most is { } fen ? new Fen(fen) : null };

    public static long[] Values(this IEnumerable<Fen> fens) => [.. fens.Select(f => f.Value)];
}
