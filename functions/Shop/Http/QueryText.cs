using System.Globalization;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Http;

/// <summary>What stands in a query or a path, read strictly: a 400 that names the parameter where it is something else.</summary>
internal static class QueryText
{
    /// <summary>A day of the shop, 2026-11-24.</summary>
    /// <param name="parameter">What it is called where it stands.</param>
    public static Result<DateOnly> Day(string text, string parameter = "day") =>
        DateOnly.TryParseExact(text, ShopDay.Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : Problem.Malformed(parameter, "A day is written 2026-11-24.");

    /// <summary>A day of the shop; nothing is today.</summary>
    public static Result<DateOnly> DayOrToday(string text, TimeProvider time, string parameter = "day") =>
        text.Length == 0 ? ShopDay.Of(time.GetUtcNow()) : Day(text, parameter);

    /// <summary>One of an enum's names; nothing is any of them.</summary>
    public static Result<AnyOr<T>> NameOrAny<T>(string parameter, string text)
        where T : struct, Enum =>
        text.Length == 0 ? new AnyOr<T>(null)
        : Enum.GetNames<T>().Contains(text, StringComparer.Ordinal) ? new AnyOr<T>(Enum.Parse<T>(text))
        : Problem.Malformed(parameter, $"No such {parameter}.");
}

/// <summary>What a list is asked for.</summary>
/// <param name="Only">Null for all.</param>
internal readonly record struct AnyOr<T>(T? Only)
    where T : struct, Enum;
