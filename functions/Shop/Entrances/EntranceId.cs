using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using WeCommerce.Shop.Catalog;

namespace WeCommerce.Shop.Entrances;

/// <summary>An entrance (入口); form as <see cref="SpuId"/>, chosen by who runs the shop. It is the scene of the entrance's code, too.</summary>
[JsonConverter(typeof(IdentifierConverter<EntranceId>))]
internal readonly record struct EntranceId : IIdentifier<EntranceId>
{
    private EntranceId(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse([NotNullWhen(true)] string? text, out EntranceId id)
    {
        var good = CatalogId.Looks(text);
        id = good ? new EntranceId(text ?? "") : default;
        return good;
    }

    public override string ToString() => Value;
}
