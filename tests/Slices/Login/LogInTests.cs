using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Login;

public sealed class LogInTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task LogIn_TheFirstTime_MakesAMember_AndTheSameOneLater()
    {
        var user = await Shop.TellWeChatAsync("simulator/users", new { nickname = "李雷" });

        var first = (await LogInAsync($"{user["openId"]}")).Expect(200);
        var second = (await LogInAsync($"{user["openId"]}")).Expect(200);

        Assert.True((bool)first.Json["isNew"]!);
        Assert.False((bool)second.Json["isNew"]!);
        Assert.Equal($"{first.Json["member"]!["memberId"]}", $"{second.Json["member"]!["memberId"]}");
    }

    [Fact]
    public async Task LogIn_OfAKnownMember_CostsOneCall()
    {
        var li = await Shop.LogInAsync();

        var reply = (await LogInAsync(li.OpenId)).Expect(200);

        Assert.Equal((1, 1, false), reply.Storage);
    }

    // One person logs in for the first time on two phones at once.
    [Fact]
    public async Task LogIn_ManyTimesAtOnceTheFirstTime_MakesOneMember()
    {
        var user = await Shop.TellWeChatAsync("simulator/users", new { nickname = "李雷" });

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LogInAsync($"{user["openId"]}")));

        Assert.Single(replies.Select(r => $"{r.Expect(200).Json["member"]!["memberId"]}").Distinct(StringComparer.Ordinal));
        Assert.Single(replies, r => (bool)r.Json["isNew"]!);
    }

    [Fact]
    public async Task LogIn_WithACodeThatIsUsedOrNone_NamesTheField()
    {
        var user = await Shop.TellWeChatAsync("simulator/users", new { nickname = "李雷" });
        var code = $"{(await Shop.TellWeChatAsync("simulator/login-codes", new { openId = $"{user["openId"]}" }))["code"]}";
        (await PostAsync(new { code })).Expect(200);

        Assert.NotNull((await PostAsync(new { code })).Expect(422, "INVALID_REQUEST").Json["errors"]!["code"]);
        Assert.NotNull((await PostAsync(new { code = "never given" })).Expect(422).Json["errors"]!["code"]);
        Assert.NotNull((await PostAsync(new { code = "" })).Expect(422).Json["errors"]!["code"]);
        Assert.NotNull((await PostAsync(new { code = 7 })).Expect(400).Json["errors"]!["code"]);
        Assert.NotNull((await PostAsync(new { code, appId = "wxsomebodyelse" })).Expect(422).Json["errors"]!["appId"]);
    }

    // Lesson 39.
    [Fact]
    public async Task LogIn_NeverGivesTheSessionKey()
    {
        var user = await Shop.TellWeChatAsync("simulator/users", new { nickname = "李雷" });

        var reply = await LogInAsync($"{user["openId"]}");

        Assert.DoesNotContain("session_key", reply.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("sessionKey", reply.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task LogIn_WhenWeChatDoesNotAnswer_SaysComeBack()
    {
        var user = await Shop.TellWeChatAsync("simulator/users", new { nickname = "李雷" });
        await Shop.BehaveAsync(new { api = new { errorRate = 1.0 } });

        var reply = await LogInAsync($"{user["openId"]}");

        reply.Expect(503, "WECHAT_UNAVAILABLE");
        Assert.NotEqual("", reply.Header("Retry-After"));
    }

    [Fact]
    public async Task Session_ThatIsMissingOrNotOurs_IsRefused()
    {
        var li = await Shop.LogInAsync();
        var parts = li.Token.Split('.');
        // "alg": "none" is the oldest trick against JWT.
        var none = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"alg":"none","typ":"JWT"}""")).TrimEnd('=');
        string?[] tokens =
        [
            null, "", "x", $"{parts[0]}.{parts[1]}.", $"{none}.{parts[1]}.", $"{parts[0]}.{parts[1]}.{parts[2][..^2]}AA",
            $"{parts[0]}.{parts[1][..^4]}AAAA.{parts[2]}",
        ];

        foreach (var token in tokens)
            (await GetMeAsync(token)).Expect(401, "SESSION_REQUIRED");
        (await GetMeAsync(li.Token)).Expect(200);
    }

    [Fact]
    public async Task Session_LastsSevenDays_AndIsRenewedInItsSecondHalf()
    {
        var li = await Shop.LogInAsync();
        Assert.Equal("", (await GetMeAsync(li.Token)).Header("Session-Token"));

        Shop.Time.Advance(TimeSpan.FromDays(4));
        var renewed = (await GetMeAsync(li.Token)).Expect(200).Header("Session-Token");
        Shop.Time.Advance(TimeSpan.FromDays(4));

        (await GetMeAsync(li.Token)).Expect(401);
        (await GetMeAsync(renewed)).Expect(200);
    }

    [Fact]
    public async Task OperatorsRoutes_AreClosedToShoppers()
    {
        var li = await Shop.LogInAsync();

        (await li.PutAsync("v1/ops/products/x", new { })).Expect(403, "OPERATOR_REQUIRED");
        (await li.PostAsync("v1/ops/stock/x", new { delta = 1, reason = "x" })).Expect(403, "OPERATOR_REQUIRED");
    }

    [Fact]
    public async Task BindPhone_KeepsTheNumberAndShowsItMasked()
    {
        var user = await Shop.TellWeChatAsync("simulator/users", new { nickname = "李雷", phone = "13812345678" });
        var li = await Shop.LogInAsAsync($"{user["openId"]}");
        var code = $"{(await Shop.TellWeChatAsync("simulator/phone-codes", new { openId = li.OpenId }))["code"]}";

        var reply = (await li.PostAsync("v1/login/phone", new { code })).Expect(200);

        Assert.EndsWith("****5678", $"{reply.Json["phoneMasked"]}", StringComparison.Ordinal);
        Assert.DoesNotContain("13812345678", (await li.GetAsync("v1/me")).Expect(200).Text, StringComparison.Ordinal);
        (await li.PostAsync("v1/login/phone", new { code })).Expect(422);
        // Login answers from a copy: the effect brings it up to date.
        await Eventually.IsAsync(async () => $"{(await LogInAsync(li.OpenId)).Json["member"]!["phoneMasked"]}".EndsWith("5678", StringComparison.Ordinal), "login shows the phone");
    }

    private async Task<Reply> GetMeAsync(string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/me");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await Reply.OfAsync(await Shop.Http.SendAsync(request));
    }

    private async Task<Reply> LogInAsync(string openId) =>
        await PostAsync(new { code = $"{(await Shop.TellWeChatAsync("simulator/login-codes", new { openId }))["code"]}" });

    private async Task<Reply> PostAsync(object body) => await Reply.OfAsync(await Shop.Http.PostAsJsonAsync("v1/login", body));
}
