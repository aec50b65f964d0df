using System.Text.Json.Nodes;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Payments;

public sealed class PayNotifyTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task Notify_OfAPayment_PaysTheOrderAndTakesTheGoodsOut()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        var placed = await li.PlaceOrderAsync(sku, 2);

        var transactionId = await li.PayAsync(placed.Payment!);

        var order = await li.SeeOrderAsync(placed.OrderId, o => $"{o["payStatus"]}" == "Paid");
        Assert.Equal("AwaitingShipment", $"{order["status"]}");
        Assert.Equal(transactionId, $"{order["transactionId"]}");
        await Eventually.SeeAsync(() => Shop.StockOfAsync(sku), s => s == new StockSeen(3, 0, 0, 0), "the goods are out");
    }

    // Lesson 5: every notify three times at once.
    [Fact]
    public async Task Notify_ThreeTimesAtOnce_IsOneEffectAndThreeSuccesses()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        var placed = await li.PlaceOrderAsync(sku, 2);
        await Shop.BehaveAsync(new { notify = new { duplicates = 2 } });

        await li.PayAsync(placed.Payment!);

        await Eventually.SeeAsync(AnswersAsync, a => a.Count == 3, "three deliveries are answered");
        Assert.All(await AnswersAsync(), status => Assert.Equal(204, status));
        await Eventually.SeeAsync(() => Shop.StockOfAsync(sku), s => s == new StockSeen(3, 0, 0, 0), "the goods are out once");
        Assert.Equal(2, (await li.ReadOrderAsync(placed.OrderId))["timeline"]!.AsArray().Count);
    }

    // Lesson 6: a repeat rewrites nothing.
    [Fact]
    public async Task Notify_RepeatedLater_ChangesNothing()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        var bought = await li.BuyAsync(sku);
        var before = await li.ReadOrderAsync(bought.OrderId);
        var trade = await TradeAsync(bought.OutTradeNo);

        var reply = await ForgeAsync(Transaction(trade));

        Assert.Equal(204, (int)reply["status"]!);
        Assert.Equal(before.ToJsonString(), (await li.ReadOrderAsync(bought.OrderId)).ToJsonString());
    }

    // Lessons 1, 2, 7, 13, 14: refused with 4xx or 5xx so that WeChat tells it again, and nothing changes.
    [Theory]
    [InlineData("broken signature", 401)]
    [InlineData("signature probe", 401)]
    [InlineData("stale", 401)]
    [InlineData("from the future", 401)]
    [InlineData("another merchant", 409)]
    [InlineData("another app", 409)]
    [InlineData("unknown order", 404)]
    [InlineData("a number that is none of ours", 404)]
    [InlineData("another currency", 409)]
    [InlineData("not a payment", 422)]
    [InlineData("not paid", 422)]
    public async Task Notify_ThatIsNotRight_IsRefusedAndChangesNothing(string what, int status)
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        var placed = await li.PlaceOrderAsync(sku);
        var before = await li.ReadOrderAsync(placed.OrderId);
        var resource = Resource(placed);
        var forged = new JsonObject { ["eventType"] = "TRANSACTION.SUCCESS", ["originalType"] = "transaction" };
        switch (what)
        {
            case "broken signature": forged["breakSignature"] = true; break;
            case "signature probe": forged["signTest"] = true; break;
            case "stale": forged["timestampOffsetSeconds"] = -301; break;
            case "from the future": forged["timestampOffsetSeconds"] = 301; break;
            case "another merchant": resource["mchid"] = "1900000002"; break;
            case "another app": resource["appid"] = "wxsomebodyelse00000"; break;
            case "unknown order": resource["out_trade_no"] = placed.OutTradeNo[..20] + "0000000000" + placed.OutTradeNo[30..]; break;
            case "a number that is none of ours": resource["out_trade_no"] = "2026010100001"; break;
            case "another currency": resource["amount"]!["currency"] = "USD"; break;
            case "not a payment": forged["originalType"] = "profitsharing"; break;
            case "not paid": resource["trade_state"] = "CLOSED"; break;
        }
        forged["resource"] = resource;

        var reply = await ForgeAsync(forged);

        Assert.True((int)reply["status"]! == status, $"{reply}");
        Assert.Equal("FAIL", $"{JsonNode.Parse($"{reply["body"]}")!["code"]}");
        Assert.Equal(before.ToJsonString(), (await li.ReadOrderAsync(placed.OrderId)).ToJsonString());
        Assert.Equal(new StockSeen(5, 1, 1, 1), await Shop.StockOfAsync(sku));
    }

    [Theory]
    [InlineData("PublicKey")]
    [InlineData("PlatformCertificate")]
    [InlineData("Both")]
    public async Task Notify_InEitherKeyMode_IsTaken(string keyMode)
    {
        await Shop.BehaveAsync(new { keyMode });
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();

        await li.BuyAsync(sku);
        await li.BuyAsync(sku);
    }

    [Fact]
    public async Task Notify_AfterAProbe_IsTaken()
    {
        await Shop.BehaveAsync(new { notify = new { probe = true } });
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();

        await li.BuyAsync(sku);

        Assert.Contains(401, await AnswersAsync());
    }

    [Fact]
    public async Task Notify_CostsThreeCallsInTwoRoundTrips()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        // The first effect of a shop makes its queue; the first order reads the level.
        await li.BuyAsync(sku);
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "nothing else is under way");
        var placed = await li.PlaceOrderAsync(sku);
        Shop.Network.Gather(2);

        var reply = await ForgeAsync(new JsonObject { ["eventType"] = "TRANSACTION.SUCCESS", ["originalType"] = "transaction", ["resource"] = Resource(placed) });

        Assert.Equal(204, (int)reply["status"]!);
        Assert.Equal("calls=3, trips=2, filter=false", $"{reply["headers"]?["Storage-Calls"]}");
    }

    // A body over 64 KB never gets as far as a signature.
    [Fact]
    public async Task Notify_OfAHugeBody_IsRefused()
    {
        using var body = new ByteArrayContent(new byte[70_000]);
        var reply = await Reply.OfAsync(await Shop.Http.PostAsync("wechat/pay-notify", body));

        Assert.Equal(413, reply.Status);
        Assert.Equal("FAIL", $"{reply.Json["code"]}");
    }

    internal static JsonObject Resource(Placed placed) => new()
    {
        ["mchid"] = ShopHost.MchId,
        ["appid"] = ShopHost.AppId,
        ["out_trade_no"] = placed.OutTradeNo,
        ["transaction_id"] = "4200009999202611110000000001",
        ["trade_type"] = "JSAPI",
        ["trade_state"] = "SUCCESS",
        ["trade_state_desc"] = "支付成功",
        ["bank_type"] = "CMC",
        ["attach"] = "",
        ["success_time"] = "2026-11-11T12:00:00+08:00",
        ["payer"] = new JsonObject { ["openid"] = "oSomebody" },
        ["amount"] = new JsonObject
        {
            ["total"] = (long)placed.Order["totalFen"]!,
            ["payer_total"] = (long)placed.Order["totalFen"]!,
            ["currency"] = "CNY",
            ["payer_currency"] = "CNY",
        },
    };

    private static JsonObject Transaction(JsonObject trade) => new()
    {
        ["eventType"] = "TRANSACTION.SUCCESS",
        ["originalType"] = "transaction",
        ["resource"] = new JsonObject
        {
            ["mchid"] = ShopHost.MchId,
            ["appid"] = ShopHost.AppId,
            ["out_trade_no"] = $"{trade["outTradeNo"]}",
            ["transaction_id"] = $"{trade["transactionId"]}",
            ["trade_type"] = "JSAPI",
            ["trade_state"] = "SUCCESS",
            ["success_time"] = "2026-11-11T12:00:00+08:00",
            ["amount"] = new JsonObject { ["total"] = (long)trade["totalFen"]!, ["currency"] = "CNY" },
        },
    };

    private async Task<JsonObject> TradeAsync(string outTradeNo) =>
        (await Shop.LedgerAsync())["trades"]!.AsArray().Single(t => $"{t!["outTradeNo"]}" == outTradeNo)!.AsObject();

    private Task<JsonObject> ForgeAsync(JsonObject notify)
    {
        notify["notifyUrl"] = new Uri(Shop.Address, "api/wechat/pay-notify").ToString();
        return Shop.TellWeChatAsync("simulator/forge/notify", notify);
    }

    private async Task<List<int>> AnswersAsync()
    {
        var notifies = await Reply.OfAsync(await Shop.WeChat.GetAsync("simulator/notifies"));
        return [.. notifies.Json["notifies"]!.AsArray()
            .SelectMany(n => n!["deliveries"]!.AsArray())
            .Where(d => d!["status"] is not null)
            .Select(d => (int)d!["status"]!)];
    }
}
