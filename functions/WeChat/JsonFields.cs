using System.Globalization;
using System.Text.Json;

namespace WeCommerce.WeChat;

/// <summary>Reads fields of WeChat's JSON. A field that is missing or has another form reads as null.</summary>
internal static class JsonFields
{
    // The last second of the year 9999.
    private const long MaxSeconds = 253_402_300_799;

    /// <summary>What a reader makes of a text; null when it is no JSON, or nothing to the reader. Never throws.</summary>
    public static T? Read<T>(ReadOnlyMemory<byte> utf8, Func<JsonElement, T?> reader)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return reader(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is half a surrogate pair, found only when it is unescaped.
            return null;
        }
    }

    public static bool Has(this JsonElement json, string name) => json.Member(name) is { ValueKind: not JsonValueKind.Null };

    public static string? Text(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A whole number that arrived as one.</summary>
    public static long? Integer(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    /// <summary>A whole number, also when it arrived as text.</summary>
    public static long? LooseInteger(this JsonElement json, string name) =>
        json.Integer(name)
        ?? (long.TryParse(json.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null);

    /// <summary>A text, also when it arrived as a number.</summary>
    public static string? LooseText(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Number } value ? value.GetRawText() : json.Text(name);

    /// <summary>An RFC 3339 time, in UTC.</summary>
    public static DateTimeOffset? Time(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.String } value && value.TryGetDateTimeOffset(out var time)
            ? time.ToUniversalTime()
            : null;

    /// <summary>Seconds since 1970; WeChat writes 0 for none.</summary>
    public static DateTimeOffset? UnixTime(this JsonElement json, string name) =>
        json.LooseInteger(name) is > 0 and <= MaxSeconds and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    public static bool Is(this JsonElement json, string name) => json.Member(name) is { ValueKind: JsonValueKind.True };

    /// <summary>The items of an array; none when there is no such array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>Bytes in Base64.</summary>
    public static byte[]? Bytes(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.String } value && value.TryGetBytesFromBase64(out var bytes) ? bytes : null;

    public static JsonElement Object(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Object } value ? value : default;

    private static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;
}
