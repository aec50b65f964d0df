using System.Text.Json.Nodes;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Orders;

public sealed class PlaceOrderTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task PlaceOrder_HoldsStockAndGivesPaymentParameters()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5, priceFen: 16800);
        var li = await Shop.LogInAsync();

        var placed = await li.PlaceOrderAsync(sku, 2);

        Assert.Equal("PendingPayment", $"{placed.Order["status"]}");
        Assert.Equal("Unpaid", $"{placed.Order["payStatus"]}");
        Assert.Equal(33600, (long)placed.Order["totalFen"]!);
        Assert.Equal("RSA", $"{placed.Payment!["signType"]}");
        Assert.StartsWith("prepay_id=", $"{placed.Payment["package"]}", StringComparison.Ordinal);
        Assert.Equal(new StockSeen(OnHand: 5, Reserved: 2, Held: 2, Holds: 1), await Shop.StockOfAsync(sku));
        Assert.Equal(placed.Order.ToJsonString(), (await li.ReadOrderAsync(placed.OrderId)).ToJsonString());
    }

    [Fact]
    public async Task PlaceOrder_CostsThreeCallsInTwoRoundTrips()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 50);
        var li = await Shop.LogInAsync();
        // The first order of a SKU reads its level, and the first of a shop makes its queue.
        await li.PlaceOrderAsync(sku);

        Shop.Network.Gather(2);

        var placed = await li.PlaceOrderAsync(sku);

        Assert.Equal((3, 2, false), placed.Reply.Storage);
    }

    // Design: an order is looked at with one call.
    [Fact]
    public async Task GetOrder_CostsOneCall()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        var placed = await li.PlaceOrderAsync(sku);

        var reply = (await li.GetAsync($"v1/orders/{placed.OrderId}")).Expect(200);

        Assert.Equal((1, 1, false), reply.Storage);
    }

    [Fact]
    public async Task PlaceOrder_FromTheCart_EmptiesTheLinesInTheSameCommit()
    {
        var (bought, kept) = (await Shop.PutOnSaleAsync(pieces: 5), await Shop.PutOnSaleAsync(pieces: 5));
        var li = await Shop.LogInAsync();
        (await li.PutAsync($"v1/cart/{bought}", new { quantity = 2 })).Expect(200);
        (await li.PutAsync($"v1/cart/{kept}", new { quantity = 1 })).Expect(200);

        await li.PlaceOrderAsync(bought, 2);

        var lines = (await li.GetAsync("v1/cart")).Expect(200).Json["lines"]!.AsArray();
        Assert.Equal(kept, $"{Assert.Single(lines)!["skuId"]}");
    }

    [Fact]
    public async Task PlaceOrder_WithAnAddressOfTheBook_UsesIt()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var (li, han) = (await Shop.LogInAsync(), await Shop.LogInAsync("韩梅梅"));
        var address = (await li.PostAsync("v1/me/addresses", Shopper.Home)).Expect(201).Json;

        var mine = await li.PostAsync("v1/orders", new { lines = new[] { new { skuId = sku, quantity = 1 } }, addressId = $"{address["addressId"]}" }, "mine");
        var hers = await han.PostAsync("v1/orders", new { lines = new[] { new { skuId = sku, quantity = 1 } }, addressId = $"{address["addressId"]}" }, "hers");

        Assert.Equal("杭州市", $"{mine.Expect(201).Json["order"]!["address"]!["city"]}");
        Assert.NotNull(hers.Expect(422, "INVALID_REQUEST").Json["errors"]!["addressId"]);
    }

    // Lesson 8: the price never comes from the client.
    [Fact]
    public async Task PlaceOrder_WithAnotherTotalThanTheShopperSaw_IsRefusedWithTheNewOne()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5, priceFen: 1990);
        var li = await Shop.LogInAsync();

        var reply = await li.PostAsync(
            "v1/orders", new { lines = new[] { new { skuId = sku, quantity = 1, priceFen = 1 } }, address = Shopper.Home, expectedTotalFen = 1 }, "k");

        Assert.Equal(1990, (long)reply.Expect(409, "PRICE_CHANGED").Json["totalFen"]!);
        Assert.Equal(0, (await Shop.StockOfAsync(sku)).Reserved);
    }

    // Lesson 19: no line is dropped in silence.
    [Fact]
    public async Task PlaceOrder_WithOneLineShortOfStock_HoldsNothing()
    {
        var (plenty, scarce) = (await Shop.PutOnSaleAsync(pieces: 5), await Shop.PutOnSaleAsync(pieces: 1));
        var li = await Shop.LogInAsync();

        var reply = await li.PostAsync(
            "v1/orders", new { lines = new[] { new { skuId = plenty, quantity = 1 }, new { skuId = scarce, quantity = 2 } }, address = Shopper.Home }, "k");

        Assert.NotNull(reply.Expect(409, "OUT_OF_STOCK").Json["errors"]!["lines[1].quantity"]);
        Assert.Equal(new StockSeen(5, 0, 0, 0), await Shop.StockOfAsync(plenty));
        Assert.Equal(new StockSeen(1, 0, 0, 0), await Shop.StockOfAsync(scarce));
        Assert.Empty((await li.GetAsync("v1/orders")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task PlaceOrder_SentThreeTimesAtOnceWithOneKey_IsOneOrderWithThreeEqualAnswers()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 1);
        var li = await Shop.LogInAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => li.OrderAsync(sku, 1, "one-key")));

        Assert.All(replies, r => r.Expect(201));
        Assert.Single(replies.Select(r => r.Text).Distinct(StringComparer.Ordinal));
        Assert.Single((await li.GetAsync("v1/orders")).Json["items"]!.AsArray());
        Assert.Equal(new StockSeen(1, 1, 1, 1), await Shop.StockOfAsync(sku));
    }

    [Fact]
    public async Task PlaceOrder_RepeatedLater_GivesTheOrderThatIsThere()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 1);
        var li = await Shop.LogInAsync();
        var first = (await li.OrderAsync(sku, 1, "one-key")).Expect(201);

        var again = (await li.OrderAsync(sku, 1, "one-key")).Expect(201);

        Assert.Equal($"{first.Json["order"]}", $"{again.Json["order"]}");
        Assert.Equal(new StockSeen(1, 1, 1, 1), await Shop.StockOfAsync(sku));
    }

    [Fact]
    public async Task PlaceOrder_WithAKeyThatCameWithAnotherBody_IsRefused()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        (await li.OrderAsync(sku, 1, "one-key")).Expect(201);

        (await li.OrderAsync(sku, 2, "one-key")).Expect(422, "IDEMPOTENCY_KEY_REUSED");

        Assert.Equal(1, (await Shop.StockOfAsync(sku)).Reserved);
    }

    [Fact]
    public async Task PlaceOrder_WithoutAKey_IsRefused()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();

        (await li.PostAsync("v1/orders", new { lines = new[] { new { skuId = sku, quantity = 1 } }, address = Shopper.Home })).Expect(400, "IDEMPOTENCY_KEY_REQUIRED");
    }

    [Theory]
    [InlineData("""{"lines":[]}""", 422, "lines")]
    [InlineData("""{"lines":[{"skuId":"SKU","quantity":0}]}""", 422, "lines[0].quantity")]
    [InlineData("""{"lines":[{"skuId":"SKU","quantity":1.5}]}""", 400, "lines[0].quantity")]
    [InlineData("""{"lines":[{"skuId":"SKU","quantity":"2"}]}""", 400, "lines[0].quantity")]
    [InlineData("""{"lines":[{"skuId":"a/b","quantity":1}]}""", 422, "lines[0].skuId")]
    [InlineData("""{"lines":[{"skuId":"SKU","quantity":1},{"skuId":"SKU","quantity":1}]}""", 422, "lines")]
    [InlineData("""{"lines":[{"skuId":"SKU","quantity":1}]}""", 422, "addressId")]
    [InlineData("""{"lines":[{"skuId":"SKU","quantity":1}],"address":{"recipient":"李雷"}}""", 422, "address.phone")]
    [InlineData("""{"lines":[{"skuId":"SKU","quantity":1}],"addressId":"x","couponIds":["a","b","c","d"]}""", 422, "couponIds")]
    [InlineData("""{"lines":[{"skuId":"SKU","quantity":1}],"addressId":"x","groupBuy":{"activityId":"a/b"}}""", 422, "groupBuy.activityId")]
    [InlineData("""{"lines":[null],"addressId":"x"}""", 422, "lines[0]")]
    [InlineData("""{"lines":""", 400, "lines")]
    [InlineData("""[]""", 400, "body")]
    [InlineData("""null""", 400, "body")]
    public async Task PlaceOrder_WithBadInput_NamesTheField(string body, int status, string field)
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();

        var reply = await li.PostTextAsync("v1/orders", body.Replace("SKU", sku, StringComparison.Ordinal), "k");

        Assert.NotNull(reply.Expect(status).Json["errors"]![field]);
        Assert.Equal("application/problem+json", reply.Message.Content.Headers.ContentType?.MediaType);
        Assert.Equal(new StockSeen(5, 0, 0, 0), await Shop.StockOfAsync(sku));
    }

    [Fact]
    public async Task PlaceOrder_WhenWeChatDoesNotAnswer_StandsWithoutPaymentParameters()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        await Shop.BehaveAsync(new { api = new { errorRate = 1.0 } });

        var placed = await li.PlaceOrderAsync(sku);
        Assert.Null(placed.Payment);
        (await li.PostAsync($"v1/orders/{placed.OrderId}/payment")).Expect(503);

        await Shop.BehaveAsync(new { api = new { errorRate = 0.0 } });
        var later = (await li.PostAsync($"v1/orders/{placed.OrderId}/payment")).Expect(200);
        await li.PayAsync(later.Json["payment"]!.AsObject());
        await li.SeeOrderAsync(placed.OrderId, o => $"{o["payStatus"]}" == "Paid");
    }

    [Fact]
    public async Task Preview_KeepsAndHoldsNothing()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5, priceFen: 990);
        var li = await Shop.LogInAsync();

        var preview = (await li.PostAsync("v1/orders/preview", new { lines = new[] { new { skuId = sku, quantity = 3 } } })).Expect(200);

        Assert.Equal(2970, (long)preview.Json["totalFen"]!);
        Assert.Equal(new StockSeen(5, 0, 0, 0), await Shop.StockOfAsync(sku));
        Assert.Empty((await li.GetAsync("v1/orders")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task SomebodyElsesOrder_LooksLikeNone()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var (li, han) = (await Shop.LogInAsync(), await Shop.LogInAsync("韩梅梅"));
        var placed = await li.PlaceOrderAsync(sku);
        var nobodys = placed.OrderId[..^1] + (placed.OrderId[^1] == 'A' ? 'B' : 'A');

        foreach (var path in new[] { "", "/payment", "/cancel" })
        {
            var (hers, none) = path.Length == 0
                ? (await han.GetAsync($"v1/orders/{placed.OrderId}"), await li.GetAsync($"v1/orders/{nobodys}"))
                : (await han.PostAsync($"v1/orders/{placed.OrderId}{path}"), await li.PostAsync($"v1/orders/{nobodys}{path}"));
            hers.Expect(404, "ORDER_NOT_FOUND");
            none.Expect(404, "ORDER_NOT_FOUND");
            Assert.Equal(Without(hers.Json, "traceId"), Without(none.Json, "traceId"));
        }
        Assert.Equal("PendingPayment", $"{(await li.ReadOrderAsync(placed.OrderId))["status"]}");
    }

    [Fact]
    public async Task ListOrders_GivesNewestFirstInPages()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 50);
        var li = await Shop.LogInAsync();
        var placed = new List<string>();
        for (var n = 0; n < 23; n++)
        {
            Shop.Time.Advance(TimeSpan.FromMilliseconds(50));
            placed.Add((await li.PlaceOrderAsync(sku)).OrderId);
        }
        (await li.PostAsync($"v1/orders/{placed[3]}/cancel")).Expect(200);

        var first = (await li.GetAsync("v1/orders")).Expect(200).Json;
        var second = (await li.GetAsync($"v1/orders?next={first["next"]}")).Expect(200).Json;
        var cancelled = (await li.GetAsync("v1/orders?status=Cancelled")).Expect(200).Json;

        Assert.Equal(Enumerable.Reverse(placed), Ids(first).Concat(Ids(second)));
        Assert.Equal(20, Ids(first).Count);
        Assert.Null(second["next"]);
        Assert.Equal([placed[3]], Ids(cancelled));
        (await li.GetAsync("v1/orders?status=Nonsense")).Expect(400);
        (await li.GetAsync("v1/orders?next=../x")).Expect(400);
    }

    private static List<string> Ids(JsonObject page) => [.. page["items"]!.AsArray().Select(o => $"{o!["orderId"]}")];

    private static string Without(JsonObject json, string name)
    {
        json.Remove(name);
        return json.ToJsonString();
    }
}
