using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Entrances;

/// <summary>入口: WeChat makes what operators put in; what it refuses is shown, and links about to die are told.</summary>
public sealed class EntranceTests(Azurite azurite) : ShopTests(azurite)
{
    [Theory]
    [InlineData("UrlLink", "query_urllink", "url_link")]
    [InlineData("UrlScheme", "queryscheme", "scheme")]
    public async Task Link_IsMade_WithTheEntranceInItsQuery(string kind, string query, string name)
    {
        var entrance = await Shop.PutEntranceAsync("sms", new { kind, name = "短信", page = "pages/product/index", query = "spu=tea" });

        var end = DateTimeOffset.Parse($"{entrance["endsAt"]}", CultureInfo.InvariantCulture);
        Assert.InRange(end, Shop.Time.GetUtcNow().AddDays(29), Shop.Time.GetUtcNow().AddDays(30));
        var known = (await AskWeChatAsync(query, name, $"{entrance["url"]}"))[kind == "UrlLink" ? "url_link_info" : "scheme_info"]!;
        Assert.Equal(("pages/product/index", "spu=tea&entrance=sms"), ($"{known["path"]}", $"{known["query"]}"));
        // It lives at least as long as the shop says.
        Assert.InRange((long)known["expire_time"]!, end.ToUnixTimeSeconds(), end.ToUnixTimeSeconds() + 60);
    }

    [Fact]
    public async Task ShortLink_IsMade()
    {
        var entrance = await Shop.PutEntranceAsync("chat", new { kind = "ShortLink", name = "社群", page = "pages/index/index" });

        Assert.StartsWith("#小程序://社群/", $"{entrance["url"]}", StringComparison.Ordinal);
        Assert.NotNull(entrance["endsAt"]);
    }

