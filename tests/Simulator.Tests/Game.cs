using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace WeCommerce.Simulator.Tests;

/// <summary>An answer of the simulator, read as its raw bytes.</summary>
internal sealed record Answer(int Status, HttpResponseHeaders Headers, string? ContentType, byte[] Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Code => Json.GetProperty("code").GetString();

    public string? Text(string name) => Json.TryGetProperty(name, out var value) ? value.ToString() : null;

    public string Header(string name) => Headers.TryGetValues(name, out var values) ? values.Single() : "";

    public bool SignedBy(string pem) =>
        Verification.Verify(pem, Header("Wechatpay-Timestamp"), Header("Wechatpay-Nonce"), Header("Wechatpay-Signature"), Body);
}

/// <summary>A simulator under a clock that stands still, a shop that it notifies, and the merchant's hand on both.</summary>
internal sealed class Game : IAsyncDisposable
{
    public const string AppId = "wx8888888888888888";
    public const string OtherAppId = "wx9999999999999999";
    public const string AppSecret = "secret of the first app";

    private static readonly string PlatformKeyPem = Merchant.NewKey();
    private readonly HttpClient _client;

    private Game(WeChatSimulator simulator, Shop shop, FakeTimeProvider time)
    {
        (Simulator, Shop, Time) = (simulator, shop, time);
        _client = new() { BaseAddress = simulator.Address };
    }

    public WeChatSimulator Simulator { get; }

    public Shop Shop { get; }

    public FakeTimeProvider Time { get; }

    public static DateTimeOffset Morning { get; } = new(2026, 3, 1, 1, 0, 0, TimeSpan.Zero);

    public static SimulatorOptions Options(TimeProvider time) => new()
    {
        Url = "http://127.0.0.1:0",
        Apps = [new(AppId, AppSecret), new(OtherAppId, "another secret")],
        MchId = Merchant.Standard.MchId,
        MerchantSerialNo = Merchant.Standard.SerialNo,
        MerchantPublicKeyPem = Merchant.Standard.PublicKeyPem,
        ApiV3Key = Merchant.ApiV3Key,
        PlatformPrivateKeyPem = PlatformKeyPem,
        Time = time,
    };

    public static async Task<Game> StartAsync(Action<SimulatorOptions>? configure = null)
    {
        var time = new FakeTimeProvider(Morning);
        var options = Options(time);
        configure?.Invoke(options);
        return new(await WeChatSimulator.StartAsync(options), await Shop.StartAsync(), time);
    }

    /// <summary>A call without a merchant's signature: api.weixin.qq.com, or /simulator.</summary>
    public async Task<Answer> CallAsync(HttpMethod method, string target, object? body = null)
    {
        using var request = new HttpRequestMessage(method, target);
        if (body is not null)
            request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        return await SendAsync(request);
    }

    public Task<Answer> GetAsync(string target) => CallAsync(HttpMethod.Get, target);

    public Task<Answer> PostAsync(string target, object? body = null) => CallAsync(HttpMethod.Post, target, body ?? new { });

    public async Task BehaveAsync(object behaviour) => Assert.Equal(200, (await CallAsync(HttpMethod.Put, "/simulator/behaviour", behaviour)).Status);

    /// <summary>A call of the pay API, signed by the merchant.</summary>
    public async Task<Answer> PayApiAsync(HttpMethod method, string target, JsonNode? body = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = PayRequest(method, target, body?.ToJsonString() ?? "");
        change?.Invoke(request);
        return await SendAsync(request);
    }

    public HttpRequestMessage PayRequest(HttpMethod method, string target, string body, long? timestamp = null)
    {
        var nonce = RandomNumberGenerator.GetHexString(32);
        var authorization = Merchant.Standard.Authorization(method.Method, target, body, timestamp ?? Time.GetUtcNow().ToUnixTimeSeconds(), nonce);
        var request = new HttpRequestMessage(method, target);
        if (method != HttpMethod.Get)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.UserAgent.ParseAdd("tests/1.0");
        return request;
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await _client.SendAsync(request);
        return new((int)response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsByteArrayAsync());
    }

