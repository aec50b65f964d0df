using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Promotions;

/// <summary>What somebody wants to buy, before anything comes off.</summary>
/// <param name="Categories">The category of each line's product.</param>
/// <param name="FreightOf">The freight for goods that cost so much after all discounts.</param>
internal sealed record Basket(IReadOnlyList<OrderLine> Lines, IReadOnlyList<string> Categories, Func<Fen, Fen> FreightOf)
{
    public bool IsTouchedBy(DiscountRule rule) => Enumerable.Range(0, Lines.Count).Any(n => rule.Covers(Lines[n], Categories[n]));
}

/// <summary>What a basket costs, and which fen came off for which reason.</summary>
/// <param name="Discounts">In the order in which they came off; none of nothing.</param>
/// <param name="LinesFen">What is left to pay for each line.</param>
/// <param name="FreightFen">What is left to pay for the freight.</param>
internal sealed record BasketPrice(IReadOnlyList<Discount> Discounts, IReadOnlyList<Fen> LinesFen, Fen FreightFen)
{
    public Fen TotalFen => Fen.Sum(LinesFen) + FreightFen;

    public bool Has(DiscountRule rule) => Discounts.Any(d => d.Kind == rule.Kind && d.Reference == rule.Reference);
}
