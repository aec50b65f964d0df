using WeCommerce.Shop.Notices;

namespace WeCommerce.Unit.Notices;

public sealed class NoticeRuleTests
{
    [Fact]
    public void KeptFrom_IsOneForEachMoreImportantUseOfTheTemplate()
    {
        var (shipped, paid, drop) = (Rule(NoticeKind.Shipped, "t1"), Rule(NoticeKind.Paid, "t1"), Rule(NoticeKind.PriceDropped, "t1"));
        var all = new NoticeRuleSet([shipped, paid, drop, Rule(NoticeKind.RefundDone, "t2")]);

        Assert.Equal((0, 1, 2), (all.KeptFrom(shipped, shipped.Routes[0]), all.KeptFrom(paid, paid.Routes[0]), all.KeptFrom(drop, drop.Routes[0])));
    }

    [Fact]
    public void KeptFrom_LeavesNothingForWhatIsOff()
    {
        var paid = Rule(NoticeKind.Paid, "t1");

        Assert.Equal(0, new NoticeRuleSet([Rule(NoticeKind.Shipped, "t1") with { IsOn = false }, paid]).KeptFrom(paid, paid.Routes[0]));
    }

    [Fact]
    public void Fill_PutsFactsIn_AndLeavesOutWhatIsNotKnown()
    {
        var facts = new Dictionary<string, string> { ["product"] = "西湖龙井", ["order"] = "A&B" };

        Assert.Equal("西湖龙井 已发货 ", NoticeText.Fill("{product} 已发货 {carrier}", facts));
        Assert.Equal("pages/order?id=A%26B", NoticeText.FillPage("pages/order?id={order}", facts));
    }

    [Fact]
    public void EveryKind_HasFactsARankAndALife()
    {
        Assert.All(Enum.GetValues<NoticeKind>(), kind =>
        {
            Assert.NotEmpty(NoticeKinds.FactsOf(kind));
            Assert.True(Enum.IsDefined(NoticeKinds.RankOf(kind)));
            Assert.InRange(NoticeKinds.LifeOf(kind), TimeSpan.FromHours(1), TimeSpan.FromHours(72));
        });
    }

    private static NoticeRule Rule(NoticeKind kind, string template) => new()
    {
        Kind = kind,
        Rank = NoticeKinds.RankOf(kind),
        Routes = [new NoticeRoute { Kind = NoticeRouteKind.SubscribeMessage, AppId = "wx1", TemplateId = template }],
    };
}
