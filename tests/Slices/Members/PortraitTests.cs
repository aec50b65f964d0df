using WeCommerce.Slices.Conversations;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Members;

/// <summary>内容安全: WeChat looks at names and pictures, and what it calls risky nobody sees.</summary>
public sealed class PortraitTests(Azurite azurite) : ShopTests(azurite)
{
    private const string Fine = "https://example.com/fine.png";
    private const string Risky = "https://example.com/risky.png";

    [Fact]
    public async Task RiskyName_IsRefused_AndTheOneBeforeStays()
    {
        var li = await Shop.LogInAsync();
        (await li.PatchAsync("v1/me", new { nickname = "李雷" })).Expect(200);

        var refused = (await li.PatchAsync("v1/me", new { nickname = "违规昵称" })).Expect(422, "INVALID_REQUEST");

        Assert.NotNull(refused.Json["errors"]!["nickname"]);
        Assert.Equal("李雷", await NameAsync(li));
        (await li.PatchAsync("v1/me", new { nickname = "待审昵称" })).Expect(200);
    }

    [Fact]
    public async Task WeChatDoesNotSay_TheNameIsTaken()
    {
        var li = await Shop.LogInAsync();
        await Shop.BehaveAsync(new { failNext = new { path = "/wxa/msg_sec_check", code = "48001", count = 1 } });

        (await li.PatchAsync("v1/me", new { nickname = "李雷" })).Expect(200);
    }

    [Fact]
    public async Task RiskyPicture_Goes_WhenWeChatHasLookedAtIt_AndAFineOneStays()
    {
        await Shop.SetUpPushesAsync();
        var (li, han) = (await Shop.LogInAsync(), await Shop.LogInAsync("韩梅梅"));
        (await li.PatchAsync("v1/me", new { nickname = "李雷", avatarUrl = Risky })).Expect(200);
        (await han.PatchAsync("v1/me", new { avatarUrl = Fine })).Expect(200);

        await Eventually.IsAsync(async () => await PictureAsync(li) is null, "the risky picture is gone");
        await SeeNoChecksLeftAsync();
        Assert.Equal(Fine, await PictureAsync(han));
        // Also in what a login answers.
        await Eventually.IsAsync(async () => (await LogInAgainAsync(li))["avatarUrl"] is null, "the copy is gone");
    }

    [Fact]
    public async Task VerdictOnThePictureBefore_DoesNotTouchTheNext()
    {
        await Shop.SetUpPushesAsync();
        await Shop.BehaveAsync(new { push = new { delayMs = 1500 } });
        var li = await Shop.LogInAsync();

        (await li.PatchAsync("v1/me", new { avatarUrl = Risky })).Expect(200);
        await Shop.SeeNothingLeftAsync();
        (await li.PatchAsync("v1/me", new { avatarUrl = Fine })).Expect(200);

        await SeeNoChecksLeftAsync();
        Assert.Equal(Fine, await PictureAsync(li));
    }

    [Fact]
    public async Task PictureThatWeChatCannotFetch_Stays_AndSomebodyIsToLookAtIt()
    {
        await Shop.SetUpPushesAsync();
        var li = await Shop.LogInAsync();

        (await li.PatchAsync("v1/me", new { avatarUrl = "https://example.com/missing.png" })).Expect(200);

        await SeeNoChecksLeftAsync();
        Assert.NotNull(await PictureAsync(li));
        var tasks = (await (await Shop.LogInAsOperatorAsync()).GetAsync("v1/ops/tasks?kind=PictureToReview")).Expect(200).Json["items"]!.AsArray();
        Assert.StartsWith(li.MemberId, $"{Assert.Single(tasks)!["about"]}", StringComparison.Ordinal);
    }

    private static async Task<string?> PictureAsync(Shopper who) => (string?)(await who.GetAsync("v1/me")).Expect(200).Json["avatarUrl"];

    private static async Task<string?> NameAsync(Shopper who) => (string?)(await who.GetAsync("v1/me")).Expect(200).Json["nickname"];

    private async Task<System.Text.Json.Nodes.JsonNode> LogInAgainAsync(Shopper who)
    {
        var code = await Shop.TellWeChatAsync("simulator/login-codes", new { openId = who.OpenId });
        return (await Reply.OfAsync(await Shop.Http.PostAsync("v1/login", System.Net.Http.Json.JsonContent.Create(new { code = $"{code["code"]}" })))).Expect(200).Json["member"]!;
    }

    /// <summary>Every check that was asked for has had its verdict.</summary>
    private async Task SeeNoChecksLeftAsync()
    {
        await Shop.SeeNothingLeftAsync();
        var table = new Azure.Data.Tables.TableClient(Shop.ConnectionString, "MediaChecks");
        await Eventually.IsAsync(async () => await table.QueryAsync<Azure.Data.Tables.TableEntity>().CountAsync() == 0, "every picture is looked at");
    }
}
