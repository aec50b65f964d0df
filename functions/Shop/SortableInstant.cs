using System.Globalization;

namespace WeCommerce.Shop;

/// <summary>Instants as 17 digits that sort by time: UTC, to the millisecond.</summary>
internal static class SortableInstant
{
    private const string Format = "yyyyMMddHHmmssfff";

    public static string Of(DateTimeOffset at) => at.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static bool TryParse(string? text, out DateTimeOffset at) =>
        DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out at);
}
