using WeCommerce.Testing;

namespace WeCommerce.Slices.AfterSales;

/// <summary>Goods that were sent, and come back: for money, or for other goods.</summary>
public sealed class ReturnTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task Return_GoesThroughInspection_AndOnlyThenGivesMoneyAndGoodsBack()
    {
        var (sku, li, keeper, orderId) = await SentAsync(quantity: 2);
        var refund = await li.RefundAsync(orderId, new { kind = "ReturnAndRefund", reason = "NoLongerWanted", lines = new[] { new { lineNo = 1, quantity = 1 } } });
        Assert.Equal("Shopper", $"{refund["returnFreight"]}");
        Assert.Equal("AwaitingReturn", $"{(await keeper.DecideAsync(refund, "approve"))["status"]}");

        await li.PostAsync($"v1/orders/{orderId}/refunds/{refund["refundId"]}/return", new { carrier = "SF", trackingNo = "SF123" });
        Assert.Equal(3, (await Shop.StockOfAsync(sku)).OnHand);
        await keeper.DecideAsync(refund, "inspected", new { restock = true });

        var order = await li.SeeRefundAsync(orderId, refund, "Succeeded");
        Assert.Equal("PartlyRefunded", $"{order["payStatus"]}");
        Assert.Equal("AwaitingReceipt", $"{order["status"]}");
        await Eventually.SeeAsync(() => Shop.StockOfAsync(sku), s => s.OnHand == 4, "the piece is there again");
    }

    // Lesson 32: goods that stay with the shopper do not come back into stock.
    [Fact]
    public async Task RefundOnly_AfterShipping_LeavesTheStock()
    {
        var (sku, li, keeper, orderId) = await SentAsync(quantity: 2);
        var refund = await li.RefundAsync(orderId, new { kind = "RefundOnly", reason = "Damaged", amountFen = 500 });
        await keeper.DecideAsync(refund, "approve");

        await li.SeeRefundAsync(orderId, refund, "Succeeded");

        Assert.Equal(3, (await Shop.StockOfAsync(sku)).OnHand);
        var ledger = await Shop.LedgerAsync();
        Assert.Equal(500, (int)Assert.Single(ledger["refunds"]!.AsArray())!["refundFen"]!);
    }

    [Fact]
    public async Task Exchange_IsAnOrderOfItsOwn_WithNothingToPay()
    {
        var (sku, li, keeper, orderId) = await SentAsync(quantity: 1);
        var refund = await li.RefundAsync(orderId, new { kind = "Exchange", reason = "Quality" });
        await keeper.DecideAsync(refund, "approve");
        (await li.PostAsync($"v1/orders/{orderId}/refunds/{refund["refundId"]}/return", new { carrier = "SF", trackingNo = "SF124" })).Expect(200);
        await keeper.DecideAsync(refund, "inspected", new { restock = false });

        var order = await li.SeeRefundAsync(orderId, refund, "Succeeded");
        var exchangeId = $"{order["refunds"]![0]!["exchangeOrderId"]}";
        var exchange = await li.ReadOrderAsync(exchangeId);
        Assert.Equal("AwaitingShipment", $"{exchange["status"]}");
        Assert.Equal(0, (int)exchange["totalFen"]!);
        await Eventually.SeeAsync(() => Shop.StockOfAsync(sku), s => s == new StockSeen(3, 0, 0, 0), "one piece more has left");
        (await li.PostAsync($"v1/orders/{exchangeId}/payment")).Expect(409);
        await keeper.ShipAsync(exchangeId, "ZTO0000000009");
        Assert.Equal("AwaitingReceipt", $"{(await li.ReadOrderAsync(exchangeId))["status"]}");
    }

    [Fact]
    public async Task Exchange_OutOfStock_WaitsAndBecomesATask()
    {
        var (sku, li, keeper, orderId) = await SentAsync(quantity: 5);
        var refund = await li.RefundAsync(orderId, new { kind = "Exchange", reason = "WrongGoods" });
        await keeper.DecideAsync(refund, "approve");
        (await li.PostAsync($"v1/orders/{orderId}/refunds/{refund["refundId"]}/return", new { carrier = "SF", trackingNo = "SF125" })).Expect(200);
        await keeper.DecideAsync(refund, "inspected", new { restock = false });

        await Eventually.IsAsync(
            async () => (await keeper.GetAsync("v1/ops/tasks?kind=ExchangeOutOfStock")).Json["items"]!.AsArray().Count == 1, "a task about missing goods");
        Assert.Equal(new StockSeen(0, 0, 0, 0), await Shop.StockOfAsync(sku));
        Assert.Equal("Approved", $"{(await li.ReadOrderAsync(orderId))["refunds"]![0]!["status"]}");
    }

    [Theory]
    [InlineData("RefundOnly", "NoLongerWanted", 422, "GOODS_MUST_COME_BACK")]
    [InlineData("ReturnAndRefund", "NoLongerWanted", 409, "AFTER_SALE_OVER")]
    [InlineData("ReturnAndRefund", "Quality", 201, null)]
    public async Task SevenDays_AfterReceipt_EndReturnsWithoutReason(string kind, string reason, int status, string? code)
    {
        var (_, li, _, orderId) = await SentAsync(quantity: 1);
        (await li.PostAsync($"v1/orders/{orderId}/receipt")).Expect(200);
        Shop.Time.Advance(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1));
        li = await Shop.LogInAsAsync(li.OpenId);

        var reply = await li.AskForRefundAsync(orderId, new { kind, reason });

        Assert.True(reply.Status == status, reply.ToString());
        if (code is not null)
            reply.Expect(status, code);
    }

    [Fact]
    public async Task Withdrawn_GivesThePiecesFree_ForAnotherCase()
    {
        var (_, li, keeper, orderId) = await SentAsync(quantity: 1);
        var refund = await li.RefundAsync(orderId, new { kind = "ReturnAndRefund", reason = "Quality" });
        (await li.AskForRefundAsync(orderId, new { kind = "ReturnAndRefund", reason = "Quality" })).Expect(409, "NOTHING_LEFT_TO_REFUND");

        (await li.PostAsync($"v1/orders/{orderId}/refunds/{refund["refundId"]}/cancel")).Expect(200);

        (await keeper.PostAsync($"v1/ops/refunds/{refund["refundId"]}/approve")).Expect(409, "REFUND_IN_ANOTHER_STATE");
        var second = await li.RefundAsync(orderId, new { kind = "ReturnAndRefund", reason = "Quality" });
        Assert.Equal("Rejected", $"{(await keeper.DecideAsync(second, "reject", new { reason = "超出售后范围" }))["status"]}");
    }

    [Fact]
    public async Task Returns_NotSentInTime_EndByThemselves()
    {
        var (_, li, keeper, orderId) = await SentAsync(quantity: 1);
        var refund = await li.RefundAsync(orderId, new { kind = "ReturnAndRefund", reason = "Quality" });
        await keeper.DecideAsync(refund, "approve");
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "the deadline is set");
        Shop.Time.Advance(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1));
        li = await Shop.LogInAsAsync(li.OpenId);

        await Eventually.IsAsync(
            async () =>
            {
                await Shop.FireAsync("MeetDeadlines", "");
                return $"{(await li.ReadOrderAsync(orderId))["refunds"]![0]!["status"]}" == "Cancelled";
            },
            "the case ends");
    }

    private async Task<(string Sku, Shopper Li, Shopper Keeper, string OrderId)> SentAsync(int quantity)
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var (li, keeper) = (await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync());
        var bought = await li.BuyAsync(sku, quantity);
        await Eventually.SeeAsync(() => Shop.StockOfAsync(sku), s => s.OnHand == 5 - quantity, "the goods are out");
        await keeper.ShipAsync(bought.OrderId);
        return (sku, li, keeper, bought.OrderId);
    }
}
