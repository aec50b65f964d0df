using Microsoft.Extensions.DependencyInjection;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.Safety;
using WeCommerce.WeChat.Tests.MiniProgram;

namespace WeCommerce.WeChat.Tests.Safety;

/// <summary>文本内容安全识别 and 多媒体内容安全识别, version 2, as WeChat documents them.</summary>
public sealed class ContentCheckTests
{
    [Theory]
    [InlineData("pass", 100, ContentSuggestion.Pass)]
    [InlineData("review", 20001, ContentSuggestion.Review)]
    [InlineData("risky", 20006, ContentSuggestion.Risky)]
    [InlineData("something new", 21000, ContentSuggestion.Review)]
    public async Task A_text_is_judged(string suggest, int label, ContentSuggestion suggestion)
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, $$$"""{"errcode":0,"errmsg":"ok","result":{"suggest":"{{{suggest}}}","label":{{{label}}}},"detail":[],"trace_id":"t1"}""");

        Assert.Equal(
            new ContentVerdict(suggestion, label, "t1"),
            ApiAnswers.Value(await Api(world).CheckTextAsync(MiniWorld.AppId, "o1", ContentScene.Comment, "很好吃 \"<&", default)));
        var request = world.Server.Requests.Last();
        Assert.Equal(
            ("POST", "/wxa/msg_sec_check?access_token=token-1", """{"openid":"o1","scene":2,"version":2,"content":"很好吃 \"<&"}"""),
            (request.Method, request.Target, request.Text));
    }

    [Fact]
    public async Task A_file_is_looked_at_later()
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, """{"errcode":0,"errmsg":"ok","trace_id":"t1"}""");

        var check = ApiAnswers.Value(
            await Api(world).CheckMediaAsync(MiniWorld.AppId, "o1", ContentScene.Profile, MediaKind.Image, "https://shop.example/1.png?a=1&b=2", default));

        Assert.Equal("t1", check.TraceId);
        var request = world.Server.Requests.Last();
        Assert.Equal(
            (
                "POST", "/wxa/media_check_async?access_token=token-1",
                """{"media_url":"https://shop.example/1.png?a=1&b=2","media_type":2,"version":2,"openid":"o1","scene":1}"""),
            (request.Method, request.Target, request.Text));
    }

    [Theory]
    [InlineData("""{"errcode":61010,"errmsg":"code is expired"}""", ApiFailureKind.NoRecentVisit)]
    [InlineData("""{"errcode":44991,"errmsg":"m"}""", ApiFailureKind.TooFrequent)]
    [InlineData("""{"errcode":87020,"errmsg":"m"}""", ApiFailureKind.TooFrequent)]
    [InlineData("""{"errcode":43104,"errmsg":"m"}""", ApiFailureKind.OurFault)]
    [InlineData("""{"errcode":-1,"errmsg":"m"}""", ApiFailureKind.TryAgain)]
    [InlineData("""{"errcode":0,"errmsg":"ok"}""", ApiFailureKind.TryAgain)]
    [InlineData("""{"errcode":0,"errmsg":"ok","result":{"label":100}}""", ApiFailureKind.TryAgain)]
    public async Task What_is_no_verdict_is_classified_and_never_passes(string answer, ApiFailureKind kind)
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, answer);
        var api = Api(world);

        Assert.Equal(kind, ApiAnswers.Failure(await api.CheckTextAsync(MiniWorld.AppId, "o1", ContentScene.Forum, "1", default)).Kind);
        Assert.Equal(kind, ApiAnswers.Failure(await api.CheckMediaAsync(MiniWorld.AppId, "o1", ContentScene.Forum, MediaKind.Audio, "https://a.example", default)).Kind);
    }

    [Fact]
    public async Task What_WeChat_would_refuse_costs_no_call()
    {
        await using var world = await MiniWorld.StartAsync();
        var api = Api(world);

        ApiFailure[] refused =
        [
            ApiAnswers.Failure(await api.CheckTextAsync(MiniWorld.AppId, "o1", ContentScene.Comment, "", default)),
            ApiAnswers.Failure(await api.CheckTextAsync(MiniWorld.AppId, "o1", ContentScene.Comment, new string('好', 2501), default)),
            ApiAnswers.Failure(await api.CheckTextAsync(MiniWorld.AppId, "", ContentScene.Comment, "好", default)),
            ApiAnswers.Failure(await api.CheckMediaAsync(MiniWorld.AppId, "o1", ContentScene.Comment, MediaKind.Image, "file:///etc/passwd", default)),
            ApiAnswers.Failure(await api.CheckMediaAsync(MiniWorld.AppId, "", ContentScene.Comment, MediaKind.Image, "https://a.example", default)),
        ];

        Assert.All(refused, f => Assert.Equal((ApiFailureKind.OurFault, 0), (f.Kind, f.ErrCode)));
        Assert.Empty(world.Server.Requests);
    }

    [Fact]
    public async Task Half_a_character_in_a_text_is_no_trouble()
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, """{"result":{"suggest":"pass","label":100},"trace_id":"t1"}""");

        ApiAnswers.Value(await Api(world).CheckTextAsync(MiniWorld.AppId, "o1", ContentScene.Comment, new string(['a', '\ud83d', 'b']), default));

        Assert.Contains("a\ufffdb", world.Server.Requests.Last().Text, StringComparison.Ordinal);
    }

    private static IContentChecks Api(MiniWorld world) => world.Instance().GetRequiredService<IContentChecks>();
}
