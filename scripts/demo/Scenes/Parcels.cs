using System.Text.Json.Nodes;
using static WeCommerce.Demo.Stage;

namespace WeCommerce.Demo.Scenes;

/// <summary>The tea is sent, and one of two tins comes back.</summary>
internal static class Parcels
{
    public static async Task PlayAsync(Story story)
    {
        var (shop, li, keeper, order) = (story.Shop, story.Li, story.Keeper, story.Order);
        Step("店主发货，发货信息上传微信 (POST /v1/ops/orders/…/shipments)");
        await shop.SendAsync(
            HttpMethod.Post, keeper, $"v1/ops/orders/{order["orderId"]}/shipments",
            new JsonObject { ["carrier"] = "ZTO", ["trackingNo"] = $"ZTO{Random.Shared.NextInt64(1_000_000_000_000)}" });
        order = await shop.UntilOrderAsync(li, order, o => o.Items("timeline").Any(t => (string?)t["what"] == "发货信息已上传微信"), TimeSpan.FromSeconds(90));
        Say($"订单 {order["status"]}，微信已知道这个包裹");

        Step("收货后退一件：部分退款 (POST /v1/orders/…/refunds)");
        await shop.SendAsync(HttpMethod.Post, li, $"v1/orders/{order["orderId"]}/receipt", []);
        var wish = new JsonObject
        {
            ["kind"] = "ReturnAndRefund",
            ["reason"] = "NoLongerWanted",
            ["note"] = "买多了一罐",
            ["lines"] = new JsonArray(new JsonObject { ["lineNo"] = 1, ["quantity"] = 1 }),
        };
        var refund = (await shop.SendAsync(HttpMethod.Post, li, $"v1/orders/{order["orderId"]}/refunds", wish, ShopClient.NewKey())).Part("refund");
        Say($"售后 {refund["refundId"]}：{refund["kind"]} {Yuan(refund["amountFen"])}，{refund["status"]}");
        await shop.SendAsync(HttpMethod.Post, keeper, $"v1/ops/refunds/{refund["refundId"]}/approve", null);
        await shop.SendAsync(
            HttpMethod.Post, li, $"v1/orders/{order["orderId"]}/refunds/{refund["refundId"]}/return", new JsonObject { ["carrier"] = "SF", ["trackingNo"] = "SF1234567890" });
        await shop.SendAsync(HttpMethod.Post, keeper, $"v1/ops/refunds/{refund["refundId"]}/inspected", new JsonObject { ["restock"] = true });
        order = await shop.UntilOrderAsync(li, order, o => (string?)o.Items("refunds")[0]["status"] == "Succeeded", TimeSpan.FromSeconds(60));
        SayTimeline(order);
        Expect((string?)order["payStatus"] == "PartlyRefunded", "one of two pieces is paid back");
        await shop.UntilAvailableAsync("tea-longjing-50g", story.TinsBefore - 1);
        Say($"退回的一罐重新入库，还有 {story.TinsBefore - 1} 件");

        var book = await shop.GetAsync(keeper, $"v1/ops/orders/{order["orderId"]}/entries");
        foreach (var entry in book.Items("entries"))
            Say($"  借 {entry["debit"],-14} 贷 {entry["credit"],-14} {Yuan(entry["amountFen"])}  {entry["what"]}");
        Expect(book.Items("balances").Sum(b => (long)b["debitFen"]! - (long)b["creditFen"]!) == 0, "the order's books balance");
        story.Order = order;
    }
}
