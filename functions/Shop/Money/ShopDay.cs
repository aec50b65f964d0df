namespace WeCommerce.Shop.Money;

/// <summary>A day of the shop: Beijing's, UTC+08:00, as in WeChat's bills.</summary>
internal static class ShopDay
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    public static DateOnly Of(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Beijing).DateTime);

    /// <summary>Midnight at its beginning.</summary>
    public static DateTimeOffset Begin(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Beijing);
}