    [Fact]
    public async Task Code_IsDrawn_WithTheEntranceAsItsScene()
    {
        var entrance = await Shop.PutEntranceAsync("metro", EntranceSteps.Code());
        Assert.Null(entrance["endsAt"]);

        var keeper = await Shop.LogInAsOperatorAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "v1/ops/entrances/metro/code?width=600");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", keeper.Token);
        using var picture = await Shop.Http.SendAsync(request);

        Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await picture.Content.ReadAsByteArrayAsync())[..4]);
        Assert.Equal(400, (await keeper.GetAsync("v1/ops/entrances/metro/code?width=99")).Status);
        Assert.Equal("pages/index/index", $"{(await keeper.GetAsync("v1/entrances/metro")).Expect(200).Json["page"]}");
    }

    [Fact]
    public async Task CodeOfAnAccount_IsMade_AndHasNoPicture()
    {
        var entrance = await Shop.PutEntranceAsync("desk", new { kind = "OfficialAccountCode", name = "收银台" });

        Assert.StartsWith("https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=", $"{entrance["url"]}", StringComparison.Ordinal);
        (await (await Shop.LogInAsOperatorAsync()).GetAsync("v1/ops/entrances/desk/code")).Expect(409, "NO_CODE_PICTURE");
    }

    [Fact]
    public async Task WeChatIsDown_TheLinkIsMadeLater()
    {
        await Shop.BehaveAsync(new { failNext = new { path = "/wxa/generate_urllink", status = 500, count = 1 } });

        await Shop.PutEntranceAsync("sms", new { kind = "UrlLink", name = "短信" });
    }

    [Fact]
    public async Task WeChatRefuses_IsShown_UntilItIsPutInAgain()
    {
        await Shop.BehaveAsync(new { failNext = new { path = "/wxa/generate_urllink", code = "40165", count = 1 } });
        var keeper = await Shop.LogInAsOperatorAsync();
        (await keeper.PutAsync("v1/ops/entrances/sms", new { kind = "UrlLink", name = "短信" })).Expect(200);

        var refused = await Shop.SeeEntranceAsync("sms", "Refused");
        Assert.Equal("40165", $"{refused["errCode"]}");

        Assert.Null((await Shop.PutEntranceAsync("sms", new { kind = "UrlLink", name = "短信" }))["errCode"]);
    }

    // A new name is no reason for another link, another page is.
    [Fact]
    public async Task Changed_KeepsItsLink_WhileThatLeadsThere()
    {
        var first = await Shop.PutEntranceAsync("sms", new { kind = "UrlLink", name = "短信" });
        var renamed = await Shop.PutEntranceAsync("sms", new { kind = "UrlLink", name = "短信二", owner = "李雷" });
        Assert.Equal(($"{first["url"]}", "短信二"), ($"{renamed["url"]}", $"{renamed["name"]}"));

        var keeper = await Shop.LogInAsOperatorAsync();
        (await keeper.PutAsync("v1/ops/entrances/sms", new { kind = "UrlLink", name = "短信二", page = "pages/cart/index" })).Expect(200);
        await Eventually.IsAsync(async () => $"{(await Shop.SeeEntranceAsync("sms", "Ready"))["url"]}" != $"{first["url"]}", "another link");
        (await keeper.PutAsync("v1/ops/entrances/sms", new { kind = "UrlScheme", name = "短信" })).Expect(422);
    }

    [Fact]
    public async Task LinkThatDiesSoon_IsListed_AndTold_UntilItIsRenewed()
    {
        var first = await Shop.PutEntranceAsync("sms", new { kind = "UrlLink", name = "短信", lifeDays = 5 });
        await Shop.PutEntranceAsync("metro", EntranceSteps.Code());
        var keeper = await Shop.LogInAsOperatorAsync();
        Assert.Empty((await keeper.GetAsync("v1/ops/entrances?endsWithin=3")).Expect(200).Json["items"]!.AsArray());

        Shop.Time.Advance(TimeSpan.FromDays(2.5));
        keeper = await Shop.LogInAsOperatorAsync();
        Assert.Equal("sms", $"{Assert.Single((await keeper.GetAsync("v1/ops/entrances?endsWithin=3")).Expect(200).Json["items"]!.AsArray())!["entrance"]!["entranceId"]}");
        await Shop.FireAsync("MeetDeadlines", "");
        var told = await Eventually.SeeAsync(() => EndingAsync(keeper), tasks => tasks.Count == 1, "a task");
        Assert.Contains("短信", $"{told[0]!["what"]}", StringComparison.Ordinal);

        (await keeper.PostAsync("v1/ops/entrances/sms/renewals")).Expect(200);
        await Eventually.IsAsync(async () => $"{(await Shop.SeeEntranceAsync("sms", "Ready"))["url"]}" != $"{first["url"]}", "another link");
        await Eventually.IsAsync(async () => (await EndingAsync(keeper)).Count == 0, "the task is done");

        // Of the new one it is told again.
        Shop.Time.Advance(TimeSpan.FromDays(2.5));
        await Shop.FireAsync("MeetDeadlines", "");
        await Eventually.IsAsync(async () => (await EndingAsync(await Shop.LogInAsOperatorAsync())).Count == 1, "a task of its own");
        Shop.Time.Advance(TimeSpan.FromDays(3));
        await Shop.SeeEntranceAsync("sms", "Ended");
    }

    [Theory]
    [InlineData("""{"name":"短信"}""", "kind")]
    [InlineData("""{"kind":"UrlLink"}""", "name")]
    [InlineData("""{"kind":"UrlLink","name":"短信","lifeDays":31}""", "lifeDays")]
    [InlineData("""{"kind":"ShortLink","name":"短信"}""", "page")]
    [InlineData("""{"kind":"ShortLink","name":"一二三四五六七八九十一二三四五六七八九十一","page":"pages/index"}""", "name")]
    [InlineData("""{"kind":"UrlLink","name":"短信","query":"a=中"}""", "query")]
    [InlineData("""{"kind":"UrlLink","name":"短信","page":"/pages/index"}""", "page")]
    [InlineData("""{"kind":"MiniProgramCode","name":"短信","query":"a=b"}""", "query")]
    [InlineData("""{"kind":"UrlLink","name":"短信","appId":"wx-of-others"}""", "appId")]
    public async Task WhatWeChatDoesNotTake_IsRefused(string body, string field)
    {
        var reply = await (await Shop.LogInAsOperatorAsync()).SendTextAsync(HttpMethod.Put, "v1/ops/entrances/sms", body);

        Assert.Equal(422, reply.Status);
        Assert.NotNull(reply.Json["errors"]![field]);
    }

    /// <summary>What WeChat knows of a link.</summary>
    private async Task<JsonObject> AskWeChatAsync(string path, string name, string link)
    {
        var token = await Shop.TellWeChatAsync("cgi-bin/stable_token", new { grant_type = "client_credential", appid = ShopHost.AppId, secret = ShopHost.AppSecret });
        return await Shop.TellWeChatAsync($"wxa/{path}?access_token={token["access_token"]}", new Dictionary<string, string>(StringComparer.Ordinal) { [name] = link });
    }

    private static async Task<JsonArray> EndingAsync(Shopper keeper) =>
        (await keeper.GetAsync("v1/ops/tasks?kind=EntranceEnding")).Expect(200).Json["items"]!.AsArray();
}
