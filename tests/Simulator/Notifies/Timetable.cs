namespace WeCommerce.Simulator.Notifies;

/// <summary>When WeChat repeats a notify that was not accepted (回调通知处理): 15 times, 24 h 4 min in all.</summary>
internal static class Timetable
{
    private static readonly TimeSpan[] Repeats =
    [
        TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(20),
        TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(30),
        TimeSpan.FromMinutes(60), TimeSpan.FromHours(3), TimeSpan.FromHours(3), TimeSpan.FromHours(3),
        TimeSpan.FromHours(6), TimeSpan.FromHours(6),
    ];

    /// <summary>The wait after so many failed attempts; null when WeChat gives up.</summary>
    public static TimeSpan? After(int failures) => failures <= Repeats.Length ? Repeats[failures - 1] : null;
}
