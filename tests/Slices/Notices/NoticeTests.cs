using System.Text.Json.Nodes;
using WeCommerce.Shop.Money;
using WeCommerce.Slices.AfterSales;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Notices;

public sealed class NoticeTests(Azurite azurite) : ShopTests(azurite)
{
    private static readonly object PaidFields = new { thing1 = "{product}", amount2 = "{amount}", time3 = "{time}", character_string4 = "{order}" };

    [Fact]
    public async Task PaidOrder_OfWhoPermittedIt_IsTold_AndWeChatSaysThatItArrived()
    {
        await Shop.SetUpPushesAsync();
        await Shop.PutNoticeRuleAsync("Paid", PaidFields);
        var (li, sku) = (await Shop.LogInAsync(), await Shop.PutOnSaleAsync(pieces: 2));
        await Shop.AllowAsync(li, "t-Paid");

        var orderId = (await li.BuyAsync(sku)).OrderId;

        await Eventually.SeeAsync(async () => (await Shop.SeeNoticesAsync("Paid", 1))[0], n => n.Text("state") == "Delivered", "WeChat says that it arrived");
        var sent = Assert.Single(await Shop.OutboxAsync("SubscribeMessage"));
        Assert.Equal((li.OpenId, "t-Paid"), (sent.Text("openId"), $"{sent["body"]!["template_id"]}"));
        var data = sent["body"]!["data"]!;
        Assert.Equal(("明前龙井 50g", "¥19.90", orderId), ($"{data["thing1"]!["value"]}", $"{data["amount2"]!["value"]}", $"{data["character_string4"]!["value"]}"));
        Assert.Equal(0, await li.LeftOfAsync("t-Paid"));
    }

    // Lesson 37: no message without a permission.
    [Fact]
    public async Task WhoPermittedNothing_IsSentNothing_AndTheListSaysWhy()
    {
        await Shop.PutNoticeRuleAsync("Paid", PaidFields);
        var (li, sku) = (await Shop.LogInAsync(), await Shop.PutOnSaleAsync(pieces: 2));

        await li.BuyAsync(sku);

        var notice = Assert.Single(await Shop.SeeNoticesAsync("Paid", 1));
        Assert.Equal(("NotSent", "NoPermission"), (notice.Text("state"), notice.Text("reason")));
        Assert.Empty(await Shop.OutboxAsync("SubscribeMessage"));
        var keeper = await Shop.LogInAsOperatorAsync();
        var count = Assert.Single((await keeper.GetAsync("v1/ops/notice-counts")).Expect(200).Json["items"]!.AsArray())!;
        Assert.Equal(("Paid", "NotSent", "NoPermission", 1), ($"{count["kind"]}", $"{count["state"]}", $"{count["reason"]}", (int)count["members"]!));
    }

    [Fact]
    public async Task OnePermission_IsSpentOnce_WhoeverPaysTwice()
    {
        await Shop.PutNoticeRuleAsync("Paid", PaidFields);
        var (li, sku) = (await Shop.LogInAsync(), await Shop.PutOnSaleAsync(pieces: 2));
        await Shop.AllowAsync(li, "t-Paid");

        await li.BuyAsync(sku);
        await li.BuyAsync(sku);

        var states = (await Shop.SeeNoticesAsync("Paid", 2)).Select(n => n.Text("state")).Order(StringComparer.Ordinal);
        Assert.Equal(["NotSent", "Sent"], states);
        Assert.Single(await Shop.OutboxAsync("SubscribeMessage"));
    }

    [Fact]
    public async Task PermissionThatWeChatKnowsNothingOf_IsForgotten()
    {
        await Shop.PutNoticeRuleAsync("Paid", PaidFields);
        var (li, sku) = (await Shop.LogInAsync(), await Shop.PutOnSaleAsync(pieces: 2));
        await li.ReportAsync("t-Paid");
        await li.ReportAsync("t-Paid");
        Assert.Equal(2, await li.LeftOfAsync("t-Paid"));

        await li.BuyAsync(sku);

        var notice = Assert.Single(await Shop.SeeNoticesAsync("Paid", 1));
        Assert.Equal(("NotSent", "NoPermission", 43101), (notice.Text("state"), notice.Text("reason"), (int)notice["tried"]![0]!["errCode"]!));
        Assert.Equal(0, await li.LeftOfAsync("t-Paid"));
    }

    [Fact]
    public async Task ReportAndPushOfOnePopUp_AreOnePermission_AndARefusalEndsIt()
    {
        await Shop.SetUpPushesAsync();
        await Shop.PutNoticeRuleAsync("Paid", PaidFields);
        await Shop.PutNoticeRuleAsync("Shipped", new { thing1 = "{product}" });
        var li = await Shop.LogInAsync();
        await Shop.AllowAsync(li, "t-Paid", "t-Shipped");
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "the push is taken");
        Assert.Equal((1, 1), (await li.LeftOfAsync("t-Paid"), await li.LeftOfAsync("t-Shipped")));

