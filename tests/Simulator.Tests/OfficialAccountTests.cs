using System.Buffers.Binary;
using System.Text.Json.Nodes;

namespace WeCommerce.Simulator.Tests;

/// <summary>获取用户基本信息, 带参数二维码 and 自定义菜单 of an official account.</summary>
public sealed class OfficialAccountTests
{
    [Fact]
    public async Task Who_follows_is_known_and_who_does_not_has_a_unionid_all_the_same()
    {
        await using var chat = await Chat.OpenAsync();
        var stranger = await InfoAsync(chat);
        Assert.Equal(("0", chat.AccountOpenId, chat.UnionId), (stranger.Text("subscribe"), stranger.Text("openid"), stranger.Text("unionid")));
        Assert.Null(stranger.Text("subscribe_time"));

        await chat.ActAsync(new { action = "scan", scene = "7" });
        var follower = await InfoAsync(chat);
        Assert.Equal(
            ("1", $"{Game.Morning.ToUnixTimeSeconds()}", "ADD_SCENE_QR_CODE", "7", chat.UnionId),
            (follower.Text("subscribe"), follower.Text("subscribe_time"), follower.Text("subscribe_scene"), follower.Text("qr_scene"), follower.Text("unionid")));

        LoginTests.AssertError(40003, await chat.ReadAsync("/cgi-bin/user/info", $"&openid={chat.OpenId}"));
        LoginTests.AssertError(40003, await chat.ReadAsync("/cgi-bin/user/info"));
        LoginTests.AssertError(48001, await chat.ReadAsync("/cgi-bin/user/info", $"&openid={chat.OpenId}", Chat.Mini));
    }

