using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Promotions;

/// <summary>What rules of the shop and coupon offers check alike.</summary>
internal static class PromotionRules
{
    public const string InstantRule = "An instant of this century is required.";

    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Beyond it sums of instants and days would leave the calendar.
    public static bool IsInstant(DateTimeOffset? at) => at >= Earliest && at < Latest;

    public static bool IsSet(IReadOnlyList<DiscountKind>? kinds) => kinds is null || kinds.Distinct().Count() == kinds.Count;
}