        await Shop.TellWeChatAsync("simulator/actions", new { openId = li.OpenId, action = "refuseTemplates", templateIds = new[] { "t-Paid" } });

        await Eventually.IsAsync(async () => await li.LeftOfAsync("t-Paid") == 0, "the refusal is taken");
        Assert.Equal(1, await li.LeftOfAsync("t-Shipped"));
    }

    [Fact]
    public async Task PushAlone_IsAPermission_WhereTheClientsReportWasLost()
    {
        await Shop.SetUpPushesAsync();
        await Shop.PutNoticeRuleAsync("Paid", PaidFields);
        var li = await Shop.LogInAsync();

        await Shop.TellWeChatAsync("simulator/actions", new { openId = li.OpenId, action = "subscribe", answers = new[] { new { templateId = "t-Paid", accept = true } } });

        await Eventually.IsAsync(async () => await li.LeftOfAsync("t-Paid") == 1, "the push is taken");
    }

    [Fact]
    public async Task LastPermission_IsKeptForWhatMattersMore()
    {
        await Shop.PutNoticeRuleAsync("Paid", PaidFields, template: "t-order");
        await Shop.PutNoticeRuleAsync("Shipped", new { thing1 = "{product}", character_string2 = "{trackingNo}" }, template: "t-order");
        var (li, keeper, sku) = (await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync(), await Shop.PutOnSaleAsync(pieces: 2));
        await Shop.AllowAsync(li, "t-order");

        var orderId = (await li.BuyAsync(sku)).OrderId;
        Assert.Equal("KeptForOthers", (await Shop.SeeNoticesAsync("Paid", 1))[0].Text("reason"));
        await keeper.ShipAsync(orderId, "SF100");

        Assert.Equal("Sent", (await Shop.SeeNoticesAsync("Shipped", 1))[0].Text("state"));
        Assert.Equal("SF100", $"{Assert.Single(await Shop.OutboxAsync("SubscribeMessage"))["body"]!["data"]!["character_string2"]!["value"]}");
    }

    [Fact]
    public async Task AnswerThatWasLost_IsNotAskedForAgain()
    {
        await Shop.PutNoticeRuleAsync("Paid", PaidFields);
        var (li, sku) = (await Shop.LogInAsync(), await Shop.PutOnSaleAsync(pieces: 2));
        await Shop.AllowAsync(li, "t-Paid");
        await Shop.AllowAsync(li, "t-Paid");
        // The token is there: what is lost is the answer to the message.
        await li.BuyAsync(sku);
        await Eventually.IsAsync(async () => (await Shop.OutboxAsync("SubscribeMessage")).Count == 1, "the first one is sent");
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "all is done");
        var placed = await li.PlaceOrderAsync(sku);
        await Shop.BehaveAsync(new { api = new { loseAnswerRate = 1.0 } });

        await li.PayAsync(placed.Payment!);
        await Eventually.IsAsync(async () => (await Shop.OutboxAsync("SubscribeMessage")).Count == 2, "it is sent");
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "all is done");
        await Shop.BehaveAsync(new { api = new { loseAnswerRate = 0.0 } });
        var notice = (await Shop.SeeNoticesAsync("Paid", 2))[1];

        Assert.Equal("Unknown", notice.Text("state"));
        Assert.Equal(2, (await Shop.OutboxAsync("SubscribeMessage")).Count);
        Assert.Equal(0, await li.LeftOfAsync("t-Paid"));
    }

    [Fact]
    public async Task UnpaidOrder_IsToldOf_TenMinutesBeforeItCloses_ThenNoMore()
    {
        await Shop.PutNoticeRuleAsync("PaymentDue", new { thing1 = "{product}", amount2 = "{amount}", time3 = "{until}" });
        var (li, sku) = (await Shop.LogInAsync(), await Shop.PutOnSaleAsync(pieces: 2));
        await Shop.AllowAsync(li, "t-PaymentDue");

        var order = (await li.PlaceOrderAsync(sku)).Order;
        Shop.Time.Advance(TimeSpan.FromMinutes(21));
        await Shop.FireAsync("CloseUnpaidOrder", new JsonObject { ["orderId"] = $"{order["orderId"]}", ["skus"] = new JsonArray(sku), ["attempt"] = 0 }.ToJsonString());

        Assert.Equal("Sent", (await Shop.SeeNoticesAsync("PaymentDue", 1))[0].Text("state"));
        Assert.Single(await Shop.OutboxAsync("SubscribeMessage"));
    }

    [Theory]
    [InlineData("Nothing", "{\"routes\":[{\"kind\":\"SubscribeMessage\",\"appId\":\"wx\",\"templateId\":\"t\",\"fields\":[{\"key\":\"thing1\",\"text\":\"x\"}]}]}", 404)]
    [InlineData("Paid", "{\"routes\":[]}", 422)]
    [InlineData("Paid", "{\"routes\":[{\"kind\":\"SubscribeMessage\",\"appId\":\"wx\",\"templateId\":\"t\",\"fields\":[{\"key\":\"thing1\",\"text\":\"{carrier}\"}]}]}", 422)]
    [InlineData("Paid", "{\"routes\":[{\"kind\":\"SubscribeMessage\",\"appId\":\"wx\",\"templateId\":\"t\",\"fields\":[{\"key\":\"sing1\",\"text\":\"{product}\"}]}]}", 422)]
    [InlineData("Paid", "{\"routes\":[{\"kind\":\"SubscribeMessage\",\"appId\":\"wx\",\"templateId\":\"t\",\"fields\":[{\"key\":\"phrase1\",\"text\":\"这是一个太长的词\"}]}]}", 422)]
    [InlineData("Paid", "{\"routes\":[{\"kind\":\"CustomerMessage\",\"appId\":\"wx\"}]}", 422)]
    public async Task RuleThatCannotWork_IsRefused(string kind, string body, int status)
    {
        var keeper = await Shop.LogInAsOperatorAsync();

        (await keeper.SendTextAsync(HttpMethod.Put, $"v1/ops/notice-rules/{kind}", body)).Expect(status);
    }
}

