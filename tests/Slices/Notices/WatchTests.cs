using WeCommerce.Testing;

namespace WeCommerce.Slices.Notices;

public sealed class WatchTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task BackInStock_IsToldToWhoWaitsForIt()
    {
        await Shop.PutNoticeRuleAsync("BackInStock", new { thing1 = "{product}", amount2 = "{price}" });
        var (li, han, keeper, sku) = (await Shop.LogInAsync(), await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync(), await Shop.PutOnSaleAsync(pieces: 1));
        (await li.PutAsync($"v1/me/watches/{sku}", new { backInStock = true })).Expect(200);
        (await han.PutAsync($"v1/me/watches/{sku}", new { priceDrop = true })).Expect(200);
        await Shop.AllowAsync(li, "t-BackInStock");
        await Shop.AllowAsync(han, "t-BackInStock");
        await han.BuyAsync(sku);
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "it is sold, and the watchers are listed");

        (await keeper.PostAsync($"v1/ops/stock/{sku}", new { delta = 3, reason = "进货" }, "more-1")).Expect(200);
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "the arrival is taken");
        await Shop.FireAsync("MeetDeadlines", "");

        var notices = await Shop.SeeNoticesAsync("BackInStock", 2);
        Assert.Equal(["NoLongerTrue", "None"], notices.Select(n => n.Text("reason")).OrderDescending(StringComparer.Ordinal).Reverse());
        Assert.Equal(li.OpenId, Assert.Single(await Shop.OutboxAsync("SubscribeMessage")).Text("openId"));
    }

    [Fact]
    public async Task LowerPrice_IsTold_WithWhatItWas_AndAHigherOneIsNot()
    {
        await Shop.PutNoticeRuleAsync("PriceDropped", new { thing1 = "{product}", amount2 = "{price}", amount3 = "{before}" });
        var (li, sku) = (await Shop.LogInAsync(), await Shop.PutOnSaleAsync(pieces: 1, priceFen: 5000));
        (await li.PutAsync($"v1/me/watches/{sku}", new { priceDrop = true })).Expect(200);
        await Shop.AllowAsync(li, "t-PriceDropped");
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "the watcher is listed");

        await PriceAsync(sku, 6000);
        await PriceAsync(sku, 4500);
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "the fall is taken");
        await Shop.FireAsync("MeetDeadlines", "");

        Assert.Equal("Sent", (await Shop.SeeNoticesAsync("PriceDropped", 1))[0].Text("state"));
        var data = Assert.Single(await Shop.OutboxAsync("SubscribeMessage"))["body"]!["data"]!;
        Assert.Equal(("¥45.00", "¥50.00"), ($"{data["amount2"]!["value"]}", $"{data["amount3"]!["value"]}"));
    }

    [Fact]
    public async Task Watches_AreListed_Changed_AndEnded_ByWhoKeepsThem()
    {
        var (li, sku) = (await Shop.LogInAsync(), await Shop.PutOnSaleAsync(pieces: 1));
        (await li.PutAsync("v1/me/watches/nothing", new { backInStock = true })).Expect(404, "SKU_NOT_FOUND");
        (await li.PutAsync($"v1/me/watches/{sku}", new { backInStock = false })).Expect(422);

        (await li.PutAsync($"v1/me/watches/{sku}", new { backInStock = true })).Expect(200);
        (await li.PutAsync($"v1/me/watches/{sku}", new { priceDrop = true })).Expect(200);
        var watch = Assert.Single((await li.GetAsync("v1/me/watches")).Expect(200).Json["items"]!.AsArray())!;
        Assert.Equal((sku, false, true), ($"{watch["skuId"]}", (bool)watch["backInStock"]!, (bool)watch["priceDrop"]!));
        (await li.DeleteAsync($"v1/me/watches/{sku}")).Expect(204);
        (await li.DeleteAsync($"v1/me/watches/{sku}")).Expect(204);

        Assert.Empty((await li.GetAsync("v1/me/watches")).Expect(200).Json["items"]!.AsArray());
    }

    private async Task PriceAsync(string sku, long priceFen)
    {
        var keeper = await Shop.LogInAsOperatorAsync();
        (await keeper.PutAsync($"v1/ops/products/{sku}-spu", new { title = "明前龙井", category = "茶叶", skus = new[] { new { skuId = sku, title = "50g", priceFen } } })).Expect(200);
    }
}
