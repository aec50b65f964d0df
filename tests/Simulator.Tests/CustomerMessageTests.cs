using System.Text.Json;

namespace WeCommerce.Simulator.Tests;

/// <summary>发送客服消息: a written message opens five sends in 48 hours, a touch three in a minute; 45015 outside, 45047 when they are used up.</summary>
public sealed class CustomerMessageTests
{
    [Theory]
    [InlineData(Chat.Mini)]
    [InlineData(Chat.Account)]
    public async Task A_written_message_opens_five_sends(string appId)
    {
        await using var chat = await Chat.OpenAsync();
        var openId = appId == Chat.Mini ? chat.OpenId : chat.AccountOpenId;
        LoginTests.AssertError(45015, await chat.WriteToAsync(openId, appId));
        await chat.ActAsync(new { action = "write", app = appId, content = "在吗" });
        for (var n = 0; n < 5; n++)
            Warehouse.AssertDone(await chat.WriteToAsync(openId, appId));
        LoginTests.AssertError(45047, await chat.WriteToAsync(openId, appId));
        var sent = await chat.OutboxAsync("CustomerMessage");
        Assert.Equal(5, sent.Count);
        Assert.Equal((appId, openId, "您好"), (
            sent[0].GetProperty("appId").GetString(),
            sent[0].GetProperty("openId").GetString(),
            sent[0].GetProperty("body").GetProperty("text").GetProperty("content").GetString()));

        await chat.ActAsync(new { action = "image", app = appId });
        Warehouse.AssertDone(await chat.WriteToAsync(openId, appId));
    }

