using System.Globalization;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Notices;

/// <summary>When and how often members are told anything.</summary>
internal sealed class NoticeOptions
{
    /// <summary>Quiet hours (免打扰), Beijing's time: from 22:00 to 08:00 unless set. The same twice is none.</summary>
    public string QuietFrom { get; set; } = "22:00";

    /// <inheritdoc cref="QuietFrom"/>
    public string QuietTo { get; set; } = "08:00";

    /// <summary>Messages that a member gets on one of the shop's days at the most: 1 to 50, 5 unless set.</summary>
    public int MostPerDay { get; set; } = 5;

    public IEnumerable<string> Faults()
    {
        if (TimeOf(QuietFrom) is null)
            yield return "Notices__QuietFrom must be a time of day, 22:00.";
        if (TimeOf(QuietTo) is null)
            yield return "Notices__QuietTo must be a time of day, 08:00.";
        if (MostPerDay is < 1 or > 50)
            yield return "Notices__MostPerDay must be 1 to 50.";
    }

    public NoticePolicy ToPolicy() => new(TimeOf(QuietFrom) ?? default, TimeOf(QuietTo) ?? default, MostPerDay);

    private static TimeOnly? TimeOf(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}

/// <summary>When and how often: what <see cref="NoticeOptions"/> say.</summary>
internal sealed record NoticePolicy(TimeOnly QuietFrom, TimeOnly QuietTo, int MostPerDay)
{
    /// <summary>When the quiet hours end that an instant lies in; null outside of them.</summary>
    public DateTimeOffset? QuietUntil(DateTimeOffset instant)
    {
        var day = ShopDay.Of(instant);
        var time = TimeOnly.FromTimeSpan(instant - ShopDay.Begin(day));
        // IsBetween knows ranges over midnight; the same time twice is an empty one.
        if (!time.IsBetween(QuietFrom, QuietTo))
            return null;

        return ShopDay.Begin(time < QuietTo ? day : day.AddDays(1)) + QuietTo.ToTimeSpan();
    }

    /// <summary>
    /// How many messages of a day are open to a rank: all to the highest, four fifths and a half of them to the others, rounded up, so that what a member
    /// would miss most still finds room in the evening.
    /// </summary>
    public int MostOf(NoticeRank rank) => rank switch
    {
        NoticeRank.High => MostPerDay,
        NoticeRank.Normal => ((MostPerDay * 4) + 4) / 5,
        NoticeRank.Low => (MostPerDay + 1) / 2,
        _ => throw new InvalidOperationException($"There is no rank {rank}."),
    };

    /// <summary>The first instant of the day after that is not quiet.</summary>
    public DateTimeOffset TomorrowOf(DateTimeOffset instant)
    {
        var begin = ShopDay.Begin(ShopDay.Of(instant).AddDays(1));
        return QuietUntil(begin) ?? begin;
    }
}
