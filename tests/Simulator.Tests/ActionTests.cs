using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeCommerce.Simulator.Tests;

/// <summary>What people do: what is pushed about it, and what stands in the books after it, pushes or none.</summary>
public sealed class ActionTests
{
    [Fact]
    public async Task Following_makes_a_follower_and_unfollowing_ends_it()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Account, "xml");
        var answer = await chat.ActAsync(new { action = "follow" });

        Assert.Equal((Chat.Account, chat.AccountOpenId, "200"), (answer.Text("appId"), answer.Text("openId"), answer.Text("status")));
        Assert.Equal("success", answer.Text("body"));
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("reply").ValueKind);
        var push = Assert.Single(await chat.PushedAsync()).Xml;
        Assert.Equal(
            ($"gh_{Chat.Account}", chat.AccountOpenId, $"{Game.Morning.ToUnixTimeSeconds()}", "event", "subscribe", ""),
            (Of("ToUserName"), Of("FromUserName"), Of("CreateTime"), Of("MsgType"), Of("Event"), Of("EventKey")));
        Assert.True((await chat.QuotaAsync(Chat.Account)).GetProperty("follows").GetBoolean());

        await chat.ActAsync(new { action = "unfollow" });
        Assert.Equal("unsubscribe", Assert.Single(await chat.PushedAsync()).Xml.Element("Event")!.Value);
        Assert.False((await chat.QuotaAsync(Chat.Account)).GetProperty("follows").GetBoolean());

        string Of(string name) => push.Element(name)!.Value;
    }

    [Fact]
    public async Task A_scan_makes_a_follower_or_finds_one()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Account, "xml");
        await chat.ActAsync(new { action = "scan", scene = "table-7" });
        await chat.ActAsync(new { action = "scan", scene = "table-8" });

        var pushed = await chat.PushedAsync();
        Assert.Equal(
            [("subscribe", "qrscene_table-7"), ("SCAN", "table-8")],
            pushed.Select(p => (p.Xml.Element("Event")!.Value, p.Xml.Element("EventKey")!.Value)));
        Assert.Null(pushed[0].Xml.Element("Ticket"));
        Assert.Equal("table-7", (await chat.QuotaAsync(Chat.Account)).GetProperty("scene").GetString());
    }

    [Fact]
    public async Task The_menu_says_what_was_pressed()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Account, "xml");
        await chat.ActAsync(new { action = "click", key = "我的订单" });
        await chat.ActAsync(new { action = "view", url = "https://shop.example/?a=1&b=2" });
        Assert.Equal(
            [("CLICK", "我的订单"), ("VIEW", "https://shop.example/?a=1&b=2")],
            (await chat.PushedAsync()).Select(p => (p.Xml.Element("Event")!.Value, p.Xml.Element("EventKey")!.Value)));
    }

    [Fact]
    public async Task People_write_to_the_mini_program_unless_another_app_is_named()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Mini, "json");
        await chat.SetUpAsync(Chat.Account, "xml");
        await chat.ActAsync(new { action = "write", content = "在吗" });
        await chat.ActAsync(new { action = "write", app = Chat.Account, content = "在吗" });
        await chat.ActAsync(new { action = "image", mediaId = "media-1" });
        await chat.ActAsync(new { action = "enterService", sessionFrom = "order-1" });

        var pushed = await chat.PushedAsync();
        Assert.Equal((chat.OpenId, "text", "在吗"), (Of(0, "FromUserName"), Of(0, "MsgType"), Of(0, "Content")));
        Assert.True(pushed[0].Json.GetProperty("MsgId").GetInt64() > 1L << 53);
        Assert.Equal((chat.AccountOpenId, "在吗"), (pushed[1].Xml.Element("FromUserName")!.Value, pushed[1].Xml.Element("Content")!.Value));
        Assert.Equal(("image", "media-1"), (Of(2, "MsgType"), Of(2, "MediaId")));
        Assert.Equal(("user_enter_tempsession", "order-1"), (Of(3, "Event"), Of(3, "SessionFrom")));

        string? Of(int n, string name) => pushed[n].Json.GetProperty(name).GetString();
    }

    [Fact]
    public async Task The_pop_up_answers_with_one_object_for_one_template_and_a_list_for_more()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Mini, "json");
        await chat.AcceptAsync("T1");
        await AnswerTwoAsync(chat);

        var pushed = await chat.PushedAsync();
        Assert.Equal("subscribe_msg_popup_event", pushed[0].Json.GetProperty("Event").GetString());
        Assert.Equal("""{"TemplateId":"T1","SubscribeStatusString":"accept","PopupScene":"0"}""", pushed[0].Json.GetProperty("List").GetRawText());
        Assert.Equal(
            """[{"TemplateId":"T1","SubscribeStatusString":"reject","PopupScene":"2"},{"TemplateId":"T2","SubscribeStatusString":"accept","PopupScene":"2"}]""",
            pushed[1].Json.GetProperty("List").GetRawText());
        Assert.Equal("""{"T1":1,"T2":1}""", (await chat.QuotaAsync()).GetProperty("permissions").GetRawText());
    }

    [Fact]
    public async Task In_XML_the_list_is_nested_and_its_element_comes_again_and_again()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Mini, "xml");
        await AnswerTwoAsync(chat);
        await chat.ActAsync(new { action = "refuseTemplates", templateIds = new[] { "T2" } });

        var pushed = await chat.PushedAsync();
        Assert.Equal(
            [("T1", "reject", "2"), ("T2", "accept", "2")],
            pushed[0].Xml.Element("SubscribeMsgPopupEvent")!.Elements("List").Select(item => (
                item.Element("TemplateId")!.Value, item.Element("SubscribeStatusString")!.Value, item.Element("PopupScene")!.Value)));
        Assert.Equal("subscribe_msg_change_event", pushed[1].Xml.Element("Event")!.Value);
        Assert.Equal("reject", pushed[1].Xml.Element("SubscribeMsgChangeEvent")!.Element("List")!.Element("SubscribeStatusString")!.Value);
        Assert.Equal("""{"T2":0}""", (await chat.QuotaAsync()).GetProperty("permissions").GetRawText());
    }

    [Theory]
    [InlineData("""{"action":"revoke","codes":"301"}""", "user_authorization_revoke", "301")]
    [InlineData("""{"action":"modify","codes":"6"}""", "user_info_modified", "6")]
    [InlineData("""{"action":"cancel"}""", "user_authorization_cancellation", null)]
    public async Task About_personal_information_WeChat_speaks_itself(string action, string name, string? codes)
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Mini, "json");
        await chat.ActAsync(JsonDocument.Parse(action).RootElement);
        var push = Assert.Single(await chat.PushedAsync()).Json;
        Assert.Equal(
            (name, chat.OpenId, Chat.Mini, "o_wechat_system"),
            (Of("Event"), Of("OpenID"), Of("AppID"), Of("FromUserName")));
        Assert.Equal(codes, push.TryGetProperty("RevokeInfo", out var info) ? info.GetString() : null);

        string? Of(string field) => push.GetProperty(field).GetString();
    }

    [Fact]
    public async Task A_cancelled_account_leaves_nothing_behind()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.AcceptAsync();
        await chat.ActAsync(new { action = "write", content = "在吗" });
        await chat.ActAsync(new { action = "cancel" });
        LoginTests.AssertError(43101, await chat.RemindAsync());
        LoginTests.AssertError(45015, await chat.WriteToAsync(chat.OpenId, Chat.Mini));
    }

    [Fact]
    public async Task Without_push_settings_the_books_change_all_the_same()
    {
        await using var chat = await Chat.OpenAsync();
        var answer = await chat.ActAsync(new { action = "write", content = "在吗" });
        Assert.Equal(200, answer.Status);
        foreach (var name in (string[])["status", "body", "error", "pushed", "reply"])
            Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty(name).ValueKind);
        Assert.Equal(5, (await chat.QuotaAsync()).GetProperty("sends").GetInt32());
        Assert.Equal("2026-03-03T01:00:00+00:00", (await chat.QuotaAsync()).GetProperty("window").GetProperty("until").GetString());
    }

    [Fact]
    public async Task The_person_may_be_named_by_any_openid()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.ActAsync(new { action = "subscribe", app = Chat.Mini, openId = chat.AccountOpenId, answers = new[] { new { templateId = "T", accept = true } } });
        Assert.Equal("""{"T":1}""", (await chat.QuotaAsync()).GetProperty("permissions").GetRawText());
        var own = (await chat.Game.GetAsync($"/simulator/quota?openId={chat.AccountOpenId}")).Json;
        Assert.Equal(Chat.Account, own.GetProperty("appId").GetString());
    }

    [Theory]
    [InlineData("""{"action":"dance"}""", 400, "BAD_ACTION")]
    [InlineData("""{}""", 400, "BAD_ACTION")]
    [InlineData("""{"action":"scan"}""", 400, "BAD_ACTION")]
    [InlineData("""{"action":"click"}""", 400, "BAD_ACTION")]
    [InlineData("""{"action":"write","content":""}""", 400, "BAD_ACTION")]
    [InlineData("""{"action":"subscribe","answers":[]}""", 400, "BAD_ACTION")]
    [InlineData("""{"action":"revoke"}""", 400, "BAD_ACTION")]
    [InlineData("""{"action":"write","content":"在吗","mood":"good"}""", 400, "BAD_JSON")]
    [InlineData("""{"action":"write","content":"在吗","openId":"nobody"}""", 400, "UNKNOWN_USER")]
    [InlineData("""{"action":"write","content":"在吗","app":"wx0"}""", 400, "UNKNOWN_APP")]
    [InlineData("""{"action":"follow","app":"wx8888888888888888"}""", 400, "OTHER_KIND")]
    [InlineData("""{"action":"enterService","app":"wx7777777777777777"}""", 400, "OTHER_KIND")]
    [InlineData("""{"action":"unfollow"}""", 409, "NOT_A_FOLLOWER")]
    public async Task What_nobody_can_do_is_refused(string action, int status, string code)
    {
        await using var chat = await Chat.OpenAsync();
        var answer = await chat.ActAsync(JsonDocument.Parse(action).RootElement);
        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Nobody_follows_twice()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.ActAsync(new { action = "follow" });
        Assert.Equal("ALREADY_FOLLOWS", (await chat.ActAsync(new { action = "follow" })).Code);
    }

    [Fact]
    public async Task Quota_knows_people_and_apps()
    {
        await using var chat = await Chat.OpenAsync();
        Assert.Equal("UNKNOWN_USER", (await chat.Game.GetAsync("/simulator/quota?openId=nobody")).Code);
        Assert.Equal("UNKNOWN_APP", (await chat.Game.GetAsync($"/simulator/quota?openId={chat.OpenId}&app=wx0")).Code);
    }

    [Fact]
    public async Task The_outbox_can_be_asked_for_one_person()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.AcceptAsync();
        await chat.RemindAsync();
        Assert.Equal(1, (await chat.Game.GetAsync($"/simulator/outbox?openId={chat.OpenId}")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await chat.Game.GetAsync($"/simulator/outbox?openId={chat.AccountOpenId}")).Json.GetProperty("items").GetArrayLength());
        Assert.Empty(await chat.OutboxAsync("CustomerMessage"));
    }

    private static Task<Answer> AnswerTwoAsync(Chat chat) => chat.ActAsync(new JsonObject
    {
        ["action"] = "subscribe",
        ["popupScene"] = 2,
        ["answers"] = new JsonArray(
            new JsonObject { ["templateId"] = "T1", ["accept"] = false },
            new JsonObject { ["templateId"] = "T2", ["accept"] = true }),
    });
}
