using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.MiniProgram;

namespace WeCommerce.WeChat.Tests.MiniProgram;

public sealed class MiniProgramTests
{
    private const string Phone = """
        {"errcode":0,"errmsg":"ok","phone_info":{"phoneNumber":"+85213800000000","purePhoneNumber":"13800000000","countryCode":852,
        "watermark":{"timestamp":1637744274,"appid":"wx1234567890abcdef"}}}
        """;

    [Theory]
    [InlineData("""{"openid":"o1","session_key":"k1"}""", null)]
    [InlineData("""{"openid":"o1","session_key":"k1","unionid":"u1","errcode":0}""", "u1")]
    [InlineData("""{"openid":"o1","session_key":"k1","unionid":"","errcode":"0","errmsg":""}""", null)]
    public async Task Login_gives_the_session_whatever_the_answer_calls_itself(string body, string? unionId)
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, body, ContentType: "text/plain");

        var session = Value(await world.Api().LoginAsync(MiniWorld.AppId, "c/o+de", default));

        Assert.Equal(new LoginSession("o1", unionId, "k1"), session);
        Assert.Equal(nameof(LoginSession), session.ToString());
        Assert.Equal(
            "/sns/jscode2session?appid=wx1234567890abcdef&secret=app%26secret&js_code=c%2Fo%2Bde&grant_type=authorization_code",
            Assert.Single(world.Server.Requests).Target);
    }

    [Theory]
    [InlineData(-1, ApiFailureKind.TryAgain)]
    [InlineData(40029, ApiFailureKind.CodeInvalid)]
    [InlineData(40163, ApiFailureKind.CodeUsed)]
    [InlineData(40226, ApiFailureKind.UserBlocked)]
    [InlineData(45011, ApiFailureKind.TooFrequent)]
    [InlineData(45009, ApiFailureKind.TooFrequent)]
    [InlineData(40013, ApiFailureKind.OurFault)]
    [InlineData(40125, ApiFailureKind.OurFault)]
    [InlineData(48001, ApiFailureKind.OurFault)]
    [InlineData(99999, ApiFailureKind.OurFault)]
    public async Task Login_failures_are_classified(long errCode, ApiFailureKind kind)
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, $$"""{"errcode":{{errCode}},"errmsg":"m rid: 1"}""");

        Assert.Equal(new ApiFailure(kind, errCode, "m rid: 1"), Failure(await world.Api().LoginAsync(MiniWorld.AppId, "code", default)));
        // A code counts once: never repeated.
        Assert.Single(world.Server.Requests);
    }

    [Theory]
    [InlineData(0, "", ApiFailureKind.TryAgain)]
    [InlineData(502, "<html>", ApiFailureKind.TryAgain)]
    [InlineData(429, "", ApiFailureKind.TooFrequent)]
    [InlineData(404, "", ApiFailureKind.OurFault)]
    [InlineData(200, "<html>", ApiFailureKind.TryAgain)]
    [InlineData(200, "[]", ApiFailureKind.TryAgain)]
    [InlineData(200, """{"openid":"o1"}""", ApiFailureKind.TryAgain)]
    public async Task Answers_that_are_none_are_classified(int status, string body, ApiFailureKind kind)
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(status, body);

        Assert.Equal(kind, Failure(await world.Api().LoginAsync(MiniWorld.AppId, "code", default)).Kind);
    }

    [Fact]
    public async Task An_app_that_is_not_configured_costs_no_call()
    {
        await using var world = await MiniWorld.StartAsync();
        var api = world.Api();

        Assert.Equal(ApiFailureKind.OurFault, Failure(await api.LoginAsync("wx0", "code", default)).Kind);
        Assert.Equal(ApiFailureKind.OurFault, Failure(await api.GetPhoneNumberAsync("wx0", "code", default)).Kind);
        Assert.Empty(world.Server.Requests);
    }

    [Fact]
    public async Task Silence_ends_after_the_time_out()
    {
        await using var world = await MiniWorld.StartAsync();
        var arrived = new TaskCompletionSource();
        using var never = new ManualResetEventSlim();
        world.Answer = _ =>
        {
            arrived.SetResult();
            never.Wait();
            return new Reply(200, "{}");
        };

        var call = world.Api().LoginAsync(MiniWorld.AppId, "code", default);
        await arrived.Task;
        world.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(ApiFailureKind.TryAgain, Failure(await call).Kind);
        never.Set();
    }

    [Fact]
    public async Task Phone_number_is_asked_for_with_the_token()
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, Phone);

        var phone = Value(await world.Api().GetPhoneNumberAsync(MiniWorld.AppId, "code", default));

        Assert.Equal(new PhoneNumber("+85213800000000", "13800000000", "852"), phone);
        Assert.Equal(nameof(PhoneNumber), phone.ToString());
        var request = world.Server.Requests.Last();
        Assert.Equal(("/wxa/business/getuserphonenumber?access_token=token-1", """{"code":"code"}"""), (request.Target, request.Text));
    }

    [Theory]
    [InlineData(40001)]
    [InlineData(40014)]
    [InlineData(42001)]
    public async Task A_refused_token_is_replaced_and_the_call_repeated_once(long errCode)
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = r => r.Target.EndsWith("token-1", StringComparison.Ordinal)
            ? new Reply(200, $$"""{"errcode":{{errCode}},"errmsg":"invalid credential"}""")
            : new Reply(200, Phone);

        Value(await world.Api().GetPhoneNumberAsync(MiniWorld.AppId, "code", default));

        Assert.Equal(2, world.TokenRequests);
        Assert.Equal(4, world.Server.Requests.Count);
        Assert.Equal("token-2", world.Store.Token!.Value);
    }

    [Fact]
    public async Task A_token_refused_twice_is_our_fault()
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, """{"errcode":40001,"errmsg":"invalid credential"}""");

        Assert.Equal(ApiFailureKind.OurFault, Failure(await world.Api().GetPhoneNumberAsync(MiniWorld.AppId, "code", default)).Kind);
        Assert.Equal(4, world.Server.Requests.Count);
    }

    [Fact]
    public async Task A_phone_number_given_to_another_app_is_none()
    {
        await using var world = await MiniWorld.StartAsync();
        world.Answer = _ => new Reply(200, Phone.Replace(MiniWorld.AppId, "wx0", StringComparison.Ordinal));

        Failure(await world.Api().GetPhoneNumberAsync(MiniWorld.AppId, "code", default));
    }

    internal static ApiFailure Failure<T>(ApiAnswer<T> answer)
        where T : class =>
        Assert.IsType<ApiAnswer<T>.Failure>(answer).Error;

    private static T Value<T>(ApiAnswer<T> answer)
        where T : class =>
        Assert.IsType<ApiAnswer<T>.Success>(answer).Value;
}
