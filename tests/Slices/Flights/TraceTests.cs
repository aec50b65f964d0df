using System.Text.Json.Nodes;
using Azure.Data.Tables;
using WeCommerce.Shop;
using WeCommerce.Shop.Flights;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Flights;

public sealed class TraceTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task Trace_OfAPurchase_ReadsAsAStory()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();

        var bought = await li.BuyAsync(sku);

        var story = await SeeAsync(bought.OrderId, s => s.Exists(e => Is(e, "Effect", "StockSold")) && s.Exists(e => Is(e, "Http", "HandlePayNotify")));
        // In the order in which it happened.
        Assert.Equal(story.Select(At).Order(), story.Select(At));
        var placed = story.Single(e => Is(e, "Http", "PlaceOrder"));
        var prepay = story.Single(e => Is(e, "WeChat", "wechat.pay.prepay"));
        var notified = story.Single(e => Is(e, "Http", "HandlePayNotify"));
        var sold = story.First(e => Is(e, "Effect", "StockSold"));
        Assert.True(At(placed) <= At(prepay) && At(prepay) <= At(notified) && At(notified) <= At(sold));
        Assert.Equal(("201", "OK", "204"), ($"{placed["outcome"]}", $"{prepay["outcome"]}", $"{notified["outcome"]}"));
        Assert.StartsWith("Done, attempt", $"{sold["outcome"]}", StringComparison.Ordinal);
        // One trace from the request to the call that it made; WeChat's number of it.
        Assert.Equal($"{placed["traceId"]}", $"{prepay["traceId"]}");
        Assert.NotEqual("", $"{prepay["requestId"]}");
        Assert.Contains(story, e => Is(e, "Timeline", "下单成功，等待付款"));
        Assert.Contains(story, e => Is(e, "Timeline", "付款成功"));
        // The notify as it came.
        var notify = notified["notify"]!;
        Assert.Equal(("Genuine", 204, "HandlePayNotify"), ($"{notify["verdict"]}", (int)notify["status"]!, $"{notify["endpoint"]}"));
        Assert.NotEqual("", $"{JsonNode.Parse($"{notify["body"]}")!["resource"]!["ciphertext"]}");
        Assert.NotEqual("", $"{notify["headers"]!["Wechatpay-Signature"]}");
    }

    [Fact]
    public async Task Trace_TellsOfQueuesAndOfWhatWasRefused_NotOfLookingOrOfStrangers()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        var placed = await li.PlaceOrderAsync(sku);
        await li.ReadOrderAsync(placed.OrderId);
        (await (await Shop.LogInAsync("韩梅梅")).PostAsync($"v1/orders/{placed.OrderId}/cancel")).Expect(404);
        (await (await Shop.LogInAsync("小明")).PostAsync($"v1/orders/{placed.OrderId}/payment")).Expect(404);
        var message = Shop.Network.MessagesSent.Last(m => m.Contains("\"skus\"", StringComparison.Ordinal));
        Shop.Time.Advance(TimeSpan.FromHours(1));

        await Shop.FireAsync("CloseUnpaidOrder", message);
        await li.SeeOrderAsync(placed.OrderId, o => $"{o["status"]}" == "Cancelled");
        (await li.PostAsync($"v1/orders/{placed.OrderId}/payment")).Expect(409);

        var story = await SeeAsync(placed.OrderId, s => s.Exists(e => Is(e, "Queue", "CloseUnpaidOrder")) && s.Exists(e => Is(e, "Http", "RequestPayment")));
        Assert.Contains(story, e => Is(e, "WeChat", "wechat.pay.query"));
        Assert.Equal("409 ORDER_NOT_PAYABLE", $"{Assert.Single(story, e => Is(e, "Http", "RequestPayment"))["outcome"]}");
        Assert.DoesNotContain(story, e => Is(e, "Http", "GetOrder") || Is(e, "Http", "CancelOrder"));
    }

    [Fact]
    public async Task Trace_IsForOperators_AndOfOrdersThatThereAre()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        var placed = await li.PlaceOrderAsync(sku);
        var op = await Shop.LogInAsOperatorAsync();

        (await li.GetAsync($"v1/ops/orders/{placed.OrderId}/trace")).Expect(403, "OPERATOR_REQUIRED");
        (await op.GetAsync($"v1/ops/orders/{placed.OrderId[..22]}00000000/trace")).Expect(404, "ORDER_NOT_FOUND");
        (await op.GetAsync("v1/ops/orders/nonsense/trace")).Expect(404, "ORDER_NOT_FOUND");
    }

    // A canary in every place where a person's data comes in; none of them comes out here.
    [Fact]
    public async Task Records_NameNobody()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var user = await Shop.TellWeChatAsync("simulator/users", new { nickname = "李雷", phone = "13812345678" });
        var li = await Shop.LogInAsAsync($"{user["openId"]}");
        var phoneCode = $"{(await Shop.TellWeChatAsync("simulator/phone-codes", new { openId = li.OpenId }))["code"]}";
        (await li.PostAsync("v1/login/phone", new { code = phoneCode })).Expect(200);
        var bought = await li.BuyAsync(sku);
        (await li.PostAsync($"v1/orders/{bought.OrderId}/cancel", new { reason = "请打 13912345678" })).Expect(409);
        await SeeAsync(bought.OrderId, s => s.Exists(e => Is(e, "Effect", "StockSold")) && s.Exists(e => Is(e, "Http", "CancelOrder")));

        string[] secrets =
        [
            li.OpenId, $"{user["unionId"]}", li.Token, "13812345678", "13912345678", "13800138000", "李雷", "龙井路", phoneCode, ShopHost.ApiV3Key, ShopHost.AppSecret, "PRIVATE KEY",
        ];
        var kept = (await StoredRows.AllAsync(Shop.ConnectionString)).Where(r => r.Table is Tables.AllFlights or Tables.AllNotifies).ToList();
        Assert.Equal(2, kept.Select(r => r.Table).Distinct().Count());
        var texts = kept.SelectMany(r => r.Row.Select(c => c.Value is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : $"{c.Value}"));
        Assert.DoesNotContain(texts, t => secrets.Any(s => t.Contains(s, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Records_AreWrittenWhenTheShopStops()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var second = await ShopHost.StartBesideAsync(Shop);
        var li = await second.LogInAsync();
        var placed = await li.PlaceOrderAsync(sku);

        await second.DisposeAsync();

        var rows = await new TableClient(Shop.ConnectionString, Tables.AllFlights).QueryAsync<TableEntity>(r => r.PartitionKey == placed.OrderId).ToListAsync();
        Assert.Contains(rows, r => r.GetString("Name") == "PlaceOrder");
    }

    [Fact]
    public async Task Records_OfNinetyDaysAgo_AreForgotten()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        var old = await li.BuyAsync(sku);
        await SeeAsync(old.OrderId, s => s.Exists(e => Is(e, "Effect", "StockSold")));
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "nothing is under way");
        Shop.Time.Advance(TimeSpan.FromDays(91));
        var fresh = await (await Shop.LogInAsync()).PlaceOrderAsync(sku);
        await SeeAsync(fresh.OrderId, s => s.Exists(e => Is(e, "Http", "PlaceOrder")));

        await Shop.FireAsync(nameof(SweepFlights), "");

        await SeeAsync(old.OrderId, s => !s.Exists(e => Is(e, "Http", "PlaceOrder") || Is(e, "Effect", "StockSold")));
        await Eventually.IsAsync(
            async () => !await new TableClient(Shop.ConnectionString, Tables.AllNotifies).QueryAsync<TableEntity>().AnyAsync(), "its notify is gone");
        await SeeAsync(fresh.OrderId, s => s.Exists(e => Is(e, "Http", "PlaceOrder")));
    }

    private static bool Is(JsonObject entry, string source, string what) => $"{entry["source"]}" == source && $"{entry["what"]}" == what;

    private static DateTimeOffset At(JsonObject entry) => (DateTimeOffset)entry["at"]!;

    private async Task<List<JsonObject>> SeeAsync(string orderId, Predicate<List<JsonObject>> good)
    {
        var op = await Shop.LogInAsOperatorAsync();
        return await Eventually.SeeAsync(
            async () => (await op.GetAsync($"v1/ops/orders/{orderId}/trace")).Expect(200).Json["entries"]!.AsArray().Select(e => e!.AsObject()).ToList(),
            s => good(s),
            "the order's story");
    }
}
