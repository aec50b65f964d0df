using System.Globalization;

namespace WeCommerce.Simulator.Wire;

/// <summary>WeChat writes every instant in UTC+08:00, to the second.</summary>
internal static class ChinaTime
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateTimeOffset At(DateTimeOffset instant) => instant.ToOffset(Offset);

    public static string Text(DateTimeOffset instant) => At(instant).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
