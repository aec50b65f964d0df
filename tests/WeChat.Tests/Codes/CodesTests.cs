using Microsoft.Extensions.DependencyInjection;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.Codes;
using WeCommerce.WeChat.Tests.MiniProgram;

namespace WeCommerce.WeChat.Tests.Codes;

/// <summary>小程序码与小程序链接, and 生成带参数的二维码, as WeChat documents them.</summary>
public sealed class CodesTests
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13];
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16];
    private static readonly CodePath Product = new("pages/product", "id=1&from=%E5%8F%8B");

    public static TheoryData<byte[], string, string> Pictures => new()
    {
        { Png, "image/jpeg", "image/png" },
        { Jpeg, "image/png", "image/jpeg" },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public async Task A_code_is_what_its_bytes_are(byte[] file, string label, string mediaType)
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, "", ContentType: label) { File = file };

        var picture = ApiAnswers.Value(await Api(world).DrawCodeAsync(MiniWorld.AppId, "p=1&c=2", "pages/product", 430, default));

        Assert.Equal(mediaType, picture.MediaType);
        Assert.Equal(file, picture.Bytes);
        var request = world.Server.Requests.Last();
        Assert.Equal(
            ("POST", "/wxa/getwxacodeunlimit?access_token=token-1", """{"scene":"p=1&c=2","page":"pages/product","width":430}"""),
            (request.Method, request.Target, request.Text));
    }

    [Theory]
    [InlineData(40129, ApiFailureKind.OurFault)]
    [InlineData(40169, ApiFailureKind.OurFault)]
    [InlineData(41030, ApiFailureKind.OurFault)]
    [InlineData(85096, ApiFailureKind.OurFault)]
    [InlineData(45009, ApiFailureKind.TooFrequent)]
    [InlineData(45029, ApiFailureKind.TooFrequent)]
    [InlineData(44993, ApiFailureKind.TooFrequent)]
    [InlineData(-1, ApiFailureKind.TryAgain)]
    public async Task An_error_in_place_of_a_picture_is_a_failure_whatever_its_label(long errCode, ApiFailureKind kind)
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, $$"""{"errcode":{{errCode}},"errmsg":"m rid: 1"}""", ContentType: "image/jpeg");

        Assert.Equal(new ApiFailure(kind, errCode, "m rid: 1"), ApiAnswers.Failure(await Api(world).DrawCodeAsync(MiniWorld.AppId, "1", null, 430, default)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("GIF89a")]
    [InlineData("")]
    public async Task What_is_no_picture_is_none(string body)
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, body, ContentType: "image/png");

        Assert.Equal(ApiFailureKind.TryAgain, ApiAnswers.Failure(await Api(world).DrawCodeAsync(MiniWorld.AppId, "1", null, 430, default)).Kind);
    }

    [Fact]
    public async Task A_picture_of_more_than_4_MiB_is_not_read()
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, "", ContentType: "image/png") { File = [.. Png, .. new byte[4 << 20]] };

        Assert.Equal(ApiFailureKind.TryAgain, ApiAnswers.Failure(await Api(world).DrawCodeAsync(MiniWorld.AppId, "1", null, 430, default)).Kind);
    }

    [Fact]
    public async Task A_code_is_drawn_again_with_a_new_token()
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = r => r.Target.EndsWith("token-1", StringComparison.Ordinal)
            ? new Reply(200, """{"errcode":42001,"errmsg":"access_token expired"}""")
            : new Reply(200, "", ContentType: "image/png") { File = Png };

        ApiAnswers.Value(await Api(world).DrawCodeAsync(MiniWorld.AppId, "1", "", 280, default));

        Assert.Equal("""{"scene":"1","width":280}""", world.Server.Requests.Last().Text);
    }

    [Fact]
    public async Task Links_are_asked_for_as_documented()
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = r => new Reply(200, r.Path switch
        {
            "/wxa/generate_urllink" => """{"errcode":0,"errmsg":"ok","url_link":"https://wxaurl.cn/1"}""",
            "/wxa/generatescheme" => """{"errcode":0,"errmsg":"ok","openlink":"weixin://dl/business/?t=1"}""",
            _ => """{"errcode":0,"errmsg":"ok","link":"#小程序://商店/1"}""",
        });
        var api = Api(world);

        Assert.Equal("https://wxaurl.cn/1", ApiAnswers.Value(await api.MakeUrlLinkAsync(MiniWorld.AppId, Product, TimeSpan.FromDays(30), default)).Url);
        Assert.Equal("weixin://dl/business/?t=1", ApiAnswers.Value(await api.MakeSchemeAsync(MiniWorld.AppId, Product, TimeSpan.FromMinutes(90), default)).Url);
        Assert.Equal("#小程序://商店/1", ApiAnswers.Value(await api.MakeShortLinkAsync(MiniWorld.AppId, Product, "草莓", default)).Url);
        Assert.Equal(
            [
                """/wxa/generate_urllink {"path":"pages/product","query":"id=1&from=%E5%8F%8B","expire_type":1,"expire_interval":30}""",
                // 2026-01-01T00:00:00Z and 90 minutes.
                """/wxa/generatescheme {"jump_wxa":{"path":"pages/product","query":"id=1&from=%E5%8F%8B"},"is_expire":true,"expire_type":0,"expire_time":1767231000}""",
                """/wxa/genwxashortlink {"page_url":"pages/product?id=1&from=%E5%8F%8B","page_title":"草莓","is_permanent":false}""",
            ],
            world.Server.Requests.Where(r => r.Path.StartsWith("/wxa/", StringComparison.Ordinal)).Select(r => $"{r.Path} {r.Text}"));
    }

    [Fact]
    public async Task Codes_of_an_official_account_are_asked_for_as_documented()
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, """{"ticket":"t==","expire_seconds":60,"url":"http://weixin.qq.com/q/k"}""");
        var api = Api(world);

        Assert.Equal(
            new QrCode("t==", "http://weixin.qq.com/q/k"),
            ApiAnswers.Value(await api.MakeQrCodeAsync(MiniWorld.AccountId, "门店1", TimeSpan.FromMinutes(1), default)));
        ApiAnswers.Value(await api.MakeQrCodeAsync(MiniWorld.AccountId, "s", null, default));

        Assert.Equal(
            [
                """{"expire_seconds":60,"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":"门店1"}}}""",
                """{"action_name":"QR_LIMIT_STR_SCENE","action_info":{"scene":{"scene_str":"s"}}}""",
            ],
            world.Server.Requests.Where(r => r.Path == "/cgi-bin/qrcode/create").Select(r => r.Text));
    }

    [Fact]
    public async Task An_answer_without_the_link_is_none()
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, """{"errcode":0,"errmsg":"ok","openlink":""}""");

        Assert.Equal(ApiFailureKind.TryAgain, ApiAnswers.Failure(await Api(world).MakeSchemeAsync(MiniWorld.AppId, Product, TimeSpan.FromDays(1), default)).Kind);
    }

    [Fact]
    public async Task What_WeChat_would_refuse_costs_no_call()
    {
        await using var world = await MiniWorld.StartAsync();
        var api = Api(world);
        var app = MiniWorld.AppId;
        var day = TimeSpan.FromDays(1);

        ApiFailure[] refused =
        [
            ApiAnswers.Failure(await api.DrawCodeAsync(app, "", null, 430, default)),
            ApiAnswers.Failure(await api.DrawCodeAsync(app, new string('1', 33), null, 430, default)),
            ApiAnswers.Failure(await api.DrawCodeAsync(app, "友", null, 430, default)),
            ApiAnswers.Failure(await api.DrawCodeAsync(app, "1", "/pages/a", 430, default)),
            ApiAnswers.Failure(await api.DrawCodeAsync(app, "1", "pages/a?b=c", 430, default)),
            ApiAnswers.Failure(await api.DrawCodeAsync(app, "1", null, 279, default)),
            ApiAnswers.Failure(await api.DrawCodeAsync(app, "1", null, 1281, default)),
            ApiAnswers.Failure(await api.MakeUrlLinkAsync(app, Product, TimeSpan.FromSeconds(59), default)),
            ApiAnswers.Failure(await api.MakeUrlLinkAsync(app, Product, TimeSpan.FromDays(30) + TimeSpan.FromTicks(1), default)),
            ApiAnswers.Failure(await api.MakeUrlLinkAsync(app, Product with { Query = "友=1" }, day, default)),
            ApiAnswers.Failure(await api.MakeSchemeAsync(app, Product with { Path = "/pages/a" }, day, default)),
            ApiAnswers.Failure(await api.MakeShortLinkAsync(app, Product with { Path = "" }, "t", default)),
            ApiAnswers.Failure(await api.MakeShortLinkAsync(app, Product with { Query = $"a={new string('1', 1020)}" }, "t", default)),
            ApiAnswers.Failure(await api.MakeQrCodeAsync(MiniWorld.AccountId, "", day, default)),
            ApiAnswers.Failure(await api.MakeQrCodeAsync(MiniWorld.AccountId, new string('1', 65), day, default)),
            ApiAnswers.Failure(await api.MakeQrCodeAsync(MiniWorld.AccountId, "1", TimeSpan.FromDays(31), default)),
        ];

        Assert.All(refused, f => Assert.Equal((ApiFailureKind.OurFault, 0), (f.Kind, f.ErrCode)));
        Assert.All(refused, f => Assert.NotEmpty(f.ErrMsg));
        Assert.Empty(world.Server.Requests);
    }

    private static ICodes Api(MiniWorld world) => world.Instance().GetRequiredService<ICodes>();
}
