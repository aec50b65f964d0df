using System.Text.Json.Nodes;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Orders;

/// <summary>Query, close at WeChat, then cancel: never the other way round.</summary>
public sealed class EndOrderTests(Azurite azurite) : ShopTests(azurite)
{
    private static readonly TimeSpan PayWindow = TimeSpan.FromMinutes(31);

    [Fact]
    public async Task Cancel_ClosesAtWeChatAndFreesTheStock()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        var placed = await li.PlaceOrderAsync(sku, 2);

        var reply = (await li.PostAsync($"v1/orders/{placed.OrderId}/cancel", new { reason = "不想要了" })).Expect(200);

        Assert.Equal("Cancelled", $"{reply.Json["order"]!["status"]}");
        Assert.Equal("CLOSED", await StateAtWeChatAsync(placed));
        await SeeStockAsync(sku, new StockSeen(5, 0, 0, 0));
        (await li.PostAsync($"v1/orders/{placed.OrderId}/payment")).Expect(409, "ORDER_NOT_PAYABLE");
    }

    // Lesson 18: cancel after cancel releases once.
    [Fact]
    public async Task Cancel_Twice_IsOnce()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var (li, han) = (await Shop.LogInAsync(), await Shop.LogInAsync("韩梅梅"));
        await han.PlaceOrderAsync(sku, 3);
        var placed = await li.PlaceOrderAsync(sku, 2);

        var replies = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => li.PostAsync($"v1/orders/{placed.OrderId}/cancel")));

        Assert.All(replies, r => r.Expect(200));
        await SeeStockAsync(sku, new StockSeen(5, 3, 3, 1));
    }

    // The shopper paid, WeChat's report is still on its way, and the shopper cancels: the money is seen.
    [Fact]
    public async Task Cancel_OfAnOrderThatIsPaidAtWeChat_MakesItPaid()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        var placed = await li.PlaceOrderAsync(sku);
        await li.PayAsync(placed.Payment!, "PaidButSilent");

        (await li.PostAsync($"v1/orders/{placed.OrderId}/cancel")).Expect(409, "ORDER_ALREADY_PAID");

        Assert.Equal("Paid", $"{(await li.ReadOrderAsync(placed.OrderId))["payStatus"]}");
        await SeeStockAsync(sku, new StockSeen(4, 0, 0, 0));
    }

    [Fact]
    public async Task Cancel_WhenWeChatDoesNotAnswer_ChangesNothing()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        var placed = await li.PlaceOrderAsync(sku);
        await Shop.BehaveAsync(new { api = new { errorRate = 1.0 } });

        (await li.PostAsync($"v1/orders/{placed.OrderId}/cancel")).Expect(503);

        Assert.Equal("PendingPayment", $"{(await li.ReadOrderAsync(placed.OrderId))["status"]}");
        Assert.Equal(1, (await Shop.StockOfAsync(sku)).Reserved);
    }

    // WeChat never heard of the number: it is made and closed there, so that a prepay still under way cannot come to life.
    [Fact]
    public async Task Cancel_OfAnOrderThatWeChatNeverHeardOf_ClosesItsNumberForGood()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        await Shop.BehaveAsync(new { api = new { errorRate = 1.0 } });
        var placed = await li.PlaceOrderAsync(sku);
        await Shop.BehaveAsync(new { api = new { errorRate = 0.0 } });
        Assert.Null(placed.Payment);

        (await li.PostAsync($"v1/orders/{placed.OrderId}/cancel")).Expect(200);

        Assert.Equal("CLOSED", await StateAtWeChatAsync(placed));
    }

    [Fact]
    public async Task Close_AfterTheWindow_ClosesAndFrees()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        var placed = await li.PlaceOrderAsync(sku);
        Shop.Time.Advance(PayWindow);

        await FireCloseAsync(placed, sku);

        await li.SeeOrderAsync(placed.OrderId, o => $"{o["status"]}" == "Cancelled");
        Assert.Equal("CLOSED", await StateAtWeChatAsync(placed));
        await SeeStockAsync(sku, new StockSeen(5, 0, 0, 0));
    }

    [Fact]
    public async Task Close_BeforeTheWindowIsOver_Waits()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        var placed = await li.PlaceOrderAsync(sku);
        var sent = Shop.Network.MessagesSent.Count;

        await FireCloseAsync(placed, sku);

        await Eventually.IsAsync(() => Task.FromResult(Shop.Network.MessagesSent.Count > sent), "the message is sent again");
        Assert.Equal("PendingPayment", $"{(await li.ReadOrderAsync(placed.OrderId))["status"]}");
    }

    // A payment that WeChat never reported is found by asking.
    [Fact]
    public async Task Close_OfAnOrderThatIsPaidAtWeChat_MakesItPaid()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        var placed = await li.PlaceOrderAsync(sku);
        await li.PayAsync(placed.Payment!, "PaidButSilent");
        Shop.Time.Advance(PayWindow);

        await FireCloseAsync(placed, sku);

        await li.SeeOrderAsync(placed.OrderId, o => $"{o["payStatus"]}" == "Paid");
        await SeeStockAsync(sku, new StockSeen(4, 0, 0, 0));
    }

    // Whoever was placing the order died between the hold and the order's row.
    [Fact]
    public async Task Close_OfAnOrderThatWasNeverWritten_FreesWhatItHolds()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        Shop.Network.LoseRequests(static r => r.Method != Azure.Core.RequestMethod.Get && r.Uri.ToUri().AbsolutePath.EndsWith("/$batch", StringComparison.Ordinal)
            && BodyOf(r).Contains("key!", StringComparison.Ordinal));
        (await li.OrderAsync(sku)).Expect(503);
        Shop.Network.Heal();
        Assert.Equal(new StockSeen(5, 1, 1, 1), await Shop.StockOfAsync(sku));

        Shop.Time.Advance(PayWindow);
        var message = Shop.Network.MessagesSent.Last(m => m.Contains("\"skus\"", StringComparison.Ordinal));
        await Shop.FireAsync("CloseUnpaidOrder", message);

        await SeeStockAsync(sku, new StockSeen(5, 0, 0, 0));
    }

    // Lesson 9: late, after cancel: the money goes back by itself.
    [Fact]
    public async Task Payment_AfterTheOrderWasCancelled_GoesBackByItself()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        var placed = await li.PlaceOrderAsync(sku);
        (await li.PostAsync($"v1/orders/{placed.OrderId}/cancel")).Expect(200);

        await li.PayAsync(placed.Payment!, "DespiteClose");

        var order = await li.SeeOrderAsync(placed.OrderId, o => $"{o["payStatus"]}" == "Refunded");
        Assert.Equal("Cancelled", $"{order["status"]}");
        var refund = Assert.Single((await Shop.LedgerAsync())["refunds"]!.AsArray())!;
        Assert.Equal((long)placed.Order["totalFen"]!, (long)refund["refundFen"]!);
    }

    // Lessons 11 and 12: the same number, a fresh prepay, also after its two hours.
    [Fact]
    public async Task Payment_AskedForAgainAfterTwoHours_HasTheSameNumberAndAFreshPrepay()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        await using var patient = await ShopHost.StartAsync(Azurite, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Orders:PayWindow"] = "06:00:00" });
        sku = await patient.PutOnSaleAsync(pieces: 5);
        li = await patient.LogInAsync();
        var placed = await li.PlaceOrderAsync(sku);
        patient.Time.Advance(TimeSpan.FromMinutes(121));

        var late = await Reply.OfAsync(await patient.WeChat.PostAsync("simulator/payments", Phone(placed.Payment!, li)));
        var again = (await li.PostAsync($"v1/orders/{placed.OrderId}/payment")).Expect(200).Json["payment"]!.AsObject();
        await li.PayAsync(again);

        Assert.True(late.Status >= 400, late.ToString());
        Assert.NotEqual($"{placed.Payment!["package"]}", $"{again["package"]}");
        var order = await li.SeeOrderAsync(placed.OrderId, o => $"{o["payStatus"]}" == "Paid");
        Assert.Equal(placed.OutTradeNo, $"{order["outTradeNo"]}");
    }

    [Fact]
    public async Task Payment_AskedForAfterItIsPaid_IsRefused()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        var bought = await li.BuyAsync(sku);

        (await li.PostAsync($"v1/orders/{bought.OrderId}/payment")).Expect(409, "ORDER_ALREADY_PAID");
        (await li.PostAsync($"v1/orders/{bought.OrderId}/cancel")).Expect(409, "ORDER_ALREADY_PAID");
    }

    private static string BodyOf(Azure.Core.Request request)
    {
        using var body = new MemoryStream();
        request.Content?.WriteTo(body, CancellationToken.None);
        return System.Text.Encoding.UTF8.GetString(body.ToArray());
    }

    private static StringContent Phone(JsonObject payment, Shopper who)
    {
        var body = payment.DeepClone().AsObject();
        body["openId"] = who.OpenId;
        return new StringContent(body.ToJsonString(), null, "application/json");
    }

    private Task FireCloseAsync(Placed placed, string sku) =>
        Shop.FireAsync("CloseUnpaidOrder", new JsonObject { ["orderId"] = placed.OrderId, ["skus"] = new JsonArray(sku), ["attempt"] = 0 }.ToJsonString());

    private async Task<string> StateAtWeChatAsync(Placed placed) =>
        $"{(await Shop.LedgerAsync())["trades"]!.AsArray().Single(t => $"{t!["outTradeNo"]}" == placed.OutTradeNo)!["state"]}";

    private Task<StockSeen> SeeStockAsync(string sku, StockSeen wanted) => Eventually.SeeAsync(() => Shop.StockOfAsync(sku), s => s == wanted, $"stock is {wanted}");
}
