using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Promotions;

/// <summary>A price rule; form as <see cref="SpuId"/>, chosen by who runs the shop.</summary>
[JsonConverter(typeof(IdentifierConverter<PromotionId>))]
internal readonly record struct PromotionId : IIdentifier<PromotionId>
{
    private PromotionId(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out PromotionId id)
    {
        var good = CatalogId.Looks(text);
        id = good ? new PromotionId(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;
}

internal enum PromotionKind
{
    /// <summary>满减, 满折: from so much on, so much off.</summary>
    Tiers,

    /// <summary>会员价: prices of single SKUs for whoever has a session. A level of members would be one more condition here.</summary>
    MemberPrices,
}

/// <summary>A rule of the shop (促销) that comes off by itself while it runs.</summary>
internal sealed record Promotion
{
    public required PromotionId PromotionId { get; init; }

    public string MerchantId { get; init; } = Product.OwnMerchant;

    public required PromotionKind Kind { get; init; }

    /// <summary>For the shopper, beside the amount that came off.</summary>
    public required string Title { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset Until { get; init; }

    public bool Paused { get; init; }

    public DiscountScope Scope { get; init; } = DiscountScope.Everything;

    public IReadOnlyList<Tier> Tiers { get; init; } = [];

    public IReadOnlyList<MemberPrice> Prices { get; init; } = [];

    public IReadOnlyList<DiscountKind> StacksWith { get; init; } = [];

    public bool Runs(DateTimeOffset now) => !Paused && From <= now && now < Until;

    public bool RunsWith(Promotion other) => !Paused && !other.Paused && From < other.Until && other.From < Until;

    public DiscountRule ToRule() => new(
        Kind switch { PromotionKind.MemberPrices => DiscountKind.MemberPrice, PromotionKind.Tiers => DiscountKind.Promotion },
        PromotionId.Value, Title, Scope, StacksWith)
    {
        Tiers = Tiers,
        Prices = Kind == PromotionKind.MemberPrices ? Prices.ToDictionary(p => p.SkuId, p => p.PriceFen) : null,
    };
}

internal sealed record MemberPrice(SkuId SkuId, Fen PriceFen);
