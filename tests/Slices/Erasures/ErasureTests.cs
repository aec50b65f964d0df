using System.Text.Json.Nodes;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Erasures;

/// <summary>What the law on personal information asks for when WeChat says that a person took something back, or is gone.</summary>
public sealed class ErasureTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task WhoIsGone_IsForgotten_ButTheOrdersStayForTheBooks()
    {
        await Shop.SetUpPushesAsync();
        var (li, keeper, sku) = (await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync(), await Shop.PutOnSaleAsync(pieces: 2));
        await TellAllAsync(li, sku);
        var orderId = (await li.BuyAsync(sku)).OrderId;
        await Shop.TellWeChatAsync("simulator/actions", new { openId = li.OpenId, action = "write", content = "在吗" });
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "what was written is taken");
        Assert.NotEmpty(await OfPersonAsync(li));

        await Shop.TellWeChatAsync("simulator/actions", new { openId = li.OpenId, action = "cancel" });

        var erasure = Assert.Single(await SeeErasuresAsync(1))!;
        Assert.Equal((li.MemberId, "user_authorization_cancellation", "Everything"), ($"{erasure["memberId"]}", $"{erasure["event"]}", $"{erasure["scope"]}"));
        Assert.Equal((null, null, null), await SeenOfAsync(li));
        Assert.Empty((await li.GetAsync("v1/me/addresses")).Expect(200).Json["items"]!.AsArray());
        Assert.Empty((await li.GetAsync("v1/cart")).Expect(200).Json["lines"]!.AsArray());
        Assert.Empty((await li.GetAsync("v1/me/watches")).Expect(200).Json["items"]!.AsArray());
        Assert.Equal("Paid", $"{(await keeper.GetAsync($"v1/ops/orders/{orderId}")).Expect(200).Json["payStatus"]}");
        await Eventually.IsAsync(async () => (await OfPersonAsync(li)).Count == 0, "nothing is left under the OpenId");
        await Eventually.IsAsync(async () => (await Shop.LogInAsAsync(li.OpenId)).MemberId != li.MemberId, "who comes back is somebody new");
    }

    [Theory]
    [InlineData("2", false, true, true)]
    [InlineData("6", true, false, true)]
    [InlineData("8,9", true, true, false)]
    [InlineData("13", true, true, true)]
    public async Task OneConsentTakenBack_ForgetsWhatItWasFor(string codes, bool hasAddress, bool hasName, bool hasPhone)
    {
        await Shop.SetUpPushesAsync();
        var (li, sku) = (await Shop.LogInAsync(), await Shop.PutOnSaleAsync(pieces: 1));
        await TellAllAsync(li, sku);

        await Shop.TellWeChatAsync("simulator/actions", new { openId = li.OpenId, action = "revoke", codes });

        Assert.Equal(codes, $"{Assert.Single(await SeeErasuresAsync(1))!["codes"]}");
        var (name, picture, phone) = await SeenOfAsync(li);
        Assert.Equal((hasName, hasName, hasPhone), (name is not null, picture is not null, phone is not null));
        Assert.Equal(hasAddress ? 1 : 0, (await li.GetAsync("v1/me/addresses")).Expect(200).Json["items"]!.AsArray().Count);
        Assert.Single((await li.GetAsync("v1/cart")).Expect(200).Json["lines"]!.AsArray());
        Assert.Equal(li.MemberId, (await Shop.LogInAsAsync(li.OpenId)).MemberId);
    }

    [Fact]
    public async Task NameThatWeChatCleared_IsClearedHere_AlsoInWhatLoginAnswers()
    {
        await Shop.SetUpPushesAsync();
        var (li, sku) = (await Shop.LogInAsync(), await Shop.PutOnSaleAsync(pieces: 1));
        await TellAllAsync(li, sku);

        await Shop.TellWeChatAsync("simulator/actions", new { openId = li.OpenId, action = "modify", codes = "6" });

        await SeeErasuresAsync(1);
        await Eventually.IsAsync(
            async () =>
            {
                var code = await Shop.TellWeChatAsync("simulator/login-codes", new { openId = li.OpenId });
                using var body = new StringContent(new JsonObject { ["code"] = $"{code["code"]}" }.ToJsonString(), null, "application/json");
                var member = (await Reply.OfAsync(await Shop.Http.PostAsync("v1/login", body))).Expect(200).Json["member"]!;
                return member["nickname"] is null && member["avatarUrl"] is null && member["phoneMasked"] is not null;
            },
            "login shows neither name nor picture");
    }

    [Fact]
    public async Task StrangerWhoIsGone_IsNoErasure()
    {
        await Shop.SetUpPushesAsync();
        var user = await Shop.TellWeChatAsync("simulator/users", new { nickname = "韩梅梅" });

        await Shop.TellWeChatAsync("simulator/actions", new { openId = $"{user["openId"]}", action = "cancel" });

        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "the push is taken");
        Assert.Empty(await SeeErasuresAsync(0));
    }

    private async Task TellAllAsync(Shopper member, string sku)
    {
        (await member.PatchAsync("v1/me", new { nickname = "李雷", avatarUrl = "https://example.com/a.png" })).Expect(200);
        var code = await Shop.TellWeChatAsync("simulator/phone-codes", new { openId = member.OpenId });
        (await member.PostAsync("v1/login/phone", new { code = $"{code["code"]}" })).Expect(200);
        (await member.PostAsync("v1/me/addresses", Shopper.Home)).Expect(201);
        (await member.PutAsync($"v1/cart/{sku}", new { quantity = 1 })).Expect(200);
        (await member.PutAsync($"v1/me/watches/{sku}", new { priceDrop = true })).Expect(200);
    }

    private static async Task<(string? Name, string? Picture, string? Phone)> SeenOfAsync(Shopper member)
    {
        var me = (await member.GetAsync("v1/me")).Expect(200).Json;
        return (me["nickname"]?.ToString(), me["avatarUrl"]?.ToString(), me["phoneMasked"]?.ToString());
    }

    private async Task<IReadOnlyList<string>> OfPersonAsync(Shopper member) =>
        [.. (await StoredRows.AllAsync(Shop.ConnectionString)).Where(r => r.Row.PartitionKey == member.OpenId).Select(r => r.Row.RowKey)];

    private async Task<JsonArray> SeeErasuresAsync(int count)
    {
        var keeper = await Shop.LogInAsOperatorAsync();
        return await Eventually.SeeAsync(
            async () => (await keeper.GetAsync("v1/ops/erasures")).Expect(200).Json["items"]!.AsArray(), all => all.Count == count, $"{count} erasures");
    }
}