    [Fact]
    public async Task For_48_hours()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.ActAsync(new { action = "write", content = "在吗" });
        await chat.Game.PassAsync(TimeSpan.FromHours(48) - TimeSpan.FromSeconds(1));
        Warehouse.AssertDone(await chat.WriteToAsync(chat.OpenId, Chat.Mini));
        await chat.Game.PassAsync(TimeSpan.FromSeconds(1));
        LoginTests.AssertError(45015, await chat.WriteToAsync(chat.OpenId, Chat.Mini));
    }

    [Theory]
    [InlineData("""{"action":"follow"}""", 3)]
    [InlineData("""{"action":"scan","scene":"table-7"}""", 3)]
    [InlineData("""{"action":"click","key":"orders"}""", 3)]
    [InlineData("""{"action":"view","url":"https://shop.example/"}""", 0)]
    public async Task A_touch_opens_three_for_a_minute(string action, int sends)
    {
        await using var chat = await Chat.OpenAsync();
        Assert.Equal(200, (await chat.ActAsync(JsonDocument.Parse(action).RootElement)).Status);
        Assert.Equal(sends, (await chat.QuotaAsync(Chat.Account)).GetProperty("sends").GetInt32());
        for (var n = 0; n < sends; n++)
            Warehouse.AssertDone(await chat.WriteToAsync(chat.AccountOpenId, Chat.Account));
        LoginTests.AssertError(sends == 0 ? 45015 : 45047, await chat.WriteToAsync(chat.AccountOpenId, Chat.Account));
        await chat.Game.PassAsync(TimeSpan.FromMinutes(1));
        LoginTests.AssertError(45015, await chat.WriteToAsync(chat.AccountOpenId, Chat.Account));
    }

    // 客服消息下发条件说明 of mini-programs: 用户进入客服消息, 2 条, 1 分钟.
    [Fact]
    public async Task Entering_the_session_opens_two_for_a_minute()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.ActAsync(new { action = "enterService" });
        Warehouse.AssertDone(await chat.WriteToAsync(chat.OpenId, Chat.Mini));
        Warehouse.AssertDone(await chat.WriteToAsync(chat.OpenId, Chat.Mini));
        LoginTests.AssertError(45047, await chat.WriteToAsync(chat.OpenId, Chat.Mini));
    }

    // The same page: sends do not add up, the number and the end become the larger ones.
    [Fact]
    public async Task Two_openings_do_not_add_up()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.ActAsync(new { action = "write", app = Chat.Account, content = "在吗" });
        await chat.WriteToAsync(chat.AccountOpenId, Chat.Account);
        await chat.ActAsync(new { action = "click", key = "orders" });
        Assert.Equal(4, (await chat.QuotaAsync(Chat.Account)).GetProperty("sends").GetInt32());
        await chat.WriteToAsync(chat.AccountOpenId, Chat.Account);
        await chat.WriteToAsync(chat.AccountOpenId, Chat.Account);
        await chat.ActAsync(new { action = "click", key = "orders" });
        Assert.Equal(3, (await chat.QuotaAsync(Chat.Account)).GetProperty("sends").GetInt32());
        await chat.Game.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(3, (await chat.QuotaAsync(Chat.Account)).GetProperty("sends").GetInt32());
    }

    [Fact]
    public async Task Whoever_unfollows_is_written_to_no_more()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.ActAsync(new { action = "follow" });
        await chat.ActAsync(new { action = "write", app = Chat.Account, content = "在吗" });
        await chat.ActAsync(new { action = "unfollow" });
        LoginTests.AssertError(45015, await chat.WriteToAsync(chat.AccountOpenId, Chat.Account));
    }

    [Theory]
    [InlineData("""{"touser":"nobody","msgtype":"text","text":{"content":"您好"}}""", 40003)]
    [InlineData("""{"touser":"{openid}","msgtype":"poem","poem":{}}""", 40008)]
    [InlineData("""{"touser":"{openid}","msgtype":"news","news":{"articles":[{}]}}""", 40008)]
    [InlineData("""{"touser":"{openid}","msgtype":"text"}""", 44004)]
    [InlineData("""{"touser":"{openid}","msgtype":"text","text":{"content":""}}""", 44004)]
    [InlineData("""{"touser":"{openid}","msgtype":"image","image":{}}""", 44004)]
    [InlineData("""{"touser":"{openid}","msgtype":"miniprogrampage","miniprogrampage":{"title":"订单","pagepath":"pages/order"}}""", 44004)]
    [InlineData("""{"touser":"{openid}","msgtype":"text","text":{"content":"{long}"}}""", 45002)]
    [InlineData("""{"touser":"{openid}","msgtype":"image","image":{"media_id":"1"}}""", 0)]
    [InlineData("""{"touser":"{openid}","msgtype":"link","link":{"title":"a","description":"b","url":"c","thumb_url":"d"}}""", 0)]
    [InlineData("""{"touser":"{openid}","msgtype":"miniprogrampage","miniprogrampage":{"title":"a","pagepath":"b","thumb_media_id":"c"}}""", 0)]
    public async Task A_message_is_complete_or_spends_nothing(string body, int errcode)
    {
        await using var chat = await Chat.OpenAsync();
        await chat.ActAsync(new { action = "write", content = "在吗" });
        var sent = body.Replace("{openid}", chat.OpenId, StringComparison.Ordinal).Replace("{long}", new string('字', 683), StringComparison.Ordinal);
        var answer = await chat.CallAsync("/cgi-bin/message/custom/send", sent);
        Assert.Equal(errcode, answer.Json.GetProperty("errcode").GetInt32());
        Assert.Equal(errcode == 0 ? 4 : 5, (await chat.QuotaAsync()).GetProperty("sends").GetInt32());
    }

    [Fact]
    public async Task An_account_sends_articles()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.ActAsync(new { action = "follow" });
        var news = new { touser = chat.AccountOpenId, msgtype = "news", news = new { articles = new[] { new { title = "新茶上市" } } } };
        Warehouse.AssertDone(await chat.CallAsync("/cgi-bin/message/custom/send", news, Chat.Account));
    }

    [Fact]
    public async Task Typing_wants_an_open_window_and_spends_nothing()
    {
        await using var chat = await Chat.OpenAsync();
        LoginTests.AssertError(45015, await TypeAsync("Typing"));
        await chat.ActAsync(new { action = "write", content = "在吗" });
        Warehouse.AssertDone(await TypeAsync("Typing"));
        Warehouse.AssertDone(await TypeAsync("CancelTyping"));
        LoginTests.AssertError(45072, await TypeAsync("Sleeping"));
        Assert.Equal(5, (await chat.QuotaAsync()).GetProperty("sends").GetInt32());

        Task<Answer> TypeAsync(string command) => chat.CallAsync("/cgi-bin/message/custom/typing", new { touser = chat.OpenId, command });
    }
}
