using System.Text.Json.Nodes;
using static WeCommerce.Demo.Stage;

namespace WeCommerce.Demo.Scenes;

/// <summary>A paid order is told by a subscribe message, if its buyer agreed.</summary>
internal static class Notices
{
    private const string Template = "demo-paid";
    private const string Tin = "tea-longjing-50g";

    public static async Task PlayAsync(Story story)
    {
        var shop = story.Shop;
        Step("订阅消息：付款成功通知 (PUT /v1/ops/notice-rules/Paid)");
        var appId = $"{(await shop.SendAsync(HttpMethod.Put, story.Keeper, "v1/ops/notice-rules/Paid", new JsonObject
        {
            ["routes"] = new JsonArray(new JsonObject
            {
                ["kind"] = "SubscribeMessage",
                ["templateId"] = Template,
                ["page"] = "pages/order/index",
                ["fields"] = new JsonArray(
                    new JsonObject { ["key"] = "thing1", ["text"] = "{product}" }, new JsonObject { ["key"] = "amount2", ["text"] = "{amount}" }),
            }),
        })).Items("routes")[0]["appId"]}";
        var zhao = await shop.LogInAsync("赵敏");
        // wx.requestSubscribeMessage: the phone asks, the client reports what was answered.
        await shop.ActAsync(zhao.OpenId, new JsonObject
        {
            ["action"] = "subscribe", ["answers"] = new JsonArray(new JsonObject { ["templateId"] = Template, ["accept"] = true }),
        });
        var permissions = await shop.SendAsync(
            HttpMethod.Post, zhao, "v1/me/permissions", new JsonObject { ["answers"] = new JsonArray(new JsonObject { ["templateId"] = Template, ["result"] = "accept" }) }, ShopClient.NewKey());
        Say($"赵敏同意接收 {permissions.Items("templates").Count} 个模板的消息（{appId}）");

        var placed = await shop.OrderAsync(zhao, Tin, 1);
        await shop.PayAsync(zhao, placed);
        var message = await shop.UntilDeliveredAsync("SubscribeMessage", zhao.OpenId);
        Say($"微信送达：{message["body"]?["data"]?.ToJsonString(ShopClient.Plain)}");
        Expect($"{message["body"]?["template_id"]}" == Template, "the buyer is told that the order is paid");
        var told = await shop.UntilAsync(story.Keeper, "v1/ops/notices?kind=Paid", n => n.Items().Any(i => $"{i["state"]}" == "Delivered"), TimeSpan.FromSeconds(30));
        Expect(told.Items().Count > 0, "and the keeper sees what was sent");
    }
}
