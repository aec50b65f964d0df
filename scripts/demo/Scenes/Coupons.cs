using System.Text.Json.Nodes;
using static WeCommerce.Demo.Stage;

namespace WeCommerce.Demo.Scenes;

/// <summary>A coupon is claimed, spent once, and given back when its order ends unpaid.</summary>
internal static class Coupons
{
    private const string Towel = "home-towel-set";

    public static async Task PlayAsync(Story story)
    {
        var (shop, li) = (story.Shop, story.Li);
        Step("优惠券：领取、试算、下单 (POST /v1/coupon-offers/…/claim)");
        var offer = $"less15-{story.Run}";
        await shop.SendAsync(HttpMethod.Put, story.Keeper, $"v1/ops/coupon-offers/{offer}", new JsonObject
        {
            ["channel"] = "Link",
            ["title"] = "满 60 减 15",
            ["kind"] = "AmountOff",
            ["amountFen"] = 1500,
            ["thresholdFen"] = 6000,
            ["quantity"] = 100,
            ["claimFrom"] = DateTimeOffset.UtcNow.AddMinutes(-1),
            ["claimUntil"] = DateTimeOffset.UtcNow.AddDays(1),
            ["validDays"] = 7,
        });
        var coupon = (await shop.SendAsync(HttpMethod.Post, li, $"v1/coupon-offers/{offer}/claim", null, ShopClient.NewKey())).Part("coupon");
        Say($"领到优惠券 {coupon["couponId"]}，{coupon["expiresAt"] ?? coupon["validUntil"]} 前有效");
        var wish = new JsonObject { ["lines"] = ShopClient.Lines(Towel, 1), ["couponIds"] = new JsonArray($"{coupon["couponId"]}") };
        var preview = await shop.SendAsync(HttpMethod.Post, li, "v1/orders/preview", wish);
        foreach (var discount in preview.Items("discounts"))
            Say($"  {discount["title"]}：-{Yuan(discount["amountFen"])}");
        var placed = await shop.OrderAsync(li, Towel, 1, body => body["couponIds"] = new JsonArray($"{coupon["couponId"]}"));
        Expect((long)placed.Part("order")["totalFen"]! == (long)preview["totalFen"]!, "the order costs what the preview said");
        var (status, text) = await shop.TryAsync(HttpMethod.Post, li, "v1/orders", new JsonObject
        {
            ["lines"] = ShopClient.Lines(Towel, 1), ["address"] = ShopClient.Home.DeepClone(), ["couponIds"] = new JsonArray($"{coupon["couponId"]}"),
        }, ShopClient.NewKey());
        Expect(status is 409 or 422 && text.Contains("COUPON", StringComparison.Ordinal), "a coupon is spent once");

        await shop.SendAsync(HttpMethod.Post, li, $"v1/orders/{placed.Part("order")["orderId"]}/cancel", []);
        await shop.UntilAsync(li, "v1/coupons", c => c.Items().Any(x => (string?)x["couponId"] == (string?)coupon["couponId"] && (string?)x["status"] == "Unused"), TimeSpan.FromSeconds(30));
        Expect(true, "a cancelled order gives its coupon back");
    }
}
