using System.Text.Json;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Accounts;

/// <summary>api.weixin.qq.com: login (小程序登录), access_token, phone number (手机号快速验证).</summary>
internal sealed class AccountEndpoints(
    SimulatorOptions options,
    AccessTokens tokens,
    LoginCodes loginCodes,
    PhoneCodes phoneCodes,
    SessionKeys sessionKeys,
    People people)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sns/jscode2session", JsCode2Session);
        routes.MapGet("/cgi-bin/token", Token);
        routes.MapMethods("/cgi-bin/stable_token", ["GET", "POST"], StableTokenAsync);
        routes.MapGet("/wxa/checksession", CheckSessionAsync);
        routes.MapMethods("/wxa/business/getuserphonenumber", ["GET", "POST"], GetUserPhoneNumberAsync);
        foreach (var path in (string[])["/sns/{**rest}", "/cgi-bin/{**rest}", "/wxa/{**rest}"])
            routes.Map(path, IResult () => ApiAnswer.Error(-1, "the simulator does not play this endpoint"));
    }

    private ApiAnswer JsCode2Session(HttpRequest request)
    {
        var query = request.Query;
        if (CheckApp(query["appid"], query["secret"]) is { } refused)
            return refused;
        if (query["grant_type"] != "authorization_code")
            return ApiAnswer.Error(40002, "invalid grant_type");
        if (string.IsNullOrEmpty(query["js_code"]))
            return ApiAnswer.Error(41008, "missing code");

        var appId = query["appid"].ToString();
        switch (loginCodes.Redeem(query["js_code"]!, appId, out var person))
        {
            case SingleUseCodes.Redeemed.Used:
                return ApiAnswer.Error(40163, "code been used");
            case SingleUseCodes.Redeemed.Unknown:
                return ApiAnswer.Error(40029, "invalid code");
        }

        var openid = person!.OpenId(appId);
        return ApiAnswer.Ok(new { session_key = sessionKeys.Renew(openid), openid, unionid = person.UnionId }).AsText();
    }

    private IResult Token(HttpRequest request) =>
        request.Query["grant_type"] != "client_credential" ? ApiAnswer.Error(40002, "invalid grant_type")
        : CheckApp(request.Query["appid"], request.Query["secret"]) ?? tokens.Renew(request.Query["appid"]!);

    private async Task<IResult> StableTokenAsync(HttpRequest request)
    {
        if (!HttpMethods.IsPost(request.Method))
            return ApiAnswer.Error(43002, "require POST method");
        if (await WireJson.TryObjectAsync(request) is not { } body)
            return ApiAnswer.Error(47001, "data format error");
        if (Text(body, "grant_type") != "client_credential")
            return ApiAnswer.Error(40002, "invalid grant_type");

        var force = body.TryGetProperty("force_refresh", out var asked) && asked.ValueKind == JsonValueKind.True;
        return CheckApp(Text(body, "appid"), Text(body, "secret")) ?? tokens.Stable(Text(body, "appid")!, force);
    }

    private async Task<IResult> CheckSessionAsync(HttpRequest request)
    {
        if (tokens.Check(request.Query["access_token"], out var appId) is { } refused)
            return refused;

        // The documentation puts these fields into the body of a GET, every SDK into the query: both work.
        var body = await WireJson.TryObjectAsync(request);
        var openId = Asked("openid");
        if (openId is null || people.Find(appId, openId) is null)
            return ApiAnswer.Error(40003, "invalid openid");
        return Asked("sig_method") == "hmac_sha256" && sessionKeys.Verify(openId, Asked("signature") ?? "")
            ? ApiAnswer.Done
            : ApiAnswer.Error(87009, "invalid signature");

        string? Asked(string name) => (string?)request.Query[name] ?? (body is { } fields ? Text(fields, name) : null);
    }

    private async Task<IResult> GetUserPhoneNumberAsync(HttpRequest request)
    {
        if (!HttpMethods.IsPost(request.Method))
            return ApiAnswer.Error(43002, "require POST method");
        if (tokens.Check(request.Query["access_token"], out var appId) is { } refused)
            return refused;
        if (await WireJson.TryObjectAsync(request) is not { } body)
            return ApiAnswer.Error(47001, "data format error");
        if (phoneCodes.Redeem(Text(body, "code") ?? "", appId, out var person) != SingleUseCodes.Redeemed.Ok)
            return ApiAnswer.Error(40029, "invalid code");

        return ApiAnswer.Ok(new
        {
            errcode = 0,
            errmsg = "ok",
            phone_info = new
            {
                phoneNumber = person!.Phone,
                purePhoneNumber = person.Phone,
                countryCode = "86",
                watermark = new { timestamp = options.Time.GetUtcNow().ToUnixTimeSeconds(), appid = appId },
            },
        });
    }

    private ApiAnswer? CheckApp(string? appId, string? secret) =>
        string.IsNullOrEmpty(appId) ? ApiAnswer.Error(41002, "appid missing")
        : string.IsNullOrEmpty(secret) ? ApiAnswer.Error(41004, "appsecret missing")
        : options.App(appId) is not { } app ? ApiAnswer.Error(40013, "invalid appid")
        : app.AppSecret != secret ? ApiAnswer.Error(40125, "invalid appsecret")
        : null;

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
