using System.Text.Json.Nodes;
using WeCommerce.Slices.Conversations;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Menus;

/// <summary>自定义菜单: operators put it in, WeChat is told, and what WeChat says is shown.</summary>
public sealed class MenuTests(Azurite azurite) : ShopTests(azurite)
{
    private const string Create = "/cgi-bin/menu/create";

    private static readonly object Good = new
    {
        buttons = new object[]
        {
            new { name = "新品", kind = "Click", key = "NEW" },
            new
            {
                name = "我的",
                below = new object[]
                {
                    new { name = "进店", kind = "MiniProgram", appId = ShopHost.AppId, pagePath = "pages/index", url = "https://shop.example.com/" },
                    new { name = "官网", kind = "View", url = "https://shop.example.com/" },
                },
            },
        },
    };

    [Fact]
    public async Task Menu_IsPublished_AndReplaced_AndTakenAway()
    {
        Assert.Equal("Publishing", $"{(await PutAsync(Good)).Expect(200).Json["status"]}");
        var seen = await SeeAsync("Published");

        var told = Assert.Single(await ToldAsync())["button"]!.AsArray();
        Assert.Equal(("click", "NEW"), ($"{told[0]!["type"]}", $"{told[0]!["key"]}"));
        Assert.Equal(["miniprogram", "view"], told[1]!["sub_button"]!.AsArray().Select(b => $"{b!["type"]}"));
        Assert.Equal("pages/index", $"{seen["buttons"]![1]!["below"]![0]!["pagePath"]}");

        (await PutAsync(new { buttons = new[] { new { name = "新的", kind = "Click", key = "NEW" } } })).Expect(200);
        await SeeAsync("Published");
        Assert.Equal("新的", $"{(await ToldAsync())[^1]["button"]![0]!["name"]}");

        (await PutAsync(new { buttons = Array.Empty<object>() })).Expect(200);
        await SeeAsync("Published");
        Assert.Equal(2, (await ToldAsync()).Count);
    }

    [Fact]
    public async Task WeChatIsDown_TheMenuIsPublishedLater()
    {
        await Shop.BehaveAsync(new { failNext = new { path = Create, status = 500, count = 1 } });

        (await PutAsync(Good)).Expect(200);

        await SeeAsync("Published");
        Assert.Single(await ToldAsync());
    }

    [Fact]
    public async Task WeChatRefuses_IsShown_AndNotTriedAgain_UntilItIsPutInAgain()
    {
        await Shop.BehaveAsync(new { failNext = new { path = Create, code = "48001", count = 1 } });

        (await PutAsync(Good)).Expect(200);
        var refused = await SeeAsync("Refused");
        await Shop.SeeNothingLeftAsync();
        Assert.Equal(("48001", true), ($"{refused["errCode"]}", $"{refused["errMsg"]}".Length > 0));
        Assert.Empty(await ToldAsync());

        (await PutAsync(Good)).Expect(200);
        var published = await SeeAsync("Published");
        Assert.Null(published["errCode"]);
    }

    [Fact]
    public async Task Menu_ThatWeChatWouldRefuse_OrOfNoAccount_IsRefused()
    {
        foreach (var buttons in new object[]
        {
            Enumerable.Range(0, 4).Select(n => new { name = $"{n}", kind = "Click", key = "A" }),
            new[] { new { name = "比五个汉字还长的名字", kind = "Click", key = "A" } },
            new[] { new { name = "空" } },
            new[] { new { name = "空", kind = "View", url = "javascript:alert(1)" } },
        })
        {
            Assert.NotNull((await PutAsync(new { buttons })).Expect(422).Json["errors"]!["buttons"]);
        }
        (await PutAsync(new { })).Expect(422);
        foreach (var app in new[] { "mini", "other" })
        {
            (await PutAsync(Good, app)).Expect(404, "OFFICIAL_ACCOUNT_NOT_FOUND");
            (await (await Shop.LogInAsOperatorAsync()).GetAsync($"v1/ops/menus/{app}")).Expect(404, "OFFICIAL_ACCOUNT_NOT_FOUND");
        }
        (await (await Shop.LogInAsOperatorAsync()).GetAsync("v1/ops/menus/official")).Expect(404, "MENU_NOT_FOUND");
    }

    private async Task<Reply> PutAsync(object menu, string app = "official") => await (await Shop.LogInAsOperatorAsync()).PutAsync($"v1/ops/menus/{app}", menu);

    private async Task<JsonObject> SeeAsync(string status)
    {
        var keeper = await Shop.LogInAsOperatorAsync();
        return await Eventually.SeeAsync(async () => (await keeper.GetAsync("v1/ops/menus/official")).Expect(200).Json, m => $"{m["status"]}" == status, $"a menu that is {status}");
    }

    private async Task<IReadOnlyList<JsonNode>> ToldAsync() =>
        [.. (await Reply.OfAsync(await Shop.WeChat.GetAsync("simulator/outbox?kind=Menu"))).Json["items"]!.AsArray().Select(i => i!["body"]!)];
}
