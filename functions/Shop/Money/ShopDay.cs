using System.Globalization;

namespace WeCommerce.Shop.Money;

/// <summary>A day of the shop: Beijing's, UTC+08:00, as in WeChat's bills.</summary>
internal static class ShopDay
{
    /// <summary>How a day is written, in paths, keys and WeChat's requests.</summary>
    public const string Format = "yyyy-MM-dd";

    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    public static DateOnly Of(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Beijing).DateTime);

    public static string TextOf(DateOnly day) => day.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Midnight at its beginning.</summary>
    public static DateTimeOffset Begin(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Beijing);
}
