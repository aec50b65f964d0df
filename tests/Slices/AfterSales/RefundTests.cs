using System.Text.Json.Nodes;
using WeCommerce.Testing;

namespace WeCommerce.Slices.AfterSales;

/// <summary>Money back: whole, in parts, again and again, and when WeChat makes it hard.</summary>
public sealed class RefundTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task WholeOrder_BeforeShipping_GivesMoneyAndGoodsBack()
    {
        var (sku, li, keeper) = await OpenAsync(pieces: 5);
        var bought = await li.BuyAsync(sku, 2);

        var refund = await li.RefundAsync(bought.OrderId, new { kind = "RefundOnly", reason = "NoLongerWanted" });
        Assert.Equal("Requested", $"{refund["status"]}");
        await keeper.DecideAsync(refund, "approve");

        var order = await li.SeeRefundAsync(bought.OrderId, refund, "Succeeded");
        Assert.Equal("Closed", $"{order["status"]}");
        Assert.Equal("Refunded", $"{order["payStatus"]}");
        await Eventually.SeeAsync(() => Shop.StockOfAsync(sku), s => s == new StockSeen(5, 0, 0, 0), "the goods are there again");
        Assert.Equal((2 * 1990, "SUCCESS"), Assert.Single(await RefundsAtWeChatAsync()));
    }

    // Lesson 32: partial refunds, to the fen; three thirds of 1000 fen are 333, 333, 334.
    [Fact]
    public async Task Parts_SumUpToTheWhole()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5, priceFen: 1999);
        var (li, keeper) = (await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync());
        var bought = await li.BuyAsync(sku, 3);

        for (var n = 0; n < 3; n++)
        {
            var refund = await li.RefundAsync(bought.OrderId, new { kind = "RefundOnly", reason = "NoLongerWanted", lines = new[] { new { lineNo = 1, quantity = 1 } } });
            await keeper.DecideAsync(refund, "approve");
            await li.SeeRefundAsync(bought.OrderId, refund, "Succeeded");
        }

        var order = await li.ReadOrderAsync(bought.OrderId);
        Assert.Equal("Closed", $"{order["status"]}");
        Assert.Equal(3 * 1999, (await RefundsAtWeChatAsync()).Sum(r => r.Fen));
        (await li.AskForRefundAsync(bought.OrderId, new { kind = "RefundOnly", reason = "Other" })).Expect(409, "NOTHING_LEFT_TO_REFUND");
    }

    // Lesson 30: repeated with the same number; three requests under one key are one.
    [Fact]
    public async Task OneKey_ThreeTimesAtOnce_IsOneCase()
    {
        var (sku, li, _) = await OpenAsync(pieces: 5);
        var bought = await li.BuyAsync(sku);
        var request = new { kind = "RefundOnly", reason = "NoLongerWanted" };

        var replies = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => li.AskForRefundAsync(bought.OrderId, request, "once-and-only")));

        Assert.Single(replies.Select(r => $"{r.Expect(201).Json["refund"]!["refundId"]}").Distinct());
        Assert.Single((await li.ReadOrderAsync(bought.OrderId))["refunds"]!.AsArray());
        (await li.AskForRefundAsync(bought.OrderId, new { kind = "RefundOnly", reason = "Other" }, "once-and-only")).Expect(422, "IDEMPOTENCY_KEY_REUSED");
    }

    // Design: refund request, two round trips, three calls.
    [Fact]
    public async Task Request_CostsThreeCallsInTwoRoundTrips()
    {
        var (sku, li, _) = await OpenAsync(pieces: 5);
        var bought = await li.BuyAsync(sku);
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "nothing else is under way");
        Shop.Network.Gather(2);

        var reply = (await li.AskForRefundAsync(bought.OrderId, new { kind = "RefundOnly", reason = "NoLongerWanted" })).Expect(201);

        Assert.Equal("calls=3, trips=2, filter=false", reply.Header("Storage-Calls"));
    }

    // Lesson 28: accepted is not refunded.
    [Fact]
    public async Task NotEnoughMoney_IsTriedAgainWithTheSameNumber_AndBecomesATask()
    {
        await Shop.BehaveAsync(new { refund = new { notEnough = true } });
        var (sku, li, keeper) = await OpenAsync(pieces: 5);
        var bought = await li.BuyAsync(sku);
        var refund = await li.RefundAsync(bought.OrderId, new { kind = "RefundOnly", reason = "NoLongerWanted" });
        await keeper.DecideAsync(refund, "approve");

        await SeeTaskAsync(keeper, "RefundRefused", $"{refund["refundId"]}");
        Assert.Equal("Processing", $"{(await li.ReadOrderAsync(bought.OrderId))["refunds"]![0]!["status"]}");
        await Shop.BehaveAsync(new { refund = new { notEnough = false } });
        Shop.Time.Advance(TimeSpan.FromHours(2));
        await WakeAsync(li);

        await li.SeeRefundAsync(bought.OrderId, refund, "Succeeded");
        Assert.Single(await RefundsAtWeChatAsync());
    }

    [Fact]
    public async Task Abnormal_BecomesATask_AndEndsWithTheMoney()
    {
        await Shop.BehaveAsync(new { refund = new { outcome = "Abnormal" } });
        var (sku, li, keeper) = await OpenAsync(pieces: 5);
        var bought = await li.BuyAsync(sku);
        var refund = await li.RefundAsync(bought.OrderId, new { kind = "RefundOnly", reason = "NoLongerWanted" });
        await keeper.DecideAsync(refund, "approve");

        await li.SeeRefundAsync(bought.OrderId, refund, "Abnormal");
        await SeeTaskAsync(keeper, "RefundStuck", $"{refund["refundId"]}");
        Assert.Equal("Refunding", $"{(await li.ReadOrderAsync(bought.OrderId))["payStatus"]}");
    }

    // Lesson 30: one that WeChat closed can be started again, under a new number: the old one is dead.
    [Fact]
    public async Task Closed_IsStartedAgain_UnderANewNumber()
    {
        await Shop.BehaveAsync(new { refund = new { outcome = "Closed" } });
        var (sku, li, keeper) = await OpenAsync(pieces: 5);
        var bought = await li.BuyAsync(sku);
        var refund = await li.RefundAsync(bought.OrderId, new { kind = "RefundOnly", reason = "NoLongerWanted" });
        await keeper.DecideAsync(refund, "approve");
        await li.SeeRefundAsync(bought.OrderId, refund, "Abnormal");
        await Shop.BehaveAsync(new { refund = new { outcome = "Success" } });

        var again = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => keeper.PostAsync($"v1/ops/refunds/{refund["refundId"]}/retry")));

        Assert.Single(again.Select(r => $"{r.Expect(200).Json["refundId"]}").Distinct());
        await li.SeeRefundAsync(bought.OrderId, refund, "Succeeded");
        Assert.Equal(["CLOSED", "SUCCESS"], (await RefundsAtWeChatAsync()).Select(r => r.Status).Order());
        (await keeper.PostAsync($"v1/ops/refunds/{again[0].Json["refundId"]}/retry")).Expect(409, "REFUND_DONE");
    }

    // Lesson 2, design §4: not this order's price, so not its payment; it goes back whole and a person hears of it.
    [Fact]
    public async Task Payment_OfAnotherAmount_DoesNotPayTheOrder()
    {
        var (sku, li, keeper) = await OpenAsync(pieces: 5);
        var placed = await li.PlaceOrderAsync(sku);
        var resource = new JsonObject
        {
            ["mchid"] = ShopHost.MchId,
            ["appid"] = ShopHost.AppId,
            ["out_trade_no"] = placed.OutTradeNo,
            ["transaction_id"] = "4200009999202611110000000009",
            ["trade_type"] = "JSAPI",
            ["trade_state"] = "SUCCESS",
            ["success_time"] = "2026-11-11T12:00:00+08:00",
            ["amount"] = new JsonObject { ["total"] = 1, ["payer_total"] = 1, ["currency"] = "CNY" },
        };
        var reply = await Shop.TellWeChatAsync("simulator/forge/notify", new JsonObject
        {
            ["eventType"] = "TRANSACTION.SUCCESS",
            ["originalType"] = "transaction",
            ["resource"] = resource,
            ["notifyUrl"] = new Uri(Shop.Address, "api/wechat/pay-notify").ToString(),
        });

        Assert.Equal(204, (int)reply["status"]!);
        var order = await li.ReadOrderAsync(placed.OrderId);
        Assert.Equal("PendingPayment", $"{order["status"]}");
        Assert.Equal("Refunding", $"{order["payStatus"]}");
        await SeeTaskAsync(keeper, "PaymentMismatch", "4200009999202611110000000009");
        // The number is used up; the next one can be paid.
        await li.PayAsync((await li.PostAsync($"v1/orders/{placed.OrderId}/payment")).Expect(200).Json["payment"]!.AsObject());
        await li.SeeOrderAsync(placed.OrderId, o => $"{o["status"]}" == "AwaitingShipment");
    }

    [Fact]
    public async Task RefundNotify_OfARefundThatTheShopDidNotMake_BecomesATask()
    {
        var (sku, li, keeper) = await OpenAsync(pieces: 5);
        var bought = await li.BuyAsync(sku);
        var reply = await Shop.TellWeChatAsync("simulator/forge/notify", new JsonObject
        {
            ["eventType"] = "REFUND.SUCCESS",
            ["originalType"] = "refund",
            ["resource"] = new JsonObject
            {
                ["mchid"] = ShopHost.MchId,
                ["out_trade_no"] = bought.OutTradeNo,
                ["transaction_id"] = "4200009999202611110000000010",
                ["out_refund_no"] = "by-hand-1",
                ["refund_id"] = "50000000000000000000000000009",
                ["refund_status"] = "SUCCESS",
                ["success_time"] = "2026-11-11T12:00:00+08:00",
                ["user_received_account"] = "招商银行信用卡0403",
                ["amount"] = new JsonObject { ["total"] = 1990, ["refund"] = 1990, ["payer_total"] = 1990, ["payer_refund"] = 1990 },
            },
            ["notifyUrl"] = new Uri(Shop.Address, "api/wechat/refund-notify").ToString(),
        });

        Assert.Equal(204, (int)reply["status"]!);
        await SeeTaskAsync(keeper, "RefundedElsewhere", "by-hand-1");
        Assert.Equal("Paid", $"{(await li.ReadOrderAsync(bought.OrderId))["payStatus"]}");
    }

    private async Task<(string Sku, Shopper Li, Shopper Keeper)> OpenAsync(int pieces) =>
        (await Shop.PutOnSaleAsync(pieces), await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync());

    private async Task<List<(int Fen, string Status)>> RefundsAtWeChatAsync() =>
        [.. (await Shop.LedgerAsync())["refunds"]!.AsArray().Select(r => ((int)r!["refundFen"]!, $"{r["status"]}"))];

    private static Task SeeTaskAsync(Shopper keeper, string kind, string about) => Eventually.IsAsync(
        async () => (await keeper.GetAsync($"v1/ops/tasks?kind={kind}")).Expect(200).Json["items"]!.AsArray().Any(t => $"{t!["about"]}" == about), $"a task {kind} about {about}");

    // The clock was put forward; queues run on real time.
    private Task WakeAsync(Shopper shopper) => Shop.FireAsync(
        "DoEffects", $$"""{"table":"Members","partition":"{{shopper.MemberId}}","operation":"none","commitBy":"2026-01-01T00:00:00Z"}""");
}
