using System.Text.Json;

namespace WeCommerce.Simulator.Tests;

/// <summary>What survives a restart of how the apps talk with people, and what a reset forgets.</summary>
public sealed class MessageBookTests : IDisposable
{
    private readonly string _statePath = Path.Combine(Path.GetTempPath(), $"simulator-{Path.GetRandomFileName()}.json");

    public void Dispose() => File.Delete(_statePath);

    [Fact]
    public async Task Permissions_windows_followers_codes_menus_and_links_survive_a_restart()
    {
        string openId, accountOpenId, ticket, link, msgId;
        await using (var chat = await Chat.OpenAsync(Configure))
        {
            (openId, accountOpenId, ticket, link, msgId) = await FillAsync(chat);
        }

        await using var again = await Chat.OpenAsync(Configure);
        var mini = (await again.Game.GetAsync($"/simulator/quota?openId={openId}")).Json;
        Assert.Equal((1, 5), (mini.GetProperty("permissions").GetProperty(Chat.Template).GetInt32(), mini.GetProperty("sends").GetInt32()));
        Assert.True((await again.Game.GetAsync($"/simulator/quota?openId={accountOpenId}")).Json.GetProperty("follows").GetBoolean());
        Assert.Equal(200, (await again.Game.GetAsync($"/cgi-bin/showqrcode?ticket={ticket}")).Status);
        Assert.Equal("0", (await again.CallAsync("/wxa/query_urllink", new { url_link = link })).Text("errcode"));
        Assert.Equal("茶", (await again.ReadAsync("/cgi-bin/menu/get")).Json.GetProperty("menu").GetProperty("button")[0].GetProperty("name").GetString());
        Assert.Equal(msgId, (await SendTemplateAsync(again, accountOpenId)).Text("msgid"));

        void Configure(SimulatorOptions options) => options.StatePath = _statePath;
    }

    [Fact]
    public async Task A_change_of_them_is_saved_soon_without_a_stop()
    {
        await using var chat = await Chat.OpenAsync(options => options.StatePath = _statePath);
        await chat.Game.PassAsync(TimeSpan.FromSeconds(1));
        await chat.AcceptAsync();
        await chat.Game.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Contains(Chat.Template, await File.ReadAllTextAsync(_statePath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_forgets_them()
    {
        await using var chat = await Chat.OpenAsync();
        var (_, _, ticket, link, msgId) = await FillAsync(chat);

        Assert.Equal(204, (await chat.Game.PostAsync("/simulator/reset")).Status);

        Assert.Equal("{}", (await chat.QuotaAsync()).GetProperty("permissions").GetRawText());
        Assert.Equal(0, (await chat.QuotaAsync()).GetProperty("sends").GetInt32());
        Assert.False((await chat.QuotaAsync(Chat.Account)).GetProperty("follows").GetBoolean());
        Assert.Equal(404, (await chat.Game.GetAsync($"/cgi-bin/showqrcode?ticket={ticket}")).Status);
        LoginTests.AssertError(40097, await chat.CallAsync("/wxa/query_urllink", new { url_link = link }));
        LoginTests.AssertError(46003, await chat.ReadAsync("/cgi-bin/menu/get"));
        await chat.ActAsync(new { action = "follow" });
        Assert.NotEqual(msgId, (await SendTemplateAsync(chat, chat.AccountOpenId)).Text("msgid"));
    }

    [Fact]
    public void Settings_name_the_kind_of_an_app_or_leave_it_out()
    {
        var options = JsonSerializer.Deserialize<SimulatorOptions>(
            """{"apps":[{"appId":"wx1","appSecret":"a"},{"appId":"wx2","appSecret":"b","kind":"OfficialAccount"}]}""", JsonSerializerOptions.Web)!;
        Assert.Equal([AppKind.MiniProgram, AppKind.OfficialAccount], options.Apps.Select(app => app.Kind));
    }

    private static async Task<(string OpenId, string AccountOpenId, string Ticket, string Link, string MsgId)> FillAsync(Chat chat)
    {
        await chat.AcceptAsync();
        await chat.ActAsync(new { action = "write", content = "在吗" });
        await chat.ActAsync(new { action = "follow" });
        var code = await chat.CallAsync(
            "/cgi-bin/qrcode/create", """{"action_name":"QR_LIMIT_STR_SCENE","action_info":{"scene":{"scene_str":"door"}}}""", Chat.Account);
        Warehouse.AssertDone(await chat.CallAsync(
            "/cgi-bin/menu/create", """{"button":[{"name":"茶","type":"click","key":"tea"}]}""", Chat.Account));
        var link = await chat.CallAsync("/wxa/generate_urllink", new { path = "pages/index" });
        var sent = await SendTemplateAsync(chat, chat.AccountOpenId);
        return (chat.OpenId, chat.AccountOpenId, code.Text("ticket")!, link.Text("url_link")!, sent.Text("msgid")!);
    }

    private static Task<Answer> SendTemplateAsync(Chat chat, string openId) => chat.CallAsync(
        "/cgi-bin/message/template/send",
        new { touser = openId, template_id = "T", client_msg_id = "ORDER-1", data = new { phrase1 = new { value = "已发货" } } },
        Chat.Account);
}
