using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Conversations;
using WeCommerce.Shop.Followers;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Pushes;
using WeCommerce.Slices.Coupons;
using WeCommerce.Testing;
using WeCommerce.WeChat.Messages;
using WeCommerce.WeChat.Push;
using static WeCommerce.Slices.Conversations.TalkSteps;

namespace WeCommerce.Slices.Conversations;

/// <summary>关注, 取消关注, and what comes of them.</summary>
public sealed class FollowTests(Azurite azurite) : ShopTests(azurite)
{
    private FollowerBook Followers => Shop.Services.GetRequiredService<FollowerBook>();

    private CustomerDesk Desk => Shop.Services.GetRequiredService<CustomerDesk>();

    [Fact]
    public async Task Follow_IsWelcomed_EachTime_AndGivenOneCouponForEver()
    {
        var offer = await WelcomeWithCouponAsync();
        var person = await Person.MeetAsync(Shop);
        var li = await person.LogInAsync();

        var followed = await person.FollowAsync();
        foreach (var again in await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => person.AgainAsync(followed))))
            Assert.Equal("欢迎", again.Said());
        await Eventually.IsAsync(async () => (await li.CouponsOfAsync()).Contains(offer), "the coupon");
        await person.UnfollowAsync();
        Shop.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("欢迎", (await person.FollowAsync()).Said());
        await Shop.SeeNothingLeftAsync();

        Assert.Equal("欢迎", followed.Said());
        Assert.Equal([offer], await li.CouponsOfAsync());
        Assert.Equal(1, (await Shop.NumbersOfAsync(offer)).Issued);
    }

    // UnionId: who follows first and logs in later finds the coupon there.
    [Fact]
    public async Task Follow_BeforeTheFirstLogin_IsTheSameMember()
    {
        var offer = await WelcomeWithCouponAsync();
        var person = await Person.MeetAsync(Shop);

        await person.FollowAsync();
        await Shop.SeeNothingLeftAsync();
        var li = await person.LogInAsync();

        Assert.Equal([offer], await li.CouponsOfAsync());
        Assert.Equal(person.AccountOpenId, (await FollowedAsync(li))?.OpenId.Value);
    }

    [Fact]
    public async Task Follow_ByACode_GetsTheRuleOfItsScene()
    {
        await Shop.SetUpAccountAsync();
        await Shop.PutRuleAsync("official", new { kind = "Follow" }, Says("欢迎"));
        await Shop.PutRuleAsync("official", new { kind = "Follow", texts = new[] { "poster-1" } }, Says("海报来的"));
        var (one, two) = (await Person.MeetAsync(Shop), await Person.MeetAsync(Shop));

        Assert.Equal(("海报来的", "欢迎"), ((await one.FollowAsync("poster-1")).Said(), (await two.FollowAsync("poster-2")).Said()));

        // Who scans without following begins to.
        var three = await Person.MeetAsync(Shop);
        Assert.Equal("海报来的", (await three.ScanAsync("poster-1")).Said());
    }

    // The welcome does not wait for WeChat to say who it is.
    [Fact]
    public async Task Follow_WhileWeChatDoesNotSayWhoItIs_IsWelcomed_AndGivenTheCouponLater()
    {
        var offer = await WelcomeWithCouponAsync();
        var person = await Person.MeetAsync(Shop);
        var li = await person.LogInAsync();
        await Shop.BehaveAsync(new { failNext = new { path = "/cgi-bin/user/info", code = "-1", count = 1 } });

        Assert.Equal("欢迎", (await person.FollowAsync()).Said());

        await Eventually.IsAsync(async () => (await li.CouponsOfAsync()).Contains(offer), "the coupon");
        await Shop.SeeNothingLeftAsync();
        Assert.Equal([offer], await li.CouponsOfAsync());
    }

    // An account that may not ask (48001): after a day nobody asks any more.
    [Fact]
    public async Task WeChatNeverSaysWhoItIs_IsGivenUpAfterADay()
    {
        var person = await Person.MeetAsync(Shop);
        Assert.True(OpenId.TryParse(person.AccountOpenId, out var openId));
        var (welcome, identity) = (Shop.Services.GetRequiredService<FollowerWelcome>(), new AppIdentity(ShopHost.AccountAppId, openId));
        await Shop.BehaveAsync(new { failNext = new { path = "/cgi-bin/user/info", code = "48001", count = 2 } });

        await Assert.ThrowsAsync<TimeoutException>(() => welcome.JoinAsync(identity, PushAt(Shop.Time.GetUtcNow()), default));
        await welcome.JoinAsync(identity, PushAt(Shop.Time.GetUtcNow().AddHours(-25)), default);

        static Push PushAt(DateTimeOffset at)
        {
            var message = new PushMessage("", new Dictionary<string, string>(StringComparer.Ordinal) { ["MsgType"] = "event", ["Event"] = "subscribe" });
            return new Push(PushId.Of("official", at, message), ShopHost.AccountAppId, at, message);
        }
    }

    [Fact]
    public async Task Coupon_OfAnOfferThatIsPaused_IsNotGiven_ButLaterWhenTheyFollowAgain()
    {
        var offer = await WelcomeWithCouponAsync();
        await Shop.PutOfferAsync(new { channel = "Follow", paused = true }, offer);
        var person = await Person.MeetAsync(Shop);
        var li = await person.LogInAsync();
        await person.FollowAsync();
        await Shop.SeeNothingLeftAsync();
        Assert.Empty(await li.CouponsOfAsync());

        await Shop.PutOfferAsync(new { channel = "Follow", paused = false }, offer);
        await person.UnfollowAsync();
        Shop.Time.Advance(TimeSpan.FromMinutes(1));
        await person.FollowAsync();

        await Eventually.IsAsync(async () => (await li.CouponsOfAsync()).Contains(offer), "the coupon");
    }

    [Fact]
    public async Task Unfollowed_IsNotMessaged()
    {
        await Shop.SetUpAccountAsync();
        var person = await Person.MeetAsync(Shop);
        var li = await person.LogInAsync();
        Assert.Null(await FollowedAsync(li));
        var followed = await person.FollowAsync();
        await Shop.SeeNothingLeftAsync();
        var known = (await FollowedAsync(li))!;
        Assert.Equal((ShopHost.AccountAppId, person.AccountOpenId), (known.AppId, known.OpenId.Value));
        Assert.True(await Followers.IsFollowingAsync(known));

        Shop.Time.Advance(TimeSpan.FromSeconds(2));
        await person.UnfollowAsync();
        // What was pushed before comes once more afterwards.
        await person.AgainAsync(followed);
        await Shop.SeeNothingLeftAsync();

        Assert.Null(await FollowedAsync(li));
        Assert.Equal(CustomerDelivery.WindowClosed, await Desk.SendAsync(known, new CustomerMessage.Text("回来吧"), default));
        Assert.Empty(await person.MessagesAsync());
    }

    private async Task<string> WelcomeWithCouponAsync()
    {
        await Shop.SetUpAccountAsync();
        var offer = await Shop.PutOfferAsync(new { channel = "Follow" });
        await Shop.PutRuleAsync("official", new { kind = "Follow" }, Says("欢迎"), couponOfferId: offer);
        return offer;
    }

    private Task<AppIdentity?> FollowedAsync(Shopper shopper)
    {
        Assert.True(MemberId.TryParse(shopper.MemberId, out var member));
        return Followers.FindFollowedAsync(member, ShopHost.AccountAppId);
    }
}
