using System.Globalization;
using WeCommerce.LocalHost.Timers;

namespace WeCommerce.LocalHost.Tests.Timers;

public sealed class ScheduleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 30, TimeSpan.Zero);

    [Theory]
    [InlineData("0 */5 * * * *", "2026-01-31T12:05:00Z", false)]
    [InlineData("*/10 * * * * *", "2026-01-31T12:00:40Z", true)]
    [InlineData("*/5 * * * *", "2026-01-31T12:05:00Z", false)]
    [InlineData("0 30 2 * * *", "2026-02-01T02:30:00Z", false)]
    [InlineData("0 0 0 29 2 *", "2028-02-29T00:00:00Z", false)]
    [InlineData("0 0 9 * * Mon-Fri", "2026-02-02T09:00:00Z", false)]
    [InlineData("0,30 0 12 * * *", "2026-02-01T12:00:00Z", true)]
    [InlineData("00:01:30", "2026-01-31T12:02:00Z", false)]
    [InlineData("00:00:30", "2026-01-31T12:01:00Z", true)]
    public void Schedule_IsRead(string text, string next, bool underAMinute)
    {
        Assert.True(Schedule.TryParse(text, Noon, out var schedule));

        Assert.Equal(DateTimeOffset.Parse(next, CultureInfo.InvariantCulture), schedule.NextAfter(Noon));
        Assert.Equal(underAMinute, schedule.IsUnderAMinute(Noon));
    }

    [Theory]
    [InlineData("")]
    [InlineData("often")]
    [InlineData("* * *")]
    [InlineData("0 61 * * * *")]
    [InlineData("0 0 0 30 2 *")]
    [InlineData("-00:01:00")]
    public void WhatIsNoSchedule_IsNotRead(string text) => Assert.False(Schedule.TryParse(text, Noon, out _));
}