    public async Task<string> UserAsync(string appId = AppId) =>
        (await PostAsync("/simulator/users", new { nickname = "小明", appId })).Text("openId")!;

    public async Task<string> LoginCodeAsync(string openId) => (await PostAsync("/simulator/login-codes", new { openId })).Text("code")!;

    public Task<Answer> LoginAsync(string code, string appId = AppId, string secret = AppSecret) =>
        GetAsync($"/sns/jscode2session?appid={appId}&secret={Uri.EscapeDataString(secret)}&js_code={code}&grant_type=authorization_code");

    public async Task<string> TokenAsync() =>
        (await PostAsync("/cgi-bin/stable_token", new { grant_type = "client_credential", appid = AppId, secret = AppSecret })).Text("access_token")!;

    public JsonObject Order(string outTradeNo, string openId, long totalFen = 1990) => new()
    {
        ["appid"] = AppId,
        ["mchid"] = Merchant.Standard.MchId,
        ["description"] = "雨前龙井 100g",
        ["out_trade_no"] = outTradeNo,
        ["attach"] = "第一单",
        ["notify_url"] = Shop.NotifyUrl,
        ["amount"] = new JsonObject { ["total"] = totalFen, ["currency"] = "CNY" },
        ["payer"] = new JsonObject { ["openid"] = openId },
    };

    public Task<Answer> PrepayAsync(JsonObject order) => PayApiAsync(HttpMethod.Post, "/v3/pay/transactions/jsapi", order);

    public Task<Answer> QueryAsync(string outTradeNo) =>
        PayApiAsync(HttpMethod.Get, $"/v3/pay/transactions/out-trade-no/{outTradeNo}?mchid={Merchant.Standard.MchId}");

    public Task<Answer> CloseAsync(string outTradeNo) => PayApiAsync(
        HttpMethod.Post, $"/v3/pay/transactions/out-trade-no/{outTradeNo}/close", new JsonObject { ["mchid"] = Merchant.Standard.MchId });

    public Task<Answer> PayAsync(string prepayId, string openId, string outcome = "Success") =>
        PostAsync("/simulator/payments", new { package = $"prepay_id={prepayId}", openId, outcome });

    /// <summary>A paid order, whose notify (unless told otherwise) is on its way.</summary>
    public async Task<string> PaidAsync(string outTradeNo, long totalFen = 1990, string outcome = "Success")
    {
        var openId = await UserAsync();
        var prepayId = (await PrepayAsync(Order(outTradeNo, openId, totalFen))).Text("prepay_id")!;
        return (await PayAsync(prepayId, openId, outcome)).Text("transactionId")!;
    }

    public JsonObject RefundOf(string outTradeNo, string outRefundNo, long refundFen, long totalFen = 1990) => new()
    {
        ["out_trade_no"] = outTradeNo,
        ["out_refund_no"] = outRefundNo,
        ["reason"] = "不想要了",
        ["notify_url"] = Shop.NotifyUrl,
        ["amount"] = new JsonObject { ["refund"] = refundFen, ["total"] = totalFen, ["currency"] = "CNY" },
    };

    public Task<Answer> RefundAsync(JsonObject refund) => PayApiAsync(HttpMethod.Post, "/v3/refund/domestic/refunds", refund);

    public Task<Answer> QueryRefundAsync(string outRefundNo) => PayApiAsync(HttpMethod.Get, $"/v3/refund/domestic/refunds/{outRefundNo}");

    /// <summary>Lets time pass, and waits until all that it set off has been done.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await Simulator.SettledAsync();
        Time.Advance(time);
        await Simulator.SettledAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Simulator.DisposeAsync();
        await Shop.DisposeAsync();
    }
}
