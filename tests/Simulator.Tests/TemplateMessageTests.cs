namespace WeCommerce.Simulator.Tests;

/// <summary>发送模板消息: to followers (43004), once per client_msg_id, and TEMPLATESENDJOBFINISH after it.</summary>
public sealed class TemplateMessageTests
{
    [Fact]
    public async Task Followers_get_it_and_the_account_is_told()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Account, "xml");
        LoginTests.AssertError(43004, await SendAsync(chat));
        await chat.ActAsync(new { action = "follow" });
        await chat.PushedAsync();

        var answer = await SendAsync(chat);

        Warehouse.AssertDone(answer);
        var push = Assert.Single(await chat.PushedAsync()).Xml;
        Assert.Equal(
            ("TEMPLATESENDJOBFINISH", answer.Text("msgid"), "success", chat.AccountOpenId),
            (push.Element("Event")!.Value, push.Element("MsgID")!.Value, push.Element("Status")!.Value, push.Element("FromUserName")!.Value));
        var sent = Assert.Single(await chat.OutboxAsync("TemplateMessage"));
        Assert.Equal("已发货", sent.GetProperty("body").GetProperty("data").GetProperty("phrase1").GetProperty("value").GetString());

        await chat.ActAsync(new { action = "unfollow" });
        LoginTests.AssertError(43004, await SendAsync(chat));
    }

    // client_msg_id: 10 分钟有效.
    [Fact]
    public async Task The_same_client_msg_id_sends_once_for_ten_minutes()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.ActAsync(new { action = "follow" });
        var first = (await SendAsync(chat, "ORDER-1")).Text("msgid");
        await chat.Game.PassAsync(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.Equal(first, (await SendAsync(chat, "ORDER-1")).Text("msgid"));
        Assert.Single(await chat.OutboxAsync("TemplateMessage"));
        Assert.NotEqual(first, (await SendAsync(chat, "ORDER-2")).Text("msgid"));
        await chat.Game.PassAsync(TimeSpan.FromSeconds(1));
        Assert.NotEqual(first, (await SendAsync(chat, "ORDER-1")).Text("msgid"));
        Assert.Equal(3, (await chat.OutboxAsync("TemplateMessage")).Count);
    }

    [Fact]
    public async Task Wrong_fields_have_their_own_errcodes()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.ActAsync(new { action = "follow" });
        LoginTests.AssertError(40003, await CallAsync(new { touser = chat.OpenId, template_id = "T", data = Data }));
        LoginTests.AssertError(40037, await CallAsync(new { touser = chat.AccountOpenId, template_id = "", data = Data }));
        LoginTests.AssertError(47003, await CallAsync(new { touser = chat.AccountOpenId, template_id = "T", data = new { } }));
        LoginTests.AssertError(47003, await CallAsync(new { touser = chat.AccountOpenId, template_id = "T", data = new { thing1 = new { value = "" } } }));
        LoginTests.AssertError(40013, await CallAsync(new { touser = chat.AccountOpenId, template_id = "T", data = Data, miniprogram = new { pagepath = "a" } }));
        LoginTests.AssertError(40097, await CallAsync(new { touser = chat.AccountOpenId, template_id = "T", data = Data, client_msg_id = new string('1', 33) }));
        LoginTests.AssertError(48001, await chat.CallAsync("/cgi-bin/message/template/send", new { touser = chat.OpenId, template_id = "T", data = Data }));

        Task<Answer> CallAsync(object body) => chat.CallAsync("/cgi-bin/message/template/send", body, Chat.Account);
    }

    private static object Data => new { phrase1 = new { value = "已发货" } };

    private static Task<Answer> SendAsync(Chat chat, string? clientMsgId = null) => chat.CallAsync(
        "/cgi-bin/message/template/send",
        new { touser = chat.AccountOpenId, template_id = "T", url = "https://shop.example/", client_msg_id = clientMsgId, data = Data },
        Chat.Account);
}
