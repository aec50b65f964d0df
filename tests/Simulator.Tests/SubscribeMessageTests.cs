using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeCommerce.Simulator.Tests;

/// <summary>发送订阅消息: one accept is one message (43101), values have their rules (47003), and what is refused spends nothing.</summary>
public sealed class SubscribeMessageTests
{
    [Fact]
    public async Task One_accept_is_one_message()
    {
        await using var chat = await Chat.OpenAsync();
        LoginTests.AssertError(43101, await chat.RemindAsync());
        await chat.AcceptAsync();
        await chat.AcceptAsync();
        Assert.Equal(2, Permissions(await chat.QuotaAsync()));

        var first = await chat.RemindAsync();
        Warehouse.AssertDone(first);
        Assert.True(first.Json.GetProperty("msgid").GetInt64() > 1L << 53);
        Warehouse.AssertDone(await chat.RemindAsync());
        LoginTests.AssertError(43101, await chat.RemindAsync());

        var sent = await chat.OutboxAsync("SubscribeMessage");
        Assert.Equal(2, sent.Count);
        Assert.Equal(chat.OpenId, sent[0].GetProperty("openId").GetString());
        Assert.Equal("雨前龙井", sent[0].GetProperty("body").GetProperty("data").GetProperty("thing1").GetProperty("value").GetString());
    }

