using System.Text.Json.Nodes;
using static WeCommerce.Demo.Stage;

namespace WeCommerce.Demo.Scenes;

/// <summary>A group of three that succeeds, and one that finds nobody and pays back.</summary>
internal static class GroupBuys
{
    private const string Nuts = "nut-pistachio-250";

    /// <summary>Opens a group that nobody will join; it has a minute.</summary>
    public static async Task<JsonObject> OpenLonelyAsync(Story story)
    {
        Step("韩梅梅开一个没人参加的团（1 分钟成团，后面再看）");
        var activity = await PutActivityAsync(story, "lonely", people: 3, minutes: 1);
        var placed = await OrderAsync(story, story.Han, activity, null);
        await story.Shop.PayAsync(story.Han, placed);
        var order = await story.Shop.UntilOrderAsync(story.Han, placed.Part("order"), o => (string?)o["status"] == "AwaitingGroup", TimeSpan.FromSeconds(30));
        Say($"团 {order.Part("groupBuy")["groupId"]} 已开，订单 {order["status"]}");
        return order;
    }

    public static async Task PlayAsync(Story story)
    {
        var shop = story.Shop;
        Step("三人团：李雷开团，两位朋友凭链接参团 (POST /v1/orders, groupBuy)");
        var activity = await PutActivityAsync(story, "three", people: 3, minutes: 60);
        var first = await OrderAsync(story, story.Li, activity, null);
        var groupId = $"{first.Part("order").Part("groupBuy")["groupId"]}";
        await shop.PayAsync(story.Li, first);
        var group = await shop.UntilAsync(story.Li, $"v1/group-buy-activities/{activity}/groups", g => g.Items().Count == 1, TimeSpan.FromSeconds(30));
        Say($"团 {groupId} 等人，还差 {group.Items()[0]["missing"]} 人");
        foreach (var friend in (Shopper[])[story.Han, await shop.LogInAsync("林涛")])
            await shop.PayAsync(friend, await OrderAsync(story, friend, activity, groupId));
        var seen = await shop.UntilAsync(story.Li, $"v1/group-buys/{groupId}", g => (string?)g["status"] == "Succeeded", TimeSpan.FromSeconds(60));
        Say($"拼团{seen["status"]}，{seen.Items("seats").Count} 人付款");
        var order = await shop.UntilOrderAsync(story.Li, first.Part("order"), o => (string?)o["status"] == "AwaitingShipment", TimeSpan.FromSeconds(60));
        SayTimeline(order);
        Expect((long)order["totalFen"]! == 2980, "everybody pays the group's price");
        var (status, text) = await shop.TryAsync(HttpMethod.Post, await shop.LogInAsync("迟到的人"), "v1/orders", Body(activity, groupId), ShopClient.NewKey());
        Expect(status == 409 && text.Contains("GROUP_FULL", StringComparison.Ordinal), "who comes too late learns it before paying");
    }

    public static async Task SeeLonelyEndAsync(Story story, JsonObject lonely)
    {
        Step("没人参加的团到期：自动退款");
        var order = await story.Shop.UntilOrderAsync(story.Han, lonely, o => (string?)o["payStatus"] == "Refunded", TimeSpan.FromSeconds(180));
        SayTimeline(order);
        var group = await story.Shop.GetAsync(story.Han, $"v1/group-buys/{order.Part("groupBuy")["groupId"]}");
        Expect(((string?)group["status"], (string?)order["status"]) == ("Failed", "Closed"), "the group failed, and what was paid is back");
    }

    private static async Task<string> PutActivityAsync(Story story, string name, int people, int minutes)
    {
        var id = $"{name}-{story.Run}";
        await story.Shop.SendAsync(HttpMethod.Put, story.Keeper, $"v1/ops/group-buy-activities/{id}", new JsonObject
        {
            ["spuId"] = "nut-pistachio",
            ["title"] = $"开心果 {people} 人团",
            ["steps"] = new JsonArray(new JsonObject { ["people"] = people, ["prices"] = new JsonArray(new JsonObject { ["skuId"] = Nuts, ["priceFen"] = 2980 }) }),
            ["minutesToFill"] = minutes,
            ["startsAt"] = DateTimeOffset.UtcNow.AddMinutes(-1),
            ["endsAt"] = DateTimeOffset.UtcNow.AddDays(1),
        });
        return id;
    }

    private static Task<JsonObject> OrderAsync(Story story, Shopper who, string activity, string? groupId) =>
        story.Shop.SendAsync(HttpMethod.Post, who, "v1/orders", Body(activity, groupId), ShopClient.NewKey());

    private static JsonObject Body(string activity, string? groupId) => new()
    {
        ["lines"] = ShopClient.Lines(Nuts, 1),
        ["address"] = ShopClient.Home.DeepClone(),
        ["groupBuy"] = new JsonObject { ["activityId"] = activity, ["groupId"] = groupId },
    };
}
