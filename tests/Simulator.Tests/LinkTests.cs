using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using QRCoder;

namespace WeCommerce.Simulator.Tests;

/// <summary>小程序码, URL Scheme, URL Link and Short Link: their rules and errcodes.</summary>
public sealed class LinkTests
{
    private const string Code = "/wxa/getwxacodeunlimit";

    [Fact]
    public async Task A_code_is_a_picture_that_says_app_page_and_scene()
    {
        await using var chat = await Chat.OpenAsync();
        var picture = await chat.CallAsync(Code, new { scene = "id=1&from=a", page = "pages/product/index", env_version = "trial", width = 640 });
        Assert.Equal((200, "image/png"), (picture.Status, picture.ContentType));
        using var code = QRCodeGenerator.GenerateQrCode(
            $"weixin://wxacode?appid={Chat.Mini}&page=pages%2Fproduct%2Findex&scene=id%3D1%26from%3Da&env_version=trial",
            QRCodeGenerator.ECCLevel.M,
            forceUtf8: true);
        using var png = new PngByteQRCode(code);
        Assert.Equal(png.GetGraphic(640 / code.ModuleMatrix.Count), picture.Body);
    }

    [Theory]
    [InlineData("""{"scene":""}""", 40169)]
    [InlineData("""{}""", 40169)]
    [InlineData("""{"scene":"123456789012345678901234567890123"}""", 40169)]
    [InlineData("""{"scene":"id=茶"}""", 40129)]
    [InlineData("""{"scene":"id%3D1"}""", 40129)]
    [InlineData("""{"scene":"id 1"}""", 40129)]
    [InlineData("""{"scene":"scancode_time=1"}""", 85096)]
    [InlineData("""{"scene":"1","page":"/pages/index"}""", 41030)]
    [InlineData("""{"scene":"1","page":"pages/index?id=1"}""", 41030)]
    [InlineData("""{"scene":"1","env_version":"beta"}""", 85402)]
    [InlineData("""{"scene":"1","width":279}""", 40097)]
    [InlineData("""{"scene":"1","width":1281}""", 40097)]
    [InlineData("""{"scene":1}""", 47001)]
    public async Task A_wrong_code_is_a_JSON_error(string body, int errcode)
    {
        await using var chat = await Chat.OpenAsync();
        LoginTests.AssertError(errcode, await chat.CallAsync(Code, body));
    }

    [Theory]
    [InlineData("12345678901234567890123456789012")]
    [InlineData("!#$&'()*+,/:;=?@-._~")]
    public async Task Every_allowed_character_fits(string scene)
    {
        await using var chat = await Chat.OpenAsync();
        Assert.True(OfficialAccountTests.IsPng(await chat.CallAsync(Code, new { scene, check_path = false, is_hyaline = true })));
    }