    [Theory]
    [InlineData("""{"action_name":"QR_SCENE","action_info":{"scene":{"scene_id":4294967295}}}""", "4294967295")]
    [InlineData("""{"action_name":"QR_STR_SCENE","expire_seconds":600,"action_info":{"scene":{"scene_str":"table-7"}}}""", "table-7")]
    [InlineData("""{"action_name":"QR_LIMIT_SCENE","action_info":{"scene":{"scene_id":100000}}}""", "100000")]
    [InlineData("""{"action_name":"QR_LIMIT_STR_SCENE","action_info":{"scene":{"scene_str":"table-7"}}}""", "table-7")]
    public async Task Scanning_a_code_pushes_its_ticket(string body, string scene)
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Account, "xml");
        var code = await chat.CallAsync("/cgi-bin/qrcode/create", body, Chat.Account);
        Assert.StartsWith("http://weixin.qq.com/q/", code.Text("url"), StringComparison.Ordinal);

        await chat.ActAsync(new { action = "scan", scene });
        await chat.ActAsync(new { action = "scan", scene });

        var pushed = await chat.PushedAsync();
        Assert.Equal([$"qrscene_{scene}", scene], pushed.Select(p => p.Xml.Element("EventKey")!.Value));
        Assert.All(pushed, p => Assert.Equal(code.Text("ticket"), p.Xml.Element("Ticket")!.Value));
    }

    [Theory]
    [InlineData("""{"action_name":"QR_CODE","action_info":{"scene":{"scene_id":1}}}""", 40052)]
    [InlineData("""{"action_name":"QR_SCENE"}""", 40053)]
    [InlineData("""{"action_name":"QR_SCENE","action_info":{"scene":{"scene_id":0}}}""", 40053)]
    [InlineData("""{"action_name":"QR_SCENE","action_info":{"scene":{"scene_id":4294967296}}}""", 40053)]
    [InlineData("""{"action_name":"QR_LIMIT_SCENE","action_info":{"scene":{"scene_id":100001}}}""", 40053)]
    [InlineData("""{"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_id":1}}}""", 40053)]
    [InlineData("""{"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":""}}}""", 40053)]
    [InlineData("""{"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":"12345678901234567890123456789012345678901234567890123456789012345"}}}""", 40053)]
    [InlineData("""{"action_name":"QR_SCENE","expire_seconds":2592001,"action_info":{"scene":{"scene_id":1}}}""", 40053)]
    public async Task A_wrong_scene_has_its_errcode(string body, int errcode)
    {
        await using var chat = await Chat.OpenAsync();
        LoginTests.AssertError(errcode, await chat.CallAsync("/cgi-bin/qrcode/create", body, Chat.Account));
    }

    [Fact]
    public async Task A_code_for_some_time_ends_and_one_for_ever_does_not()
    {
        await using var chat = await Chat.OpenAsync();
        await chat.SetUpAsync(Chat.Account, "xml");
        var body = """{"action_name":"QR_STR_SCENE","expire_seconds":600,"action_info":{"scene":{"scene_str":"table-7"}}}""";
        var brief = await chat.CallAsync("/cgi-bin/qrcode/create", body, Chat.Account);
        var lasting = await chat.CallAsync(
            "/cgi-bin/qrcode/create", """{"action_name":"QR_LIMIT_STR_SCENE","action_info":{"scene":{"scene_str":"door"}}}""", Chat.Account);
        Assert.Equal(("600", null), (brief.Text("expire_seconds"), lasting.Text("expire_seconds")));

        var picture = await chat.Game.GetAsync($"/cgi-bin/showqrcode?ticket={brief.Text("ticket")}");
        Assert.Equal((200, "image/png"), (picture.Status, picture.ContentType));
        Assert.True(IsPng(picture));
        await chat.Game.PassAsync(TimeSpan.FromSeconds(600));
        Assert.Equal(404, (await chat.Game.GetAsync($"/cgi-bin/showqrcode?ticket={brief.Text("ticket")}")).Status);
        Assert.Equal(200, (await chat.Game.GetAsync($"/cgi-bin/showqrcode?ticket={lasting.Text("ticket")}")).Status);
        Assert.Equal(404, (await chat.Game.GetAsync("/cgi-bin/showqrcode?ticket=guess")).Status);

        await chat.ActAsync(new { action = "scan", scene = "table-7" });
        Assert.Null(Assert.Single(await chat.PushedAsync()).Xml.Element("Ticket"));
    }

    [Fact]
    public async Task A_menu_is_made_read_and_taken_away()
    {
        await using var chat = await Chat.OpenAsync();
        LoginTests.AssertError(46003, await chat.ReadAsync("/cgi-bin/menu/get"));
        var menu = Menu(Button("我的订单", "click", "key", "orders"), Button("商城", "view", "url", "https://shop.example/"));
        Warehouse.AssertDone(await CreateAsync(chat, menu));
        Assert.Equal("我的订单", (await chat.ReadAsync("/cgi-bin/menu/get")).Json.GetProperty("menu").GetProperty("button")[0].GetProperty("name").GetString());
        var kept = Assert.Single(await chat.OutboxAsync("Menu"));
        Assert.Equal("orders", kept.GetProperty("body").GetProperty("button")[0].GetProperty("key").GetString());
        Warehouse.AssertDone(await chat.ReadAsync("/cgi-bin/menu/delete"));
        LoginTests.AssertError(46003, await chat.ReadAsync("/cgi-bin/menu/get"));
    }

    [Fact]
    public async Task A_menu_has_three_buttons_and_five_below_each()
    {
        await using var chat = await Chat.OpenAsync();
        LoginTests.AssertError(40016, await CreateAsync(chat, Menu()));
        LoginTests.AssertError(40016, await CreateAsync(chat, Menu(Many(4))));
        LoginTests.AssertError(40023, await CreateAsync(chat, Menu(Top(Many(6)))));
        LoginTests.AssertError(40022, await CreateAsync(chat, Menu(Top(Top(Many(1))))));
        Warehouse.AssertDone(await CreateAsync(chat, Menu(Top(Many(5)), Top(Many(5)), Top(Many(5)))));
        LoginTests.AssertError(48001, await chat.CallAsync("/cgi-bin/menu/create", Menu(Many(1)).ToJsonString()));

        static JsonObject[] Many(int count) => [.. Enumerable.Range(0, count).Select(n => Button("商城", "click", "key", $"{n}"))];
        static JsonObject Top(params JsonObject[] below) => new() { ["name"] = "更多", ["sub_button"] = new JsonArray([.. below]) };
    }

    [Theory]
    [InlineData("""{"name":"一二三四五六","type":"click","key":"k"}""", 40018, 0)]
    [InlineData("""{"name":"一二三四五","type":"click","key":"k"}""", 0, 0)]
    [InlineData("""{"name":"一二三四五六七八九十一二三四五六七八九十一","type":"click","key":"k"}""", 40018, 40025)]
    [InlineData("""{"type":"click","key":"k"}""", 40018, 40025)]
    [InlineData("""{"name":"茶","type":"click"}""", 40019, 40026)]
    [InlineData("""{"name":"茶","type":"view"}""", 40020, 40027)]
    [InlineData("""{"name":"茶","type":"poem"}""", 40017, 40024)]
    [InlineData("""{"name":"茶"}""", 40017, 40024)]
    [InlineData("""{"name":"茶","type":"media_id"}""", 40007, 40007)]
    [InlineData("""{"name":"茶","type":"article_id"}""", 53600, 53600)]
    [InlineData("""{"name":"茶","type":"miniprogram","url":"https://shop.example/","pagepath":"pages/index"}""", 40013, 40013)]
    [InlineData("""{"name":"茶","type":"miniprogram","url":"https://shop.example/","appid":"wx1"}""", 40165, 40165)]
    [InlineData("""{"name":"茶","type":"miniprogram","appid":"wx1","pagepath":"pages/index"}""", 40020, 40027)]
    [InlineData("""{"name":"茶","type":"miniprogram","url":"https://shop.example/","appid":"wx1","pagepath":"pages/index"}""", 0, 0)]
    public async Task A_button_has_a_name_and_what_its_type_needs(string button, int atTop, int below)
    {
        await using var chat = await Chat.OpenAsync();
        var top = await CreateAsync(chat, Menu(JsonNode.Parse(button)!.AsObject()));
        Assert.Equal(atTop, top.Json.GetProperty("errcode").GetInt32());
        var sub = await CreateAsync(chat, Menu(new JsonObject { ["name"] = "更多", ["sub_button"] = new JsonArray(JsonNode.Parse(button)) }));
        Assert.Equal(below, sub.Json.GetProperty("errcode").GetInt32());
    }

    internal static bool IsPng(Answer answer) => BinaryPrimitives.ReadUInt64BigEndian(answer.Body) == 0x89504E470D0A1A0A;

    private static Task<Answer> InfoAsync(Chat chat) => chat.ReadAsync("/cgi-bin/user/info", $"&openid={chat.AccountOpenId}&lang=zh_CN");

    private static Task<Answer> CreateAsync(Chat chat, JsonObject menu) => chat.CallAsync("/cgi-bin/menu/create", menu.ToJsonString(), Chat.Account);

    private static JsonObject Menu(params JsonObject[] buttons) => new() { ["button"] = new JsonArray([.. buttons]) };

    private static JsonObject Button(string name, string type, string field, string value) => new() { ["name"] = name, ["type"] = type, [field] = value };
}
