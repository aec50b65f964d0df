using WeCommerce.Shop.LiveSets;

namespace WeCommerce.Shop.Promotions;

/// <summary>The rules as they were at one moment, by id.</summary>
internal sealed record PromotionSnapshot(IReadOnlyList<Promotion> All)
{
    public IReadOnlyList<DiscountRule> Running(string merchantId, DateTimeOffset now) =>
        [.. All.Where(p => p.MerchantId == merchantId && p.Runs(now)).Select(p => p.ToRule())];
}

/// <summary>The shop's price rules.</summary>
internal sealed class PromotionSet(LiveSetTools tools)
    : LiveSet<Promotion, PromotionSnapshot>(new(Tables.Promotions, "rule"), static all => new PromotionSnapshot(all), tools);
