using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using WeCommerce.Shop.Catalog;

namespace WeCommerce.Shop.FlashSales;

/// <summary>A session of a flash sale (秒杀场次): 1 to 28 letters, digits, <c>_</c> and <c>-</c>, chosen by who runs the shop.</summary>
[JsonConverter(typeof(IdentifierConverter<FlashSaleId>))]
internal readonly record struct FlashSaleId : IIdentifier<FlashSaleId>
{
    public const string Rule = "1 to 28 letters, digits, _ and -.";

    // Its pools' names have four characters more at the most.
    private const int MostLength = 28;

    private FlashSaleId(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out FlashSaleId id)
    {
        var good = CatalogId.Looks(text) && text.Length <= MostLength;
        id = good ? new FlashSaleId(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;
}
