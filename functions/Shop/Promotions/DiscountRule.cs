using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Promotions;

/// <summary>What comes off from so much on: 满 200 减 30, 满 3 件 8 折.</summary>
/// <param name="FromFen">What the goods have to cost together.</param>
/// <param name="FromPieces">How many pieces of them there have to be.</param>
internal sealed record Tier(Fen FromFen, int FromPieces, Reduction Reduction);

/// <summary>
/// A discount as prices are worked out with it: a rule of the shop, or one coupon. It has either <see cref="Tiers"/> or <see cref="Prices"/>.
/// </summary>
/// <param name="Reference">The promotion's id, or the coupon's.</param>
/// <param name="StacksWith">The kinds that may come off the same goods, too. Two stack if each says so of the other.</param>
internal sealed record DiscountRule(DiscountKind Kind, string Reference, string Title, DiscountScope Scope, IReadOnlyList<DiscountKind> StacksWith)
{
    /// <summary>From the lowest on: of those that are reached, the last one counts.</summary>
    public IReadOnlyList<Tier> Tiers { get; init; } = [];

    /// <summary>Prices of single SKUs that hold instead of higher ones.</summary>
    public IReadOnlyDictionary<SkuId, Fen>? Prices { get; init; }

    /// <summary>Where two of one kind come off, what takes a part comes before what takes an amount: the part is of more then.</summary>
    public int Turn => Tiers is [var first, ..]
        ? first.Reduction.Kind switch { ReductionKind.PercentOff => 0, ReductionKind.AmountOff => 1, ReductionKind.FreeFreight => 2 }
        : 0;

    public bool Covers(OrderLine line, string category) => Prices is null ? Scope.Covers(line.SpuId, category) : Prices.ContainsKey(line.SkuId);

    public bool Stacks(DiscountRule other) => StacksWith.Contains(other.Kind) && other.StacksWith.Contains(Kind);
}