    [Fact]
    public async Task The_picture_comes_without_a_network_too()
    {
        var options = Game.Options(TimeProvider.System);
        options.InProcess = true;
        await using var simulator = await WeChatSimulator.StartAsync(options);
        using var client = new HttpClient(simulator.Handler) { BaseAddress = new("http://wechat.invalid/") };
        var token = await client.GetFromJsonAsync<JsonElement>(
            $"cgi-bin/token?grant_type=client_credential&appid={Game.AppId}&secret={Uri.EscapeDataString(Game.AppSecret)}");
        var answer = await client.PostAsJsonAsync($"{Code[1..]}?access_token={token.GetProperty("access_token")}", new { scene = "1" });
        Assert.Equal("image/png", answer.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Codes_are_of_mini_programs()
    {
        await using var chat = await Chat.OpenAsync();
        LoginTests.AssertError(48001, await chat.CallAsync(Code, new { scene = "1" }, Chat.Account));
    }

    [Fact]
    public async Task A_scheme_and_a_link_say_where_they_lead()
    {
        await using var chat = await Chat.OpenAsync();
        var until = Game.Morning.AddDays(30).ToUnixTimeSeconds();
        var scheme = (await chat.CallAsync(
            "/wxa/generatescheme",
            new { jump_wxa = new { path = "/pages/product", query = "id=1&from=a" }, is_expire = true, expire_type = 0, expire_time = until })).Text("openlink");
        Assert.StartsWith("weixin://dl/business/?t=", scheme, StringComparison.Ordinal);
        var info = (await chat.CallAsync("/wxa/queryscheme", new { scheme })).Json.GetProperty("scheme_info");
        Assert.Equal(
            $$"""{"appid":"{{Chat.Mini}}","path":"/pages/product","query":"id=1&from=a","env_version":"release","create_time":{{Game.Morning.ToUnixTimeSeconds()}},"expire_time":{{until}}}""",
            info.GetRawText());

        var link = (await chat.CallAsync("/wxa/generate_urllink", new { path = "pages/product", query = "id=1", expire_type = 1, expire_interval = 7 })).Text("url_link");
        Assert.StartsWith("https://wxaurl.cn/", link, StringComparison.Ordinal);
        var found = (await chat.CallAsync("/wxa/query_urllink", new { url_link = link })).Json.GetProperty("url_link_info");
        Assert.Equal(Game.Morning.AddDays(7).ToUnixTimeSeconds(), found.GetProperty("expire_time").GetInt64());
        var quota = await chat.CallAsync("/wxa/query_urllink", new { url_link = link, query_type = 1 });
        Assert.True(quota.Json.GetProperty("quota_info").GetProperty("remain_visit_quota").GetInt32() > 0);
        LoginTests.AssertError(40097, await chat.CallAsync("/wxa/query_urllink", new { url_link = "https://wxaurl.cn/guess" }));
        LoginTests.AssertError(40097, await chat.CallAsync("/wxa/queryscheme", new { }));
    }

    [Theory]
    [InlineData("""{}""", 0)]
    [InlineData("""{"is_expire":true}""", 85401)]
    [InlineData("""{"expire_type":0}""", 85401)]
    [InlineData("""{"expire_type":0,"expire_time":60}""", 85401)]
    [InlineData("""{"expire_type":0,"expire_time":61}""", 0)]
    [InlineData("""{"expire_type":0,"expire_time":2592001}""", 85401)]
    [InlineData("""{"expire_type":1}""", 85401)]
    [InlineData("""{"expire_type":1,"expire_interval":0}""", 85401)]
    [InlineData("""{"expire_type":1,"expire_interval":30}""", 0)]
    [InlineData("""{"expire_type":1,"expire_interval":31}""", 85401)]
    [InlineData("""{"expire_type":2,"expire_interval":1}""", 85401)]
    public async Task A_link_ends_after_a_minute_and_within_30_days(string body, int errcode)
    {
        await using var chat = await Chat.OpenAsync();
        var asked = JsonNode.Parse(body)!.AsObject();
        if (asked["expire_time"] is { } seconds)
            asked["expire_time"] = Game.Morning.ToUnixTimeSeconds() + (long)seconds;
        foreach (var path in (string[])["/wxa/generatescheme", "/wxa/generate_urllink"])
            Assert.Equal(errcode, (await chat.CallAsync(path, asked.ToJsonString())).Json.GetProperty("errcode").GetInt32());
    }

    [Theory]
    [InlineData("pages/index?id=1", "", 40165)]
    [InlineData("pages/index", "id", 40212)]
    [InlineData("pages/index", "=1", 40212)]
    [InlineData("pages/index", "id=1&", 40212)]
    [InlineData("pages/index", "id=茶", 40212)]
    [InlineData("pages/index", "id=%E8%8C%B6&a=", 0)]
    [InlineData("", "", 0)]
    public async Task Paths_and_queries_have_their_rules(string path, string query, int errcode)
    {
        await using var chat = await Chat.OpenAsync();
        var answer = await chat.CallAsync("/wxa/generate_urllink", new { path, query });
        Assert.Equal(errcode, answer.Json.GetProperty("errcode").GetInt32());
        LoginTests.AssertError(85402, await chat.CallAsync("/wxa/generate_urllink", new { path = "pages/index", env_version = "beta" }));
    }

    [Fact]
    public async Task A_query_has_at_most_1024_characters()
    {
        await using var chat = await Chat.OpenAsync();
        Assert.Equal("0", (await SendAsync(1024)).Text("errcode"));
        LoginTests.AssertError(40212, await SendAsync(1025));

        Task<Answer> SendAsync(int length) => chat.CallAsync("/wxa/generate_urllink", new { query = "id=" + new string('1', length - 3) });
    }

    [Theory]
    [InlineData("""{"page_url":"pages/product?id=1","page_title":"雨前龙井"}""", 0)]
    [InlineData("""{"page_url":"pages/product","is_permanent":true}""", 0)]
    [InlineData("""{"page_title":"雨前龙井"}""", 40165)]
    [InlineData("""{"page_url":"/pages/product"}""", 40165)]
    [InlineData("""{"page_url":"pages/product?id"}""", 40212)]
    [InlineData("""{"page_url":"pages/product","page_title":"一二三四五六七八九十一二三四五六七八九十一"}""", 40225)]
    public async Task A_short_link_has_its_rules(string body, int errcode)
    {
        await using var chat = await Chat.OpenAsync();
        var answer = await chat.CallAsync("/wxa/genwxashortlink", body);
        Assert.Equal(errcode, answer.Json.GetProperty("errcode").GetInt32());
        if (errcode == 0)
            Assert.StartsWith("#小程序://", answer.Text("link"), StringComparison.Ordinal);
    }
}
