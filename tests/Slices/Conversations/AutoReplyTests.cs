using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WeCommerce.Slices.Coupons;
using WeCommerce.Testing;
using static WeCommerce.Slices.Conversations.TalkSteps;

namespace WeCommerce.Slices.Conversations;

/// <summary>What an official account says by itself (公众号自动回复), encrypted, in XML.</summary>
public sealed class AutoReplyTests(Azurite azurite) : ShopTests(azurite)
{
    [Theory]
    [InlineData("plaintext")]
    [InlineData("compatible")]
    [InlineData("safe")]
    public async Task Reply_IsEncryptedWhereTheModeAsks(string mode)
    {
        await using var shop = await ShopHost.StartBesideAsync(Shop, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Pushes:Apps:official:Mode"] = mode });
        await shop.SetUpAccountAsync(mode);
        await shop.PutRuleAsync("official", new { kind = "Default" }, Says("请留言，<客服>会回复 & 联系您"));

        var answer = await (await Person.MeetAsync(shop)).WriteAsync("在吗");

        Assert.Equal("请留言，<客服>会回复 & 联系您", answer.Said());
        Assert.Equal(mode == "plaintext", $"{answer["body"]}".Contains("请留言", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Written_GetsTheRuleThatFits()
    {
        await Shop.SetUpAccountAsync();
        var li = await Person.MeetAsync(Shop);
        Assert.Equal(("", "success"), ((await li.WriteAsync("在吗")).Said(), $"{(await li.WriteAsync("在吗"))["body"]}"));

        await Shop.PutRuleAsync("official", new { kind = "Keyword", texts = new[] { "营业时间", "hours" } }, Says("9:00 到 18:00"));
        await Shop.PutRuleAsync("official", new { kind = "Keyword", texts = new[] { "发货" }, match = "Contains" }, Says("48 小时内发货"));
        await Shop.PutRuleAsync("official", new { kind = "Keyword", texts = new[] { "不发货" }, match = "Contains" }, Says("转给客服"), priority: 10);
        await Shop.PutRuleAsync("official", new { kind = "Keyword", texts = new[] { "海报" } }, new { kind = "Image", mediaId = "media-poster" });
        await Shop.PutRuleAsync(
            "official", new { kind = "Keyword", texts = new[] { "新茶" } },
            new { kind = "Article", title = "明前新茶", description = "今年的", url = "https://shop.example.com/tea", pictureUrl = "https://shop.example.com/tea.jpg" });
        await Shop.PutRuleAsync("official", new { kind = "Keyword", texts = new[] { "人工" } }, new { kind = "Human" });
        await Shop.PutRuleAsync("official", new { kind = "Default" }, Says("回复“人工”找客服"));

        foreach (var (written, said) in new[]
        {
            ("营业时间", "9:00 到 18:00"), (" HOURS ", "9:00 到 18:00"), ("营业时间？", "回复“人工”找客服"), ("几点发货", "48 小时内发货"), ("怎么还不发货", "转给客服"),
            ("海报", "image media-poster"), ("新茶", "news 明前新茶 https://shop.example.com/tea"), ("人工", "transfer_customer_service"), ("在吗", "回复“人工”找客服"),
        })
        {
            Assert.Equal((written, said), (written, (await li.WriteAsync(written)).Said()));
        }
        await Shop.SeeNothingLeftAsync();
        Assert.Empty(await li.MessagesAsync());
    }

    [Fact]
    public async Task Click_AndScan_AreAnswered_ByKeyAndScene()
    {
        await Shop.SetUpAccountAsync();
        await Shop.PutRuleAsync("official", new { kind = "Click", texts = new[] { "ABOUT" } }, Says("关于我们"));
        await Shop.PutRuleAsync("official", new { kind = "Scan", texts = new[] { "table-7" } }, Says("七号桌"));
        await Shop.PutRuleAsync("official", new { kind = "Default" }, Says("默认"));
        var li = await Person.MeetAsync(Shop);
        await li.FollowAsync();

        Assert.Equal("关于我们", (await li.ClickAsync("ABOUT")).Said());
        Assert.Equal("七号桌", (await li.ScanAsync("table-7")).Said());
        Assert.Equal(("", ""), ((await li.ClickAsync("OTHER")).Said(), (await li.ScanAsync("table-8")).Said()));
    }

    // A.4: no passive reply is a card; it follows as a message, once.
    [Fact]
    public async Task Card_ComesAfterwards_OnceHoweverOftenWeChatAsks()
    {
        await Shop.SetUpAccountAsync();
        await Shop.PutRuleAsync(
            "official", new { kind = "Click", texts = new[] { "SHOP" } },
            new { kind = "Card", title = "进店逛逛", appId = ShopHost.AppId, pagePath = "pages/index", thumbMediaId = "media-shop" });
        var li = await Person.MeetAsync(Shop);

        var clicked = await li.ClickAsync("SHOP");
        foreach (var again in await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => li.AgainAsync(clicked))))
            Assert.Equal("", again.Said());

        Assert.Equal("success", $"{clicked["body"]}");
        Assert.Equal("pages/index", $"{(await li.SeeMessagesAsync(1))[0]["miniprogrampage"]!["pagepath"]}");
        await Shop.SeeNothingLeftAsync();
        Assert.Single(await li.MessagesAsync());
    }

    // WeChat takes whichever answer comes first: they must not differ.
    [Fact]
    public async Task Repeat_GetsTheSameReply_WhateverTheRulesSayNow()
    {
        await Shop.SetUpAccountAsync();
        var rule = await Shop.PutRuleAsync("official", new { kind = "Default" }, Says("先前"));
        var li = await Person.MeetAsync(Shop);
        var written = await li.WriteAsync("在吗");

        (await Shop.TryPutRuleAsync(rule, new { app = "official", when = new { kind = "Default" }, reply = Says("现在") })).Expect(200);

        Assert.Equal("先前", (await li.AgainAsync(written)).Said());
        Assert.Equal("现在", (await li.WriteAsync("在吗")).Said());
        (await Shop.TryPutRuleAsync(rule, new { app = "official", when = new { kind = "Default" }, reply = Says("现在"), isOn = false })).Expect(200);
        Assert.Equal("", (await li.WriteAsync("在吗")).Said());
    }

    // Five seconds are all that WeChat gives: the reply comes from memory.
    [Fact]
    public async Task Reply_CostsNoCallBeyondKeepingThePush()
    {
        await using var shop = await ShopHost.StartBesideAsync(Shop, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Pushes:Apps:official:Mode"] = "Plaintext" });
        await shop.PutRuleAsync("official", new { kind = "Default" }, Says("您好"));
        var address = $"wechat/messages/official?signature={Sign(ShopHost.PushToken, "1800000000", "1")}&timestamp=1800000000&nonce=1";
        async Task<Reply> PushAsync(int n) => (await Reply.OfAsync(await shop.Http.PostAsync(address, new StringContent(
            $"<xml><ToUserName>gh_1</ToUserName><FromUserName>o-li</FromUserName><CreateTime>1800000000</CreateTime><MsgType>text</MsgType><Content>在吗</Content><MsgId>{n}</MsgId></xml>")))).Expect(200);
        await PushAsync(1);

        var answer = await PushAsync(2);

        Assert.Contains("您好", answer.Text, StringComparison.Ordinal);
        Assert.Equal("application/xml", answer.Message.Content.Headers.ContentType?.MediaType);
        Assert.Equal((2, 2, false), answer.Storage);
    }

    [Fact]
    public async Task Rules_ThatCannotBe_AreRefused()
    {
        var offer = await Shop.PutOfferAsync();
        foreach (var (field, body) in new (string, object)[]
        {
            ("app", new { app = "other", when = new { kind = "Default" }, reply = Says("a") }),
            ("when.texts", new { app = "official", when = new { kind = "Keyword" }, reply = Says("a") }),
            ("when.texts", new { app = "official", when = new { kind = "Default", texts = new[] { "a" } }, reply = Says("a") }),
            ("when.texts[0]", new { app = "official", when = new { kind = "Keyword", texts = new[] { " " } }, reply = Says("a") }),
            ("when.kind", new { app = "mini", when = new { kind = "Follow" }, reply = Says("a") }),
            ("when.kind", new { app = "official", when = new { kind = "Enter" }, reply = Says("a") }),
            ("reply.kind", new { app = "official", when = new { kind = "Click", texts = new[] { "A" } }, reply = new { kind = "Human" } }),
            ("reply.content", new { app = "official", when = new { kind = "Default" }, reply = Says(new string('茶', 683)) }),
            ("reply.content", new { app = "official", when = new { kind = "Default" }, reply = Says("\u0001") }),
            ("reply.content", new { app = "official", when = new { kind = "Default" }, reply = new { kind = "Human", content = "a" } }),
            ("reply.url", new { app = "official", when = new { kind = "Default" }, reply = new { kind = "Article", title = "a", description = "b", url = "c", pictureUrl = "https://a.example.com" } }),
            ("reply.appId", new { app = "mini", when = new { kind = "Default" }, reply = new { kind = "Card", title = "a", appId = "wx1", pagePath = "b", thumbMediaId = "c" } }),
            ("couponOfferId", new { app = "official", when = new { kind = "Default" }, reply = Says("a"), couponOfferId = offer }),
            ("couponOfferId", new { app = "official", when = new { kind = "Follow" }, reply = Says("a"), couponOfferId = offer }),
            ("couponOfferId", new { app = "official", when = new { kind = "Follow" }, reply = Says("a"), couponOfferId = "nothing" }),
        })
        {
            var errors = (await Shop.TryPutRuleAsync("rule", body)).Expect(422).Json["errors"]!.AsObject();
            Assert.True(errors.ContainsKey(field), $"{field}: {errors.ToJsonString()}");
        }
        Assert.Empty((await (await Shop.LogInAsOperatorAsync()).GetAsync("v1/ops/reply-rules")).Expect(200).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Rules_AreListed_AsTheyAre()
    {
        var id = await Shop.PutRuleAsync("official", new { kind = "Keyword", texts = new[] { " 新茶 " }, match = "Contains" }, Says("有"), priority: 3);

        var rule = Assert.Single((await (await Shop.LogInAsOperatorAsync()).GetAsync("v1/ops/reply-rules")).Expect(200).Json["items"]!.AsArray())!;

        var expected = JsonNode.Parse($$"""
            {"ruleId":"{{id}}","app":"official","when":{"kind":"Keyword","texts":["新茶"],"match":"Contains"},"reply":{"kind":"Text","content":"有"},"priority":3,"isOn":true}
            """);
        Assert.True(JsonNode.DeepEquals(expected, rule), rule.ToJsonString());
    }

    private static string Sign(params string[] parts)
    {
        Array.Sort(parts, StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts))));
    }
}
