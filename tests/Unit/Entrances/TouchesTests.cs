using CsCheck;
using WeCommerce.Shop.Entrances;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Unit.Orders;

namespace WeCommerce.Unit.Entrances;

public sealed class TouchesTests
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(30);
    private static readonly OrderId Order = OrderId.New(Some.Member, Some.Ids);
    private static readonly MemberId Sharer = MemberId.New(Some.Ids);

    [Fact]
    public void OpeningItAgain_CountsForTheWayBefore()
    {
        var touches = Touches.None.With(By("poster")).With(Alone(Some.Noon.AddHours(1)));

        Assert.Equal("poster", $"{touches.LastBefore(Some.Noon.AddHours(2), Window)?.EntranceId}");
        Assert.Single(touches.Recent);
    }

    // Late, twice and in any order it is the same.
    [Fact]
    public void Told_InAnyOrder_EndsInTheSame() => Gen.Shuffle(Enumerable.Range(0, 30).ToArray()).Sample(order =>
    {
        var told = Enumerable.Range(0, 30).Select(n => By($"e{n}", Some.Noon.AddMinutes(n))).ToList();
        var touches = order.Concat(order.Take(5)).Aggregate(Touches.None, (t, n) => t.With(told[n]));

        Assert.Equal("e0", $"{touches.First?.EntranceId}");
        Assert.Equal(Enumerable.Range(0, Touches.Most).Select(n => $"e{29 - n}"), touches.Recent.Select(t => $"{t.EntranceId}"));
    });

    [Fact]
    public void LastBefore_SeesNeitherWhatCameLater_NorWhatIsTooOld()
    {
        var touches = Touches.None.With(By("old")).With(By("late", Some.Noon.AddDays(10)));

        Assert.Equal("old", $"{touches.LastBefore(Some.Noon.AddDays(5), Window)?.EntranceId}");
        Assert.Null(touches.LastBefore(Some.Noon.AddDays(5), TimeSpan.FromDays(4)));
        Assert.Null(touches.LastBefore(Some.Noon.AddDays(-1), Window));
        Assert.Null(touches.FirstBefore(Some.Noon.AddDays(-1)));
    }

    [Fact]
    public void Attribution_IsOfTheLastWay_AndOfTheFirst()
    {
        var touches = Touches.None.With(By("first")).With(Shared(Some.Noon.AddDays(1)));

        var sales = Attribution.Of(Alone(Some.Noon.AddDays(2)), touches, Some.Noon.AddDays(2), Window).SalesOf(Order, Some.Noon, new Fen(1990));

        Assert.Equal((true, false), BothOf(sales, Subject.Of(Sharer)));
        Assert.Equal((true, false), BothOf(sales, Subject.Of(SaleChannel.SocialShare)));
        Assert.Equal((false, true), BothOf(sales, Subject.Of(Entrance("first"))));
        Assert.Equal((false, true), BothOf(sales, Subject.Of(SaleChannel.SearchOrScan)));
    }

    [Fact]
    public void Attribution_OfAnOrderThatNamesAnEntrance_IsItsOwn()
    {
        var attribution = Attribution.Of(By("order", Some.Noon.AddDays(2)), Touches.None.With(By("visit")), Some.Noon.AddDays(2), Window);

        Assert.Equal(("order", "visit"), ($"{attribution.Last?.EntranceId}", $"{attribution.First?.EntranceId}"));
    }

    // The number says how the visit began that is already known; another number says that there was another one.
    [Fact]
    public void Attribution_OfAnOrderWithASceneNumberAlone_IsTheVisits_UnlessItCameAnotherWay()
    {
        var touches = Touches.None.With(By("poster"));

        Assert.Equal("poster", $"{Attribution.Of(Numbered(SaleChannel.SearchOrScan), touches, Some.Noon.AddDays(1), Window).Last?.EntranceId}");
        Assert.Equal(SaleChannel.Channels, Attribution.Of(Numbered(SaleChannel.Channels), touches, Some.Noon.AddDays(1), Window).Last?.Channel);
    }

    [Fact]
    public void Attribution_OfWhoCameByThemselves_IsNobodys_AndCountedAsSuch()
    {
        var attribution = Attribution.Of(Alone(Some.Noon), Touches.None, Some.Noon, Window);

        Assert.Equal((null, null), (attribution.Last, attribution.First));
        Assert.Equal([Subject.Of(SaleChannel.Other)], attribution.SalesOf(Order, Some.Noon, new Fen(1)).Keys);
    }

    [Fact]
    public void SceneNumbers_AreThereForEachChannel_EachOnce()
    {
        Assert.Equal(
            [SaleChannel.SocialShare, SaleChannel.OfficialAccount, SaleChannel.SearchOrScan, SaleChannel.Channels],
            SceneNumbers.All.Select(s => s.Channel).Distinct().Order());
        Assert.Distinct(SceneNumbers.All.Select(s => s.Number));
        Assert.StartsWith("https://developers.weixin.qq.com/", SceneNumbers.Source, StringComparison.Ordinal);
        Assert.Equal(
            (SaleChannel.SocialShare, SaleChannel.OfficialAccount, SaleChannel.SearchOrScan, SaleChannel.Channels, SaleChannel.Other, SaleChannel.Other),
            (SceneNumbers.ChannelOf(1007), SceneNumbers.ChannelOf(1035), SceneNumbers.ChannelOf(1047), SceneNumbers.ChannelOf(1177), SceneNumbers.ChannelOf(1001), SceneNumbers.ChannelOf(null)));
    }

    private static (bool Last, bool First) BothOf(IReadOnlyDictionary<Subject, EntranceSale> sales, Subject subject) => (sales[subject].IsLast, sales[subject].IsFirst);

    private static Touch By(string entrance, DateTimeOffset? at = null) => new(at ?? Some.Noon, SaleChannel.SearchOrScan, Entrance(entrance), SharedBy: null, 1047);

    private static Touch Shared(DateTimeOffset at) => new(at, SaleChannel.SocialShare, EntranceId: null, Sharer, 1007);

    private static Touch Numbered(SaleChannel channel) => new(Some.Noon.AddDays(1), channel, EntranceId: null, SharedBy: null, 1);

    private static Touch Alone(DateTimeOffset at) => new(at, SaleChannel.Other, EntranceId: null, SharedBy: null, 1001);

    private static EntranceId Entrance(string text) => EntranceId.TryParse(text, out var id) ? id : throw new ArgumentException("No entrance looks so.", nameof(text));
}
