using System.Text.Json;

namespace WeCommerce.Simulator.Tests;

/// <summary>内容安全识别: verdicts by word and by address, and who may be asked about (61010).</summary>
public sealed class SafetyTests
{
    [Theory]
    [InlineData("好茶", "pass", 100)]
    [InlineData("这是违规内容", "risky", 20006)]
    [InlineData("这是待审内容", "review", 21000)]
    public async Task A_text_has_its_verdict(string content, string suggest, int label)
    {
        await using var chat = await Chat.OpenAsync();
        var answer = await TextAsync(chat, new { openid = chat.OpenId, scene = 2, version = 2, content });
        Warehouse.AssertDone(answer);
        Assert.Equal((suggest, label), (
            answer.Json.GetProperty("result").GetProperty("suggest").GetString(),
            answer.Json.GetProperty("result").GetProperty("label").GetInt32()));
        Assert.Equal(suggest, answer.Json.GetProperty("detail")[0].GetProperty("suggest").GetString());
        Assert.NotEmpty(answer.Text("trace_id")!);
    }

    [Fact]
    public async Task Names_and_titles_are_read_too()
    {
        await using var chat = await Chat.OpenAsync();
        var answer = await TextAsync(chat, new { openid = chat.OpenId, scene = 1, version = 2, content = "好茶", signature = "违规" });
        Assert.Equal("risky", answer.Json.GetProperty("result").GetProperty("suggest").GetString());
    }

    [Fact]
    public async Task Wrong_fields_have_their_own_errcodes()
    {
        await using var chat = await Chat.OpenAsync();
        LoginTests.AssertError(40003, await TextAsync(chat, new { openid = chat.AccountOpenId, scene = 2, version = 2, content = "好茶" }));
        LoginTests.AssertError(40129, await TextAsync(chat, new { openid = chat.OpenId, scene = 5, version = 2, content = "好茶" }));
        LoginTests.AssertError(40097, await TextAsync(chat, new { openid = chat.OpenId, scene = 2, version = 1, content = "好茶" }));
        LoginTests.AssertError(40097, await TextAsync(chat, new { openid = chat.OpenId, scene = 2, version = 2, content = new string('茶', 2501) }));
        LoginTests.AssertError(40097, await TextAsync(chat, new { openid = chat.OpenId, scene = 2, version = 2, content = "好茶", signature = "茶" }));
        LoginTests.AssertError(44002, await TextAsync(chat, new { openid = chat.OpenId, scene = 2, version = 2, content = "" }));
        Warehouse.AssertDone(await TextAsync(chat, new { openid = chat.OpenId, scene = 2, version = 2, content = new string('茶', 2500) }));
        LoginTests.AssertError(40004, await MediaAsync(chat, "https://cdn.example/1.jpg", type: 3));
        LoginTests.AssertError(40097, await MediaAsync(chat, "1.jpg"));
    }

    [Fact]
    public async Task Whoever_logged_in_more_than_two_hours_ago_is_61010()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.Game.LoginAsync(await chat.Game.LoginCodeAsync(chat.OpenId));
        await chat.Game.PassAsync(TimeSpan.FromHours(2));
        Warehouse.AssertDone(await AskAsync());
        await chat.Game.PassAsync(TimeSpan.FromSeconds(1));
        LoginTests.AssertError(61010, await AskAsync());
        LoginTests.AssertError(61010, await MediaAsync(chat, "https://cdn.example/1.jpg"));
        await chat.Game.LoginAsync(await chat.Game.LoginCodeAsync(chat.OpenId));
        Warehouse.AssertDone(await AskAsync());

        Task<Answer> AskAsync() => TextAsync(chat, new { openid = chat.OpenId, scene = 2, version = 2, content = "好茶" });
    }

    [Theory]
    [InlineData("https://cdn.example/1.jpg", 0, "pass")]
    [InlineData("https://cdn.example/risky.jpg", 0, "risky")]
    [InlineData("https://cdn.example/missing.jpg", -1008, null)]
    public async Task Media_are_looked_at_later(string url, int errcode, string? suggest)
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Mini, "json");
        var traceId = (await MediaAsync(chat, url)).Text("trace_id");

        var push = Assert.Single(await chat.PushedAsync()).Json;
        Assert.Equal(
            ("wxa_media_check", Chat.Mini, traceId, errcode),
            (Of("Event").GetString(), Of("appid").GetString(), Of("trace_id").GetString(), Of("errcode").GetInt32()));
        Assert.Equal("o_wechat_system", Of("FromUserName").GetString());
        Assert.Equal(suggest, push.TryGetProperty("result", out var result) ? result.GetProperty("suggest").GetString() : null);

        JsonElement Of(string name) => push.GetProperty(name);
    }

    private static Task<Answer> TextAsync(Chat chat, object body) => chat.CallAsync("/wxa/msg_sec_check", body);

    private static Task<Answer> MediaAsync(Chat chat, string url, int type = 2) => chat.CallAsync(
        "/wxa/media_check_async", new { openid = chat.OpenId, scene = 3, version = 2, media_url = url, media_type = type });
}
