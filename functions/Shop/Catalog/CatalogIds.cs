using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace WeCommerce.Shop.Catalog;

/// <summary>A product (SPU, 标准产品单元): 1 to 32 letters, digits, <c>_</c> and <c>-</c>, chosen by who runs the shop.</summary>
[JsonConverter(typeof(IdentifierConverter<SpuId>))]
internal readonly record struct SpuId : IIdentifier<SpuId>
{
    private SpuId(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out SpuId id)
    {
        var good = CatalogId.Looks(text);
        id = good ? new SpuId(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;
}

/// <summary>What is sold and stocked (SKU, 库存量单位): a product in one colour, size or weight. Unique in the shop; form as <see cref="SpuId"/>.</summary>
[JsonConverter(typeof(IdentifierConverter<SkuId>))]
internal readonly record struct SkuId : IIdentifier<SkuId>
{
    private SkuId(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out SkuId id)
    {
        var good = CatalogId.Looks(text);
        id = good ? new SkuId(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;
}

internal static class CatalogId
{
    public const string Rule = "1 to 32 letters, digits, _ and -.";

    public static bool Looks([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= 32 } && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
