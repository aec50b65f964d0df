using System.Text.Json.Nodes;

namespace WeCommerce.Simulator.Tests;

/// <summary>签名与验签规则: what of the merchant's request is signed, and how a refusal looks.</summary>
public sealed class RequestSignatureTests
{
    private const string Target = "/v3/pay/transactions/out-trade-no/NOBODY?mchid=1900000001";

    [Fact]
    public async Task A_right_signature_opens_the_door_in_any_order_of_items()
    {
        await using var game = await Game.StartAsync();
        var answer = await SendAsync(game, authorization =>
        {
            var space = authorization.IndexOf(' ', StringComparison.Ordinal);
            return $"{authorization[..space]} {string.Join(',', authorization[(space + 1)..].Split(',').Reverse())}";
        });
        Assert.Equal("ORDER_NOT_EXIST", answer.Code);
    }

    [Theory]
    [InlineData("WECHATPAY2-SHA256-RSA2048", "WECHATPAY2-SM2-WITH-SM3")]
    [InlineData("1900000001", "1900000002")]
    [InlineData("5157F09EFDC0", "6157F09EFDC0")]
    [InlineData(",serial_no=", ",serial=")]
    [InlineData("nonce_str=\"", "nonce_str=\"0")]
    [InlineData("signature=\"", "signature=\"WECHATPAY/SIGNTEST/")]
    [InlineData("signature=\"", "signature=\"AAAA")]
    public async Task A_changed_authorization_is_401_SIGN_ERROR(string from, string to)
    {
        await using var game = await Game.StartAsync();
        AssertSignError(await SendAsync(game, authorization => authorization.Replace(from, to, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_missing_authorization_is_401_SIGN_ERROR()
    {
        await using var game = await Game.StartAsync();
        AssertSignError(await game.PayApiAsync(HttpMethod.Get, Target, change: request => request.Headers.Remove("Authorization")));
    }

    [Theory]
    [InlineData(-301, 401)]
    [InlineData(-299, 404)]
    [InlineData(299, 404)]
    [InlineData(301, 401)]
    public async Task The_clock_may_be_five_minutes_off(int seconds, int status)
    {
        await using var game = await Game.StartAsync();
        using var request = game.PayRequest(HttpMethod.Get, Target, "", game.Time.GetUtcNow().ToUnixTimeSeconds() + seconds);
        Assert.Equal(status, (await game.SendAsync(request)).Status);
    }

    [Fact]
    public async Task The_query_and_the_body_are_signed()
    {
        await using var game = await Game.StartAsync();
        using var otherQuery = game.PayRequest(HttpMethod.Get, Target, "");
        otherQuery.RequestUri = new(Target + "&x=1", UriKind.Relative);
        AssertSignError(await game.SendAsync(otherQuery));

        using var otherBody = game.PayRequest(HttpMethod.Post, "/v3/pay/transactions/jsapi", game.Order("ORDER-1", "o").ToJsonString());
        otherBody.Content = new StringContent(game.Order("ORDER-2", "o").ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        AssertSignError(await game.SendAsync(otherBody));
    }

    [Fact]
    public async Task Percent_encoding_is_signed_as_it_travels()
    {
        await using var game = await Game.StartAsync();
        var openId = await game.UserAsync();
        await game.PrepayAsync(game.Order("A|B*C-_1", openId));
        Assert.Equal("NOTPAY", (await game.QueryAsync("A%7CB*C-_1")).Text("trade_state"));
    }

    [Theory]
    [InlineData("User-Agent")]
    [InlineData("Accept")]
    public async Task A_request_without_its_headers_is_400(string header)
    {
        await using var game = await Game.StartAsync();
        var answer = await game.PayApiAsync(HttpMethod.Get, Target, change: request => request.Headers.Remove(header));
        Assert.Equal((400, "PARAM_ERROR"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Errors_carry_a_request_id_and_no_signature()
    {
        await using var game = await Game.StartAsync();
        var answer = await game.QueryAsync("NOBODY");
        Assert.Equal((404, "ORDER_NOT_EXIST"), (answer.Status, answer.Code));
        Assert.EndsWith("-268512771", answer.Header("Request-ID"), StringComparison.Ordinal);
        Assert.Equal("", answer.Header("Wechatpay-Signature"));
    }

    [Fact]
    public async Task A_body_that_is_no_object_is_PARAM_ERROR()
    {
        await using var game = await Game.StartAsync();
        var answer = await game.PayApiAsync(HttpMethod.Post, "/v3/pay/transactions/jsapi", JsonValue.Create("text"));
        Assert.Equal((400, "PARAM_ERROR"), (answer.Status, answer.Code));
    }

    private static Task<Answer> SendAsync(Game game, Func<string, string> change) => game.PayApiAsync(HttpMethod.Get, Target, change: request =>
    {
        var authorization = request.Headers.GetValues("Authorization").Single();
        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", change(authorization));
    });

    private static void AssertSignError(Answer answer)
    {
        Assert.Equal((401, "SIGN_ERROR"), (answer.Status, answer.Code));
        Assert.EndsWith("-268443699", answer.Header("Request-ID"), StringComparison.Ordinal);
    }
}
