using System.Globalization;
using System.Text.Json;
using WeCommerce.Storage.Simulator.Wire;

namespace WeCommerce.Storage.Simulator.Tables;

/// <summary>A row as a request brings it: JSON with <c>name@odata.type</c> where the type does not show. A null is no column.</summary>
internal sealed record RowBody(string? PartitionKey, string? RowKey, IReadOnlyDictionary<string, object> Properties)
{
    private const string TypeSuffix = "@odata.type";

    public static RowBody Read(WireRequest request)
    {
        using var json = JsonDocument.Parse(request.Text);
        var properties = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var property in json.RootElement.EnumerateObject())
        {
            var isOwn = property.Name is not ("PartitionKey" or "RowKey" or "Timestamp") &&
                !property.Name.StartsWith("odata.", StringComparison.Ordinal) && !property.Name.EndsWith(TypeSuffix, StringComparison.Ordinal);
            if (isOwn && property.Value.ValueKind != JsonValueKind.Null)
                properties[property.Name] = ValueOf(property.Value, TextOf(json.RootElement, property.Name + TypeSuffix));
        }
        return new RowBody(TextOf(json.RootElement, "PartitionKey"), TextOf(json.RootElement, "RowKey"), properties);
    }

    private static string? TextOf(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static object ValueOf(JsonElement value, string? type) => (value.ValueKind, type) switch
    {
        (JsonValueKind.True or JsonValueKind.False, _) => value.GetBoolean(),
        (JsonValueKind.Number, not "Edm.Double") when value.TryGetInt32(out var small) => small,
        (JsonValueKind.Number, _) => value.GetDouble(),
        (JsonValueKind.String, "Edm.Int64") => long.Parse(TextOf(value), CultureInfo.InvariantCulture),
        (JsonValueKind.String, "Edm.Double") => double.Parse(TextOf(value), CultureInfo.InvariantCulture),
        (JsonValueKind.String, "Edm.Guid") => value.GetGuid(),
        (JsonValueKind.String, "Edm.Binary") => value.GetBytesFromBase64(),
        (JsonValueKind.String, "Edm.DateTime") => Instant(TextOf(value)),
        (JsonValueKind.String, null or "Edm.String") => TextOf(value),
        _ => throw new Refusal(400, "InvalidInput", "One of the request inputs is not valid."),
    };

    private static string TextOf(JsonElement value) => value.GetString() ?? "";

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUniversalTime();
}
