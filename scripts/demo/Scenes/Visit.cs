using System.Text.Json.Nodes;
using static WeCommerce.Demo.Stage;

namespace WeCommerce.Demo.Scenes;

/// <summary>Log in, browse, order, pay.</summary>
internal static class Visit
{
    private const string Tin = "tea-longjing-50g";

    public static async Task<Story> PlayAsync(ShopClient shop)
    {
        Step("两位顾客登录 (wx.login → POST /v1/login)");
        var (li, han, keeper) = (await shop.LogInAsync("李雷"), await shop.LogInAsync("韩梅梅"), await shop.LogInKeeperAsync());

        Step("逛商店 (GET /v1/products)");
        foreach (var item in (await shop.GetAsync(null, "v1/products?category=茶叶")).Items())
            Say($"{item["title"],-12}  {Yuan(item["priceFenFrom"])} 起");
        var product = await shop.GetAsync(null, "v1/products/tea-longjing");
        var before = ShopClient.AvailableOf(product, Tin);
        Say($"「{product["title"]}」50g 还有 {before} 件");

        Step("李雷加购并下单 (PUT /v1/cart, POST /v1/orders)");
        await shop.SendAsync(HttpMethod.Put, li, $"v1/cart/{Tin}", new JsonObject { ["quantity"] = 2 });
        var preview = await shop.SendAsync(HttpMethod.Post, li, "v1/orders/preview", new JsonObject { ["lines"] = ShopClient.Lines(Tin, 2) });
        Say($"预览合计 {Yuan(preview["totalFen"])}");
        var placed = await shop.OrderAsync(li, Tin, 2, body => body["expectedTotalFen"] = (long)preview["totalFen"]!);
        var order = placed.Part("order");
        Say($"订单 {order["orderId"]}，{order["status"]}，{order["payBefore"]} 前付款");
        Expect((string?)order["status"] == "PendingPayment", "a new order waits for its payment");
        Expect((await shop.GetAsync(li, "v1/cart")).Items("lines").Count == 0, "what is ordered leaves the cart");
        Expect(await shop.AvailableAsync(Tin) == before - 2, "two pieces are held");

        Step("李雷付款 (wx.requestPayment)，微信通知商店");
        var paid = await shop.PayAsync(li, placed);
        Say($"微信支付单号 {paid["transactionId"]}");
        order = await shop.UntilOrderAsync(li, order, o => (string?)o["payStatus"] == "Paid", TimeSpan.FromSeconds(30));
        Say($"订单 {order["status"]}，付款时间 {order["paidAt"]}");
        SayTimeline(order);
        Expect((string?)order["transactionId"] == (string?)paid["transactionId"], "the order knows WeChat's number");

        Step("别人的订单看不到");
        Expect((await shop.TryAsync(HttpMethod.Get, han, $"v1/orders/{order["orderId"]}", null)).Status == 404, "somebody else's order is a 404");
        return new Story(shop, li, han, keeper) { Order = order, TinsBefore = before };
    }
}
