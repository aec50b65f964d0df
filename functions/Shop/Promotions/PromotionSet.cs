using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.LiveSets;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Promotions;

/// <summary>The rules as they were at one moment, by id.</summary>
internal sealed record PromotionSnapshot(IReadOnlyList<Promotion> All)
{
    public IReadOnlyList<DiscountRule> Running(string merchantId, DateTimeOffset now) =>
        [.. All.Where(p => p.MerchantId == merchantId && p.Runs(now)).Select(p => p.ToRule())];

    /// <summary>What a SKU costs whoever has a session (会员价); null where that is no less. Other rules may take off more, or exclude it: an order's preview says.</summary>
    public Fen? MemberPriceOf(string merchantId, Sku sku, DateTimeOffset now) => All
        .Where(p => p.Kind == PromotionKind.MemberPrices && p.MerchantId == merchantId && p.Runs(now))
        .SelectMany(p => p.Prices)
        .Where(p => p.SkuId == sku.SkuId && p.PriceFen < sku.PriceFen)
        .Select(p => (Fen?)p.PriceFen)
        .Min();
}

/// <summary>The shop's price rules.</summary>
internal sealed class PromotionSet(LiveSetTools tools)
    : LiveSet<Promotion, PromotionSnapshot>(new(Tables.Promotions, "rule"), static all => new PromotionSnapshot(all), tools);
