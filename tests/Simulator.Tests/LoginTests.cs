using System.Security.Cryptography;
using System.Text;

namespace WeCommerce.Simulator.Tests;

/// <summary>小程序登录, checkSession, getPhoneNumber: errors come with HTTP 200, an errcode and a rid.</summary>
public sealed class LoginTests
{
    [Fact]
    public async Task A_code_gives_openid_unionid_and_a_session_key_of_16_bytes_labelled_as_text()
    {
        await using var game = await Game.StartAsync();
        var user = await game.PostAsync("/simulator/users", new { nickname = "小红", phone = "13812345678" });
        var openId = user.Text("openId")!;

        var login = await game.LoginAsync(await game.LoginCodeAsync(openId));

        Assert.Equal("text/plain", login.ContentType);
        Assert.Equal(openId, login.Text("openid"));
        Assert.Equal(user.Text("unionId"), login.Text("unionid"));
        Assert.Equal(16, Convert.FromBase64String(login.Text("session_key")!).Length);
        Assert.Null(login.Text("errcode"));
        Assert.Equal(28, openId.Length);
    }

    [Fact]
    public async Task One_person_has_an_openid_per_app_and_one_unionid()
    {
        await using var game = await Game.StartAsync();
        var openIds = (await game.PostAsync("/simulator/users", new { nickname = "小红" })).Json.GetProperty("openIds");
        var first = await game.LoginAsync(await game.LoginCodeAsync(openIds.GetProperty(Game.AppId).GetString()!));
        var other = await game.LoginAsync(await game.LoginCodeAsync(openIds.GetProperty(Game.OtherAppId).GetString()!), Game.OtherAppId, "another secret");
        Assert.NotEqual(first.Text("openid"), other.Text("openid"));
        Assert.Equal(first.Text("unionid"), other.Text("unionid"));
    }

    [Fact]
    public async Task A_code_works_once()
    {
        await using var game = await Game.StartAsync();
        var code = await game.LoginCodeAsync(await game.UserAsync());
        await game.LoginAsync(code);
        AssertError(40163, await game.LoginAsync(code));
    }

    [Fact]
    public async Task Twenty_callers_with_one_code_log_in_once()
    {
        await using var game = await Game.StartAsync();
        var code = await game.LoginCodeAsync(await game.UserAsync());
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => game.LoginAsync(code)));
        Assert.Single(answers, a => a.Text("openid") is not null);
        Assert.Equal(19, answers.Count(a => a.Text("errcode") == "40163"));
    }

    [Fact]
    public async Task A_code_older_than_five_minutes_is_unknown()
    {
        await using var game = await Game.StartAsync();
        var code = await game.LoginCodeAsync(await game.UserAsync());
        game.Time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        AssertError(40029, await game.LoginAsync(code));
    }

    [Fact]
    public async Task Wrong_codes_apps_and_secrets_have_their_own_errcodes()
    {
        await using var game = await Game.StartAsync();
        var code = await game.LoginCodeAsync(await game.UserAsync());
        AssertError(40029, await game.LoginAsync("0made-up"));
        AssertError(40029, await game.LoginAsync(code, Game.OtherAppId, "another secret"));
        AssertError(40013, await game.LoginAsync(code, "wx0000000000000000"));
        AssertError(40125, await game.LoginAsync(code, secret: "guess"));
        AssertError(40002, await game.GetAsync($"/sns/jscode2session?appid={Game.AppId}&secret={Uri.EscapeDataString(Game.AppSecret)}&js_code={code}&grant_type=x"));
        Assert.NotNull((await game.LoginAsync(code)).Text("openid"));
    }

    [Fact]
    public async Task An_openid_of_an_earlier_run_is_welcome_and_keeps_its_unionid()
    {
        await using var earlier = await Game.StartAsync();
        await using var game = await Game.StartAsync();
        var user = await earlier.PostAsync("/simulator/users", new { nickname = "老王" });
        var login = await game.LoginAsync(await game.LoginCodeAsync(user.Text("openId")!));
        Assert.Equal(user.Text("unionId"), login.Text("unionid"));
        Assert.Equal("UNKNOWN_USER", (await game.PostAsync("/simulator/login-codes", new { openId = "oNotOneOfOurs" })).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CheckSession_verifies_hmac_of_nothing_keyed_with_the_session_key_as_text(bool upperCase)
    {
        await using var game = await Game.StartAsync();
        var (openId, token) = (await game.UserAsync(), await game.TokenAsync());
        var sessionKey = (await game.LoginAsync(await game.LoginCodeAsync(openId))).Text("session_key")!;
        var signature = Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(sessionKey), Array.Empty<byte>()));
        if (!upperCase)
            signature = signature.ToLowerInvariant();

        var target = $"/wxa/checksession?access_token={token}&openid={openId}&sig_method=hmac_sha256&signature=";
        Assert.Equal("0", (await game.GetAsync(target + signature)).Text("errcode"));
        AssertError(87009, await game.GetAsync(target + new string('0', 64)));

        await game.LoginAsync(await game.LoginCodeAsync(openId));
        AssertError(87009, await game.GetAsync(target + signature));
    }

    [Fact]
    public async Task A_phone_code_gives_the_number_once()
    {
        await using var game = await Game.StartAsync();
        var openId = (await game.PostAsync("/simulator/users", new { nickname = "小红", phone = "13812345678" })).Text("openId")!;
        var code = (await game.PostAsync("/simulator/phone-codes", new { openId })).Text("code");
        var target = $"/wxa/business/getuserphonenumber?access_token={await game.TokenAsync()}";

        var info = (await game.PostAsync(target, new { code })).Json.GetProperty("phone_info");

        Assert.Equal("13812345678", info.GetProperty("phoneNumber").GetString());
        Assert.Equal("13812345678", info.GetProperty("purePhoneNumber").GetString());
        Assert.Equal("86", info.GetProperty("countryCode").GetString());
        Assert.Equal(Game.AppId, info.GetProperty("watermark").GetProperty("appid").GetString());
        Assert.Equal(Game.Morning.ToUnixTimeSeconds(), info.GetProperty("watermark").GetProperty("timestamp").GetInt64());
        AssertError(40029, await game.PostAsync(target, new { code }));
        AssertError(40029, await game.PostAsync(target, new { code = await game.LoginCodeAsync(openId) }));
    }

    internal static void AssertError(int errcode, Answer answer)
    {
        Assert.Equal(200, answer.Status);
        Assert.Equal(errcode, answer.Json.GetProperty("errcode").GetInt32());
        Assert.Matches(" rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$", answer.Text("errmsg"));
    }
}
