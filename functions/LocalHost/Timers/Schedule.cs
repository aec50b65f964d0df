using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NCrontab;

namespace WeCommerce.LocalHost.Timers;

/// <summary>When a timer fires, in UTC: NCrontab of six fields (seconds first) or five, or a time span from run to run.</summary>
internal sealed class Schedule
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Func<DateTime, DateTime> _next;

    private Schedule(string text, Func<DateTime, DateTime> next) => (Text, _next) = (text, next);

    /// <summary>As it is written.</summary>
    public string Text { get; }

    /// <param name="text">The schedule, settings already in place.</param>
    /// <param name="now">Any instant from which the schedule must still have an occurrence.</param>
    /// <param name="schedule">Null where the text cannot be read.</param>
    public static bool TryParse(string text, DateTimeOffset now, [NotNullWhen(true)] out Schedule? schedule)
    {
        schedule = null;
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        var cron = CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 });
        if (cron is not null)
            schedule = new Schedule(text, cron.GetNextOccurrence);
        else if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero)
            schedule = new Schedule(text, instant => instant + span);

        // NCrontab says "the end of time" where a date never comes: 30 February.
        return schedule is not null && schedule.NextAfter(now) < DateTimeOffset.MaxValue.AddDays(-1);
    }

    public DateTimeOffset NextAfter(DateTimeOffset instant) => new(_next(instant.UtcDateTime), TimeSpan.Zero);

    /// <summary>Whether it fires within a minute of itself. The Functions host does not monitor such schedules.</summary>
    public bool IsUnderAMinute(DateTimeOffset now)
    {
        const int Looked = 5;
        var previous = NextAfter(now);
        for (var i = 0; i < Looked; i++)
        {
            var next = NextAfter(previous);
            if (next - previous < Minute)
                return true;

            previous = next;
        }
        return false;
    }
}
