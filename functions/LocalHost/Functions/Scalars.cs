using System.Globalization;

namespace WeCommerce.LocalHost.Functions;

/// <summary>Values of route segments and message data: the types that the Functions worker makes of text.</summary>
internal static class Scalars
{
    private static readonly Dictionary<Type, Func<string, object>> Parsers = new()
    {
        [typeof(string)] = static text => text,
        [typeof(bool)] = static text => bool.Parse(text),
        [typeof(byte)] = static text => byte.Parse(text, CultureInfo.InvariantCulture),
        [typeof(short)] = static text => short.Parse(text, CultureInfo.InvariantCulture),
        [typeof(int)] = static text => int.Parse(text, CultureInfo.InvariantCulture),
        [typeof(long)] = static text => long.Parse(text, CultureInfo.InvariantCulture),
        [typeof(double)] = static text => double.Parse(text, CultureInfo.InvariantCulture),
        [typeof(decimal)] = static text => decimal.Parse(text, CultureInfo.InvariantCulture),
        [typeof(Guid)] = static text => Guid.Parse(text),
        [typeof(DateTime)] = static text => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        [typeof(DateTimeOffset)] = static text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
    };

    /// <summary>Null where there is no such conversion.</summary>
    public static Func<string, object>? ParserOf(Type type) => Parsers.GetValueOrDefault(Nullable.GetUnderlyingType(type) ?? type);

    public static string Text(object value) => value as string ?? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