    [Fact]
    public async Task A_permission_is_of_one_template_and_one_person()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.AcceptAsync();
        LoginTests.AssertError(43101, await chat.RemindAsync("another template"));
        var other = await chat.Game.UserAsync();
        LoginTests.AssertError(43101, await chat.CallAsync(
            "/cgi-bin/message/subscribe/send",
            new { touser = other, template_id = Chat.Template, data = new { thing1 = new { value = "茶" } } }));
        Warehouse.AssertDone(await chat.RemindAsync());
    }

    [Fact]
    public async Task A_no_in_the_pop_up_gives_nothing_and_one_in_the_settings_takes_all()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.ActAsync(new { action = "subscribe", answers = new[] { new { templateId = Chat.Template, accept = false } } });
        LoginTests.AssertError(43101, await chat.RemindAsync());
        await chat.AcceptAsync();
        await chat.AcceptAsync();
        await chat.ActAsync(new { action = "refuseTemplates", templateIds = new[] { Chat.Template } });
        LoginTests.AssertError(43101, await chat.RemindAsync());
    }

    [Theory]
    [InlineData("thing1", "一二三四五六七八九十一二三四五六七八九十", true)]
    [InlineData("thing1", "一二三四五六七八九十一二三四五六七八九十一", false)]
    [InlineData("thing1", "", false)]
    [InlineData("thing1", " ", false)]
    [InlineData("number2", "12345678901234567890123456789012", true)]
    [InlineData("number2", "123456789012345678901234567890123", false)]
    [InlineData("number2", "19.90", true)]
    [InlineData("number2", "三", false)]
    [InlineData("letter3", "abcdefghijklmnopqrstuvwxyzABCDEF", true)]
    [InlineData("letter3", "abcdefghijklmnopqrstuvwxyzABCDEFG", false)]
    [InlineData("letter3", "abc1", false)]
    [InlineData("symbol4", "★★★★★", true)]
    [InlineData("symbol4", "★★★★★★", false)]
    [InlineData("symbol4", "★a", false)]
    [InlineData("character_string5", "SF-2026030100000001/AB#0123456789", false)]
    [InlineData("character_string5", "SF-2026030100000001/AB#012345678", true)]
    [InlineData("character_string5", "单号1", false)]
    [InlineData("time6", "15:01", true)]
    [InlineData("time6", "2019年10月1日 15:01", true)]
    [InlineData("time6", "2019年10月1日 15:01~2019年10月1日 16:01", true)]
    [InlineData("time6", "24:01", false)]
    [InlineData("time6", "2019年10月1日", false)]
    [InlineData("date7", "2019年10月1日", true)]
    [InlineData("date7", "2019年10月01日 15:01", true)]
    [InlineData("date7", "2019年13月1日", false)]
    [InlineData("date7", "2019-10-01T15:01:00Z", false)]
    [InlineData("amount8", "￥19.90", true)]
    [InlineData("amount8", "19.90元", true)]
    [InlineData("amount8", "¥1234567890", true)]
    [InlineData("amount8", "¥12345678901", false)]
    [InlineData("amount8", "19.905", false)]
    [InlineData("amount8", "十九元", false)]
    [InlineData("phone_number9", "+86-0766-66888866", true)]
    [InlineData("phone_number9", "+86-0766-668888661", false)]
    [InlineData("phone_number9", "手机", false)]
    [InlineData("car_number10", "粤A8Z888挂", true)]
    [InlineData("car_number10", "粤A8Z888挂挂", false)]
    [InlineData("car_number10", "粤A8Z88888", false)]
    [InlineData("name11", "一二三四五六七八九十", true)]
    [InlineData("name11", "一二三四五六七八九十一", false)]
    [InlineData("name11", "Alexandra Hamiltonia", true)]
    [InlineData("name11", "Alexandra Hamiltonian", false)]
    [InlineData("name11", "小明1", false)]
    [InlineData("phrase12", "已发货了吧", true)]
    [InlineData("phrase12", "已经发货了吧", false)]
    [InlineData("phrase12", "OK", false)]
    [InlineData("thing", "茶", false)]
    [InlineData("tea1", "茶", false)]
    public async Task A_value_keeps_the_rule_of_its_kind(string key, string value, bool good)
    {
        await using var chat = await Chat.OpenAsync();
        await chat.AcceptAsync();
        var answer = await chat.RemindAsync(data: new JsonObject { [key] = new JsonObject { ["value"] = value } });
        if (good)
        {
            Warehouse.AssertDone(answer);
            return;
        }
        LoginTests.AssertError(47003, answer);
        Assert.StartsWith($"argument invalid! data.{key}.value invalid rid: ", answer.Text("errmsg"), StringComparison.Ordinal);
        Assert.Equal(1, Permissions(await chat.QuotaAsync()));
    }

    [Fact]
    public async Task Wrong_receivers_templates_and_bodies_have_their_own_errcodes_and_spend_nothing()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.AcceptAsync();
        LoginTests.AssertError(40003, await SendAsync(new { touser = "nobody", template_id = Chat.Template, data = Tea }));
        LoginTests.AssertError(40003, await SendAsync(new { touser = chat.AccountOpenId, template_id = Chat.Template, data = Tea }));
        LoginTests.AssertError(40037, await SendAsync(new { touser = chat.OpenId, template_id = "", data = Tea }));
        LoginTests.AssertError(40037, await SendAsync(new { touser = chat.OpenId, data = Tea }));
        LoginTests.AssertError(47003, await SendAsync(new { touser = chat.OpenId, template_id = Chat.Template }));
        LoginTests.AssertError(40097, await SendAsync(new { touser = chat.OpenId, template_id = Chat.Template, data = Tea, miniprogram_state = "release" }));
        LoginTests.AssertError(40097, await SendAsync(new { touser = chat.OpenId, template_id = Chat.Template, data = Tea, lang = "zh" }));
        LoginTests.AssertError(47001, await SendAsync(new { touser = chat.OpenId, template_id = Chat.Template, data = new { thing1 = "茶" } }));
        LoginTests.AssertError(48001, await chat.CallAsync("/cgi-bin/message/subscribe/send", new { touser = chat.AccountOpenId }, Chat.Account));
        LoginTests.AssertError(41001, await chat.Game.PostAsync("/cgi-bin/message/subscribe/send"));
        Assert.Equal(1, Permissions(await chat.QuotaAsync()));
        Assert.Empty(await chat.OutboxAsync("SubscribeMessage"));

        Task<Answer> SendAsync(object body) => chat.CallAsync("/cgi-bin/message/subscribe/send", body);
    }

    [Fact]
    public async Task Twenty_sends_at_once_spend_one_permission_once()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.AcceptAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => chat.RemindAsync()));
        Assert.Single(answers, answer => answer.Text("errcode") == "0");
        Assert.Equal(19, answers.Count(answer => answer.Text("errcode") == "43101"));
    }

    [Fact]
    public async Task What_was_sent_is_pushed_in_JSON_with_every_number_as_a_text()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Mini, "json");
        await chat.AcceptAsync();
        await chat.PushedAsync();
        var msgId = (await chat.RemindAsync()).Text("msgid");

        var push = Assert.Single(await chat.PushedAsync());
        Assert.Equal("subscribe_msg_sent_event", push.Json.GetProperty("Event").GetString());
        Assert.Equal(chat.OpenId, push.Json.GetProperty("FromUserName").GetString());
        Assert.Equal(chat.OpenId, push.Query["openid"]);
        Assert.Equal(
            (Chat.Template, msgId, "0", "success"),
            (List("TemplateId"), List("MsgID"), List("ErrorCode"), List("ErrorStatus")));

        string? List(string name) => push.Json.GetProperty("List").GetProperty(name).GetString();
    }

    [Fact]
    public async Task And_in_XML_it_is_nested()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Mini, "xml");
        await chat.AcceptAsync();
        await chat.PushedAsync();
        var msgId = (await chat.RemindAsync()).Text("msgid");
        var list = Assert.Single(await chat.PushedAsync()).Xml.Element("SubscribeMsgSentEvent")!.Element("List")!;
        Assert.Equal((Chat.Template, msgId, "0"), (list.Element("TemplateId")!.Value, list.Element("MsgID")!.Value, list.Element("ErrorCode")!.Value));
    }

    [Fact]
    public async Task The_event_can_be_late()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Mini, "json");
        await chat.AcceptAsync();
        await chat.PushedAsync();
        await chat.Game.BehaveAsync(new { push = new { delayMs = 1000 } });
        await chat.RemindAsync();
        await chat.Game.PassAsync(TimeSpan.FromMilliseconds(999));
        Assert.Empty(await chat.PushedAsync());
        await chat.Game.PassAsync(TimeSpan.FromMilliseconds(1));
        Assert.Single(await chat.PushedAsync());
    }

    private static object Tea => new { thing1 = new { value = "茶" } };

    private static int Permissions(JsonElement quota) => quota.GetProperty("permissions").GetProperty(Chat.Template).GetInt32();
}