/// <summary>With quiet hours and a day's limit.</summary>
public sealed class QuietNoticeTests(Azurite azurite) : ShopTests(azurite)
{
    protected override IReadOnlyDictionary<string, string?>? Settings => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Notices:QuietFrom"] = "22:00",
        ["Notices:QuietTo"] = "08:00",
        ["Notices:MostPerDay"] = "2",
    };

    [Fact]
    public async Task InQuietHours_NothingIsSent_UntilTheMorning()
    {
        MoveTo(new TimeOnly(22, 30));
        await Shop.PutNoticeRuleAsync("Paid", new { thing1 = "{product}" });
        var (li, sku) = (await Shop.LogInAsync(), await Shop.PutOnSaleAsync(pieces: 2));
        await Shop.AllowAsync(li, "t-Paid");

        await li.BuyAsync(sku);
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 1, "only the notice waits");
        Assert.Empty(await Shop.OutboxAsync("SubscribeMessage"));
        MoveTo(new TimeOnly(8, 1));
        await WakeAsync(li);

        await Eventually.IsAsync(async () => (await Shop.OutboxAsync("SubscribeMessage")).Count == 1, "it is told in the morning");
    }

    [Fact]
    public async Task AboveTheDaysMessages_TheRestWaitsForTheNextDay()
    {
        MoveTo(new TimeOnly(12, 0));
        await Shop.PutNoticeRuleAsync("Shipped", new { thing1 = "{product}" });
        var (li, keeper, sku) = (await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync(), await Shop.PutOnSaleAsync(pieces: 3));
        for (var n = 0; n < 3; n++)
            await Shop.AllowAsync(li, "t-Shipped");

        for (var n = 0; n < 3; n++)
            await keeper.ShipAsync((await li.BuyAsync(sku)).OrderId, $"SF{n}");
        await Eventually.IsAsync(async () => (await Shop.OutboxAsync("SubscribeMessage")).Count == 2 && await Shop.EffectsLeftAsync() == 1, "two are sent, one waits");
        MoveTo(new TimeOnly(8, 1));
        await WakeAsync(li);

        await Eventually.IsAsync(async () => (await Shop.OutboxAsync("SubscribeMessage")).Count == 3, "the third comes the next day");
        Assert.Equal(0, await li.LeftOfAsync("t-Shipped"));
    }

    // The next time that Beijing's clocks show it.
    private void MoveTo(TimeOnly time)
    {
        var now = Shop.Time.GetUtcNow();
        var at = ShopDay.Begin(ShopDay.Of(now)) + time.ToTimeSpan();
        Shop.Time.Advance((at > now ? at : at.AddDays(1)) - now);
    }

    // Its message waits by the machine's clock.
    private Task WakeAsync(Shopper member) =>
        Shop.FireAsync("DoEffects", new JsonObject { ["table"] = "Members", ["partition"] = member.MemberId, ["operation"] = "0000000000000", ["commitBy"] = "2020-01-01T00:00:00Z" }.ToJsonString());
}
