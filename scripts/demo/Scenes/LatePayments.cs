using System.Text.Json.Nodes;
using static WeCommerce.Demo.Stage;

namespace WeCommerce.Demo.Scenes;

/// <summary>An order that nobody pays, and a payment that comes after its order's end.</summary>
internal static class LatePayments
{
    private const string Cup = "cup-jianzhan-1";

    public static async Task PlayAsync(Story story)
    {
        var (shop, han) = (story.Shop, story.Han);
        Step("韩梅梅下单但不付款，到时自动关闭");
        var cups = await shop.AvailableAsync(Cup);
        var unpaid = (await shop.OrderAsync(han, Cup, 1)).Part("order");
        Expect(await shop.AvailableAsync(Cup) == cups - 1, "one piece is held");
        var wait = DateTimeOffset.Parse($"{unpaid["payBefore"]}") - DateTimeOffset.UtcNow;
        Say($"订单 {unpaid["orderId"]} 等待 {wait.TotalSeconds:0} 秒 …");
        unpaid = await shop.UntilOrderAsync(han, unpaid, o => (string?)o["status"] == "Cancelled", wait + TimeSpan.FromSeconds(60));
        Say($"订单 {unpaid["status"]}：{unpaid.Items("timeline")[^1]["what"]}");
        await shop.UntilAvailableAsync(Cup, cups);
        Say($"建盏库存恢复 {cups} 件");
        story.Unpaid = unpaid;

        Step("款项在关单后才到账：自动原路退回");
        var placed = await shop.OrderAsync(han, Cup, 1);
        await shop.SendAsync(HttpMethod.Post, han, $"v1/orders/{placed.Part("order")["orderId"]}/cancel", new JsonObject { ["reason"] = "不想要了" });
        await shop.PayAsync(han, placed, "DespiteClose");
        var late = await shop.UntilOrderAsync(han, placed.Part("order"), o => (string?)o["payStatus"] == "Refunded", TimeSpan.FromSeconds(60));
        SayTimeline(late);
        Expect((string?)late["status"] == "Cancelled", "the late payment is back with its payer, the order stays cancelled");
    }
}
