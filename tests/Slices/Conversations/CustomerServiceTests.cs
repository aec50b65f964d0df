using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Conversations;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Pushes;
using WeCommerce.Slices.AfterSales;
using WeCommerce.Storage;
using WeCommerce.Testing;
using WeCommerce.WeChat.Messages;
using WeCommerce.WeChat.Push;
using static WeCommerce.Slices.Conversations.TalkSteps;
using Answer = WeCommerce.Shop.Conversations.Reply;

namespace WeCommerce.Slices.Conversations;

/// <summary>The mini-program's customer service (小程序客服): the shop answers by message what it can, and hands over to a human.</summary>
public sealed class CustomerServiceTests(Azurite azurite) : ShopTests(azurite)
{
    private const string Send = "/cgi-bin/message/custom/send";

    private CustomerDesk Desk => Shop.Services.GetRequiredService<CustomerDesk>();

    [Theory]
    [InlineData("json")]
    [InlineData("xml")]
    public async Task Question_IsAnsweredByMessage_AndWhatNobodyForesaw_ByAHuman(string format)
    {
        await using var shop = await ShopHost.StartBesideAsync(Shop, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Pushes:Apps:mini:Format"] = format });
        await shop.SetUpPushesAsync(format: format);
        await shop.PutRuleAsync("mini", new { kind = "Keyword", texts = new[] { "发货" }, match = "Contains" }, Says("48 小时内发货"));
        await shop.PutRuleAsync("mini", new { kind = "Default" }, new { kind = "Human" });
        var li = await Person.MeetAsync(shop);

        var foreseen = await li.AskAsync("什么时候发货");
        var (other, picture) = (await li.AskAsync("我要投诉"), await li.SendPictureAsync());

        Assert.Equal(("success", "transfer_customer_service", "transfer_customer_service"), ($"{foreseen["body"]}", other.Said(), picture.Said()));
        Assert.Equal("48 小时内发货", $"{(await li.SeeMessagesAsync(1))[0]["text"]!["content"]}");
        await shop.SeeNothingLeftAsync();
        Assert.Single(await li.MessagesAsync());
    }

    [Fact]
    public async Task EveryKindOfReply_IsAMessageOfItsKind()
    {
        await ServeAsync();
        await Shop.PutRuleAsync("mini", new { kind = "Enter" }, Says("您好，有什么可以帮您"));
        await Shop.PutRuleAsync("mini", new { kind = "Keyword", texts = new[] { "图" } }, new { kind = "Image", mediaId = "media-1" });
        await Shop.PutRuleAsync(
            "mini", new { kind = "Keyword", texts = new[] { "文" } },
            new { kind = "Article", title = "明前新茶", description = "今年的", url = "https://shop.example.com/tea", pictureUrl = "https://shop.example.com/tea.jpg" });
        await Shop.PutRuleAsync(
            "mini", new { kind = "Keyword", texts = new[] { "卡" } }, new { kind = "Card", title = "订单", appId = ShopHost.AppId, pagePath = "pages/orders", thumbMediaId = "media-2" });
        var li = await Person.MeetAsync(Shop);

        foreach (var act in new Func<Task>[] { () => li.EnterServiceAsync("pages/order"), () => li.AskAsync("图"), () => li.AskAsync("文"), () => li.AskAsync("卡") })
        {
            var before = (await li.MessagesAsync()).Count;
            await act();
            await li.SeeMessagesAsync(before + 1);
        }

        Assert.Equal(["text", "image", "link", "miniprogrampage"], (await li.MessagesAsync()).Select(m => $"{m["msgtype"]}"));
    }

    [Fact]
    public async Task OrderStatus_IsToldOfOnesOwn_AndOfNobodyElses()
    {
        await ServeAsync();
        var (lei, mei, stranger) = (await Person.MeetAsync(Shop), await Person.MeetAsync(Shop, "韩梅梅"), await Person.MeetAsync(Shop, "路人"));
        var (li, han, keeper, sku) = (await lei.LogInAsync(), await mei.LogInAsync(), await Shop.LogInAsOperatorAsync(), await Shop.PutOnSaleAsync(pieces: 5));
        var (sent, unpaid) = ((await li.BuyAsync(sku)).OrderId, (await li.PlaceOrderAsync(sku)).OrderId);
        await keeper.ShipAsync(sent, "ZTO7700001");

        foreach (var person in new[] { lei, mei, stranger })
            await person.AskAsync("我的订单");

        var told = $"{(await lei.SeeMessagesAsync(1))[0]["text"]!["content"]}";
        Assert.Contains($"订单号 {sent}", told, StringComparison.Ordinal);
        Assert.Contains("待收货\n快递 ZTO ZTO7700001", told, StringComparison.Ordinal);
        Assert.Contains($"订单号 {unpaid}", told, StringComparison.Ordinal);
        Assert.Contains("待付款", told, StringComparison.Ordinal);
        foreach (var (person, friendly) in new[] { (mei, "您还没有订单"), (stranger, "还没有找到您的订单") })
        {
            var text = $"{(await person.SeeMessagesAsync(1))[0]["text"]!["content"]}";
            Assert.Contains(friendly, text, StringComparison.Ordinal);
            Assert.DoesNotContain(sent, text, StringComparison.Ordinal);
        }
        Assert.NotEqual(li.MemberId, han.MemberId);
        // Whoever only asks is not made a member.
        Assert.DoesNotContain(await StoredRows.TextsAsync(Shop.ConnectionString), t => t.StartsWith($"Identities/{stranger.OpenId}/{ShopHost.AppId}/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SixthMessage_IsNotSent_UntilTheyWriteAgain()
    {
        await ServeAsync();
        var li = await Person.MeetAsync(Shop);
        await li.AskAsync("你好");
        await Shop.SeeNothingLeftAsync();

        var all = await Task.WhenAll(Enumerable.Range(0, 5).Select(n => SayUntilAsync(li, $"{n}")));
        Assert.All(all, d => Assert.Equal(CustomerDelivery.Sent, d));
        Assert.Equal(CustomerDelivery.WindowClosed, await SayAsync(li, "6"));
        Assert.Equal(5, (await li.MessagesAsync()).Count);

        Shop.Time.Advance(TimeSpan.FromHours(1));
        await li.AskAsync("在吗");
        await Shop.SeeNothingLeftAsync();
        Assert.Equal(CustomerDelivery.Sent, await SayAsync(li, "7"));
        Shop.Time.Advance(TimeSpan.FromHours(48));
        Assert.Equal(CustomerDelivery.WindowClosed, await SayAsync(li, "8"));
    }

    // 45047: somebody else may have said something (a human in the console); then nothing more is tried.
    [Fact]
    public async Task WindowThatWeChatClosed_IsClosed()
    {
        await ServeAsync();
        var li = await Person.MeetAsync(Shop);
        await li.AskAsync("你好");
        await Shop.SeeNothingLeftAsync();
        await Shop.BehaveAsync(new { failNext = new { path = Send, code = "45047", count = 1 } });

        Assert.Equal(CustomerDelivery.WindowClosed, await SayAsync(li, "1"));
        Assert.Equal(CustomerDelivery.WindowClosed, await SayAsync(li, "2"));
        Assert.Empty(await li.MessagesAsync());
    }

    [Fact]
    public async Task Repeats_AreOneAnswer()
    {
        await ServeAsync();
        await Shop.PutRuleAsync("mini", new { kind = "Keyword", texts = new[] { "地址" } }, Says("龙井路 1 号"));
        var li = await Person.MeetAsync(Shop);

        var asked = await li.AskAsync("地址");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => li.AgainAsync(asked)));
        await Shop.SeeNothingLeftAsync();
        // As WeChat would after it gave up, when all is long done.
        await li.AgainAsync(asked);
        await Shop.SeeNothingLeftAsync();

        Assert.Single(await li.MessagesAsync());
    }

    // Whether it arrived is unknown: twice would be worse than not at all.
    [Fact]
    public async Task AnswerOfWeChatIsLost_TheReplyIsNotSentAgain()
    {
        await ServeAsync();
        await Shop.PutRuleAsync("mini", new { kind = "Keyword", texts = new[] { "地址" } }, Says("龙井路 1 号"));
        var li = await Person.MeetAsync(Shop);
        await Shop.BehaveAsync(new { failNext = new { path = Send, status = 500, afterWork = true, count = 1 } });

        var asked = await li.AskAsync("地址");
        await li.SeeMessagesAsync(1);
        await Shop.SeeNothingLeftAsync();
        await li.AgainAsync(asked);
        await Shop.SeeNothingLeftAsync();

        Assert.Single(await li.MessagesAsync());
    }

    // Storage is gone between the note that it is being said and the call: whoever comes soon waits, whoever comes late cannot know, and says nothing.
    [Fact]
    public async Task ShopDiesWhileItSays_NothingIsSaidTwice()
    {
        await ServeAsync();
        var li = await Person.MeetAsync(Shop);
        await li.AskAsync("你好");
        await Shop.SeeNothingLeftAsync();
        var (replies, push) = (Shop.Services.GetRequiredService<LaterReplies>(), PushOf(li, "地址", new Answer.Text("龙井路 1 号")));
        Shop.Network.LoseRequests(r => r.Uri.ToUri().AbsolutePath.Contains("Identities", StringComparison.Ordinal));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => replies.SayAsync(push, default));
        Shop.Network.Heal();

        Assert.False(await replies.SayAsync(push, default));
        Shop.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await replies.SayAsync(push, default));
        Assert.Empty(await li.MessagesAsync());
        Assert.True(await replies.SayAsync(PushOf(li, "电话", new Answer.Text("0571")), default));
        Assert.Single(await li.MessagesAsync());
    }

