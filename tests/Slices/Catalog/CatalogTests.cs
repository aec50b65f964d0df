using System.Text.Json.Nodes;
using System.Xml.Linq;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Catalog;

public sealed class CatalogTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task PutProduct_ShowsItToShoppersAtOnce()
    {
        var op = await Shop.LogInAsOperatorAsync();
        (await op.PutAsync("v1/ops/products/tea", Tea("tea-50g", 16800))).Expect(200);
        (await op.PostAsync("v1/ops/stock/tea-50g", new { delta = 7, reason = "进货" })).Expect(200);

        var product = await SeeAsync("v1/products/tea");
        var list = await SeeAsync("v1/products?category=茶叶&q=龙井");

        Assert.Equal("明前龙井", $"{product["title"]}");
        Assert.Equal(16800, (long)product["skus"]![0]!["priceFen"]!);
        Assert.Equal(7, (int)product["skus"]![0]!["available"]!);
        Assert.Equal("tea", $"{Assert.Single(list["items"]!.AsArray())!["spuId"]}");
        Assert.Equal(16800, (long)list["items"]![0]!["priceFenFrom"]!);
        Assert.Empty((await SeeAsync("v1/products?q=咖啡"))["items"]!.AsArray());
    }

    [Fact]
    public async Task PutProduct_TakenOffSale_IsGoneForShoppers()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var (op, li) = (await Shop.LogInAsOperatorAsync(), await Shop.LogInAsync());

        (await op.PutAsync($"v1/ops/products/{sku}-spu", new { title = "明前龙井", onSale = false, skus = new[] { new { skuId = sku, title = "50g", priceFen = 1990 } } })).Expect(200);

        Assert.Equal(404, (int)(await Shop.Http.GetAsync($"v1/products/{sku}-spu")).StatusCode);
        (await li.OrderAsync(sku)).Expect(422, "SKU_NOT_ON_SALE");
    }

    [Fact]
    public async Task PutProduct_WithASkuOfAnother_IsRefused()
    {
        var op = await Shop.LogInAsOperatorAsync();
        (await op.PutAsync("v1/ops/products/tea", Tea("tea-50g", 16800))).Expect(200);

        (await op.PutAsync("v1/ops/products/tea-2", Tea("tea-50g", 16800))).Expect(409, "SKU_TAKEN");
        (await op.PutAsync("v1/ops/products/tea", Tea("tea-50g", 15800))).Expect(200);
    }

    // Two operators put the same SKU under two products at once: one of them hears that it is taken.
    [Fact]
    public async Task PutProduct_OfOneSkuUnderTwoProductsAtOnce_LeavesItUnderOne()
    {
        var op = await Shop.LogInAsOperatorAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => op.PutAsync($"v1/ops/products/tea-{n}", Tea("tea-50g", 100 + n))));

        Assert.Single(replies, r => r.Status == 200);
        Assert.All(replies.Where(r => r.Status != 200), r => Assert.Contains(r.Status, new[] { 409, 503 }));
    }

    // Its memory is an hour old, and nobody has made it look meanwhile: whoever comes first sees today's price, too.
    [Fact]
    public async Task InstanceThatNobodyAsked_ForAnHour_ShowsWhatOthersPutMeanwhile()
    {
        await using var beside = await ShopHost.StartBesideAsync(Shop);
        var op = await Shop.LogInAsOperatorAsync();
        (await op.PutAsync("v1/ops/products/tea", Tea("tea-50g", 16800))).Expect(200);
        Assert.Equal(16800, await PriceAsync());

        (await op.PutAsync("v1/ops/products/tea", Tea("tea-50g", 15800))).Expect(200);
        Shop.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(15800, await PriceAsync());

        async Task<long> PriceAsync() =>
            (long)(await Reply.OfAsync(await beside.Http.GetAsync("v1/products/tea"))).Expect(200).Json["skus"]![0]!["priceFen"]!;
    }

    [Theory]
    [InlineData("""{"skus":[{"skuId":"a","title":"x","priceFen":1}]}""", 422, "title")]
    [InlineData("""{"title":"x","skus":[]}""", 422, "skus")]
    [InlineData("""{"title":"x","skus":[{"skuId":"a","title":"x","priceFen":0}]}""", 422, "skus[0].priceFen")]
    [InlineData("""{"title":"x","skus":[{"skuId":"a","title":"x","priceFen":19.9}]}""", 400, "skus[0].priceFen")]
    [InlineData("""{"title":"x","skus":[{"skuId":"a","title":"x","priceFen":"1990"}]}""", 400, "skus[0].priceFen")]
    [InlineData("""{"title":"x","skus":[{"skuId":"a b","title":"x","priceFen":1}]}""", 422, "skus[0].skuId")]
    public async Task PutProduct_WithBadInput_NamesTheField(string body, int status, string field)
    {
        var op = await Shop.LogInAsOperatorAsync();

        var reply = await op.SendTextAsync(HttpMethod.Put, "v1/ops/products/tea", body);

        Assert.NotNull(reply.Expect(status).Json["errors"]![field]);
    }

    [Fact]
    public async Task ChangeStock_WithTheSameKeyTwice_ChangesItOnce()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 0);
        var op = await Shop.LogInAsOperatorAsync();

        var first = (await op.PostAsync($"v1/ops/stock/{sku}", new { delta = 10, reason = "进货" }, "delivery-1")).Expect(200);
        var second = (await op.PostAsync($"v1/ops/stock/{sku}", new { delta = 10, reason = "进货" }, "delivery-1")).Expect(200);

        Assert.Equal(10, (int)first.Json["onHand"]!);
        Assert.Equal(10, (int)second.Json["onHand"]!);
        Assert.Equal(10, (await Shop.StockOfAsync(sku)).OnHand);
    }

    [Fact]
    public async Task ChangeStock_BelowWhatOrdersHold_IsRefused()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 3);
        var (op, li) = (await Shop.LogInAsOperatorAsync(), await Shop.LogInAsync());
        await li.PlaceOrderAsync(sku, 2);

        (await op.PostAsync($"v1/ops/stock/{sku}", new { delta = -2, reason = "盘亏" })).Expect(409, "STOCK_TOO_LOW");
        (await op.PostAsync($"v1/ops/stock/{sku}", new { delta = -1, reason = "盘亏" })).Expect(200);
        (await op.PostAsync("v1/ops/stock/nothing", new { delta = 1, reason = "x" })).Expect(404, "SKU_NOT_FOUND");
        (await op.PostAsync($"v1/ops/stock/{sku}", new { delta = 0, reason = "x" })).Expect(422);
    }

    [Fact]
    public async Task ListProducts_GoesOnWhereItStopped()
    {
        var op = await Shop.LogInAsOperatorAsync();
        for (var n = 0; n < 23; n++)
            (await op.PutAsync($"v1/ops/products/tea-{n:00}", Tea($"tea-{n:00}-50g", 100))).Expect(200);

        var first = await SeeAsync("v1/products");
        var second = await SeeAsync($"v1/products?next={first["next"]}");

        Assert.Equal(20, first["items"]!.AsArray().Count);
        Assert.Equal(3, second["items"]!.AsArray().Count);
        Assert.Null(second["next"]);
    }

    [Fact]
    public async Task Cover_OfAProductWithoutPicture_IsDrawn()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 1);
        var product = await SeeAsync($"v1/products/{sku}-spu");

        var picture = await new HttpClient().GetAsync($"{product["coverUrl"]}");

        Assert.Equal("image/svg+xml", picture.Content.Headers.ContentType?.MediaType);
        Assert.Equal("svg", XDocument.Parse(await picture.Content.ReadAsStringAsync()).Root?.Name.LocalName);
    }

    // Browsing costs nothing: the catalogue is in memory.
    [Fact]
    public async Task ListProducts_CostsNoStorageCall()
    {
        await Shop.PutOnSaleAsync(pieces: 1);

        var reply = await Reply.OfAsync(await Shop.Http.GetAsync("v1/products"));

        Assert.Equal((0, 0, false), reply.Storage);
    }

    private static object Tea(string skuId, long priceFen) =>
        new { title = "明前龙井", category = "茶叶", tags = new[] { "新茶" }, skus = new[] { new { skuId, title = "50g", priceFen } } };

    private async Task<JsonObject> SeeAsync(string path) => (await Reply.OfAsync(await Shop.Http.GetAsync(path))).Expect(200).Json;
}
