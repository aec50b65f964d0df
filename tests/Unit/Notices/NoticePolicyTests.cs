using CsCheck;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Notices;

namespace WeCommerce.Unit.Notices;

public sealed class NoticePolicyTests
{
    private static readonly NoticePolicy Night = new(new TimeOnly(22, 0), new TimeOnly(8, 0), 5);

    [Theory]
    [InlineData("21:59", null)]
    [InlineData("22:00", "2026-11-27 08:00")]
    [InlineData("23:59", "2026-11-27 08:00")]
    [InlineData("00:00", "2026-11-26 08:00")]
    [InlineData("07:59", "2026-11-26 08:00")]
    [InlineData("08:00", null)]
    public void QuietUntil_IsTheMorning_ByBeijingsClock(string time, string? until)
    {
        var instant = At($"2026-11-26 {time}");

        Assert.Equal(until is null ? null : At(until), Night.QuietUntil(instant));
    }

    [Fact]
    public void QuietUntil_OfAWindowWithinADay_IsItsEnd()
    {
        var noon = new NoticePolicy(new TimeOnly(12, 0), new TimeOnly(14, 0), 5);

        Assert.Equal(At("2026-11-26 14:00"), noon.QuietUntil(At("2026-11-26 13:00")));
        Assert.Null(noon.QuietUntil(At("2026-11-26 14:00")));
    }

    [Fact]
    public void TheSameTimeTwice_IsNoQuietHours()
    {
        var never = new NoticePolicy(new TimeOnly(8, 0), new TimeOnly(8, 0), 5);

        Assert.Null(never.QuietUntil(At("2026-11-26 08:00")));
        Assert.Null(never.QuietUntil(At("2026-11-26 03:00")));
    }

    /// <summary>What waits for the end of quiet hours comes out of them, later and within a day.</summary>
    [Fact]
    public void QuietUntil_OfAnyHours_LeadsOutOfThem() =>
        Gen.Select(Gen.Int[0, 1439], Gen.Int[0, 1439], Gen.Int[0, 2879], (from, to, at) => (from, to, at)).Sample(x =>
        {
            var policy = new NoticePolicy(new TimeOnly(x.from / 60, x.from % 60), new TimeOnly(x.to / 60, x.to % 60), 5);
            var instant = At("2026-11-26 00:00").AddMinutes(x.at);
            if (policy.QuietUntil(instant) is { } end)
            {
                Assert.InRange(end - instant, TimeSpan.FromTicks(1), TimeSpan.FromDays(1));
                Assert.Null(policy.QuietUntil(end));
            }
            Assert.Null(policy.QuietUntil(policy.TomorrowOf(instant)));
            Assert.True(ShopDay.Of(policy.TomorrowOf(instant)) > ShopDay.Of(instant));
        });

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 2, 2, 1)]
    [InlineData(5, 5, 4, 3)]
    [InlineData(10, 10, 8, 5)]
    public void MostOf_LeavesRoomForWhatMattersMore(int perDay, int high, int normal, int low)
    {
        var policy = Night with { MostPerDay = perDay };

        Assert.Equal((high, normal, low), (policy.MostOf(NoticeRank.High), policy.MostOf(NoticeRank.Normal), policy.MostOf(NoticeRank.Low)));
    }

    [Theory]
    [InlineData("22:00", "08:00", 5, 0)]
    [InlineData("24:00", "8:00", 0, 3)]
    [InlineData("", "", 51, 3)]
    public void Faults_NameEachSettingThatIsWrong(string from, string to, int most, int faults) =>
        Assert.Equal(faults, new NoticeOptions { QuietFrom = from, QuietTo = to, MostPerDay = most }.Faults().Count());

    private static DateTimeOffset At(string beijing) => new(DateTime.Parse(beijing, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(8));
}