    [Fact]
    public async Task WeChatIsBusy_TheReplyIsSentLater_Once_AndOnceItIsSpent()
    {
        await ServeAsync();
        await Shop.PutRuleAsync("mini", new { kind = "Keyword", texts = new[] { "地址" } }, Says("龙井路 1 号"));
        var li = await Person.MeetAsync(Shop);
        await Shop.BehaveAsync(new { failNext = new { path = Send, code = "-1", count = 1 } });

        await li.AskAsync("地址");
        await li.SeeMessagesAsync(1);
        await Shop.SeeNothingLeftAsync();

        for (var n = 0; n < 4; n++)
            Assert.Equal(CustomerDelivery.Sent, await SayAsync(li, $"{n}"));
        Assert.Equal(CustomerDelivery.WindowClosed, await SayAsync(li, "6"));
    }

    private async Task ServeAsync()
    {
        await Shop.SetUpPushesAsync();
        await Shop.PutRuleAsync("mini", new { kind = "Keyword", texts = new[] { "订单" }, match = "Contains" }, new { kind = "OrderStatus" });
        await Shop.PutRuleAsync("mini", new { kind = "Default" }, new { kind = "Human" });
    }

    private Push PushOf(Person from, string content, Answer reply)
    {
        var message = new PushMessage("", new Dictionary<string, string>(StringComparer.Ordinal) { ["MsgType"] = "text", ["FromUserName"] = from.OpenId, ["Content"] = content });
        var at = Shop.Time.GetUtcNow();
        Assert.True(ReplyRuleId.TryParse("rule", out var rule));
        return new Push(PushId.Of("mini", at, message), ShopHost.AppId, at, message) { Choice = new ReplyChoice(rule, reply, null, IsPassive: false) };
    }

    private Task<CustomerDelivery> SayAsync(Person person, string text)
    {
        Assert.True(OpenId.TryParse(person.OpenId, out var openId));
        return Desk.SendAsync(new AppIdentity(ShopHost.AppId, openId), new CustomerMessage.Text(text), default);
    }

    // Five at once are in each other's way.
    private async Task<CustomerDelivery> SayUntilAsync(Person person, string text)
    {
        var last = CustomerDelivery.TryAgain;
        for (var n = 0; n < 20 && last == CustomerDelivery.TryAgain; n++)
            last = await SayAsync(person, text);
        return last;
    }
}
