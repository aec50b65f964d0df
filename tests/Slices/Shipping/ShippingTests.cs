using System.Text.Json.Nodes;
using WeCommerce.Slices.AfterSales;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Shipping;

public sealed class ShippingTests(Azurite azurite) : ShopTests(azurite)
{
    // Lesson 36: WeChat keeps the money until it knows of the parcel; right after a payment it does not know the order yet (10060001).
    [Fact]
    public async Task Parcel_IsToldToWeChat_AsSoonAsItKnowsTheOrder()
    {
        var (li, keeper, orderId) = await BoughtAsync();

        var order = await keeper.ShipAsync(orderId);

        Assert.Equal("AwaitingReceipt", $"{order["status"]}");
        await SeeInTimelineAsync(li, orderId, "发货信息已上传微信");
        var told = Assert.Single(await OutboxAsync())!;
        Assert.Equal("ShippingInfo", $"{told["kind"]}");
        Assert.Equal(li.OpenId, $"{told["openId"]}");
    }

    [Fact]
    public async Task Parts_GoOneByOne_AndTheLastOneSaysSo()
    {
        await Shop.BehaveAsync(new { shipping = new { delayMs = 0 } });
        var (li, keeper, orderId) = await BoughtAsync(quantity: 3);

        Assert.Equal("PartlyShipped", $"{(await keeper.ShipAsync(orderId, "ZTO1", new[] { new { lineNo = 1, quantity = 1 } }))["shipStatus"]}");
        Assert.Equal("Shipped", $"{(await keeper.ShipAsync(orderId, "ZTO2"))["shipStatus"]}");

        await Eventually.IsAsync(
            async () => (await OutboxAsync()) is { Count: > 0 } told && (bool?)told[^1]!["body"]!["is_all_delivered"] == true, "WeChat knows that all is sent");
        (await keeper.PostAsync($"v1/ops/orders/{orderId}/shipments", new { carrier = "ZTO", trackingNo = "ZTO3" })).Expect(409, "NOTHING_TO_SHIP");
        Assert.Equal(2, (await keeper.ShipAsync(orderId, "ZTO2"))["shipments"]!.AsArray().Count);
        Assert.Equal("Shipped", $"{(await li.ReadOrderAsync(orderId))["shipStatus"]}");
    }

    [Fact]
    public async Task PiecesThatAreAskedBack_AreNotSent()
    {
        var (li, keeper, orderId) = await BoughtAsync(quantity: 2);
        await li.RefundAsync(orderId, new { kind = "RefundOnly", reason = "NoLongerWanted", lines = new[] { new { lineNo = 1, quantity = 1 } } });

        (await keeper.PostAsync($"v1/ops/orders/{orderId}/shipments", new { carrier = "ZTO", trackingNo = "ZTO1", lines = new[] { new { lineNo = 1, quantity = 2 } } }))
            .Expect(422);

        Assert.Equal("AwaitingReceipt", $"{(await keeper.ShipAsync(orderId))["status"]}");
    }

    [Fact]
    public async Task WhatWeChatRefuses_BecomesATask()
    {
        await Shop.BehaveAsync(new { failNext = new { path = "/wxa/sec/order/upload_shipping_info", code = "10060004", count = 1 } });
        var (_, keeper, orderId) = await BoughtAsync();

        await keeper.ShipAsync(orderId);

        await Eventually.IsAsync(
            async () => (await keeper.GetAsync("v1/ops/tasks?kind=ShippingRefused")).Json["items"]!.AsArray().Any(t => $"{t!["about"]}" == orderId), "a task about it");
    }

    [Fact]
    public async Task Unpaid_IsNotSent()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var (li, keeper) = (await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync());
        var placed = await li.PlaceOrderAsync(sku);

        (await keeper.PostAsync($"v1/ops/orders/{placed.OrderId}/shipments", new { carrier = "ZTO", trackingNo = "ZTO1" })).Expect(409, "ORDER_NOT_PAID");
        (await li.PostAsync($"v1/orders/{placed.OrderId}/receipt")).Expect(409, "NOT_SHIPPED");
    }

    [Fact]
    public async Task Receipt_ComesByItself_AfterTenDays()
    {
        var (li, keeper, orderId) = await BoughtAsync();
        await keeper.ShipAsync(orderId);
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "the deadline is set");
        Shop.Time.Advance(TimeSpan.FromDays(10) + TimeSpan.FromMinutes(1));
        li = await Shop.LogInAsAsync(li.OpenId);

        await Eventually.IsAsync(
            async () =>
            {
                await Shop.FireAsync("MeetDeadlines", "");
                return $"{(await li.ReadOrderAsync(orderId))["status"]}" == "Completed";
            },
            "the order counts as received");
        Assert.Contains(await OutboxAsync(), o => $"{o!["kind"]}" == "ReceiptReminder");
    }

    [Fact]
    public async Task NotSentInTime_BecomesATask_ThatEndsWhenItIsSent()
    {
        var (_, keeper, orderId) = await BoughtAsync();
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "the deadline is set");
        Shop.Time.Advance(TimeSpan.FromHours(49));

        await Eventually.IsAsync(
            async () =>
            {
                await Shop.FireAsync("MeetDeadlines", "");
                return (await keeper.GetAsync("v1/ops/tasks?kind=ShippingDue")).Json["items"]!.AsArray().Count == 1;
            },
            "a task about it");
        await keeper.ShipAsync(orderId);
        await Eventually.IsAsync(async () => (await keeper.GetAsync("v1/ops/tasks?kind=ShippingDue")).Json["items"]!.AsArray().Count == 0, "the task is over");
    }

    private async Task<(Shopper Li, Shopper Keeper, string OrderId)> BoughtAsync(int quantity = 1)
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var (li, keeper) = (await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync());
        return (li, keeper, (await li.BuyAsync(sku, quantity)).OrderId);
    }

    private static Task<JsonObject> SeeInTimelineAsync(Shopper shopper, string orderId, string what) =>
        shopper.SeeOrderAsync(orderId, o => o["timeline"]!.AsArray().Any(t => $"{t!["what"]}" == what));

    private async Task<JsonArray> OutboxAsync() => (await Reply.OfAsync(await Shop.WeChat.GetAsync("simulator/outbox"))).Json["items"]!.AsArray();
}
