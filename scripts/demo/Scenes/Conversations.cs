using System.Text.Json.Nodes;
using static WeCommerce.Demo.Stage;

namespace WeCommerce.Demo.Scenes;

/// <summary>Somebody follows the official account and is given a coupon; a question is answered, one about an order with the asker's own.</summary>
internal static class Conversations
{
    public static async Task PlayAsync(Story story)
    {
        var (shop, keeper) = (story.Shop, story.Keeper);
        Step("公众号：关注有礼 (PUT /v1/ops/reply-rules/…)");
        var offer = $"follow-{story.Run}";
        await shop.SendAsync(HttpMethod.Put, keeper, $"v1/ops/coupon-offers/{offer}", new JsonObject
        {
            ["channel"] = "Follow",
            ["title"] = "关注立减 5 元",
            ["kind"] = "AmountOff",
            ["amountFen"] = 500,
            ["quantity"] = 100,
            ["claimFrom"] = DateTimeOffset.UtcNow.AddMinutes(-1),
            ["claimUntil"] = DateTimeOffset.UtcNow.AddDays(1),
            ["validDays"] = 7,
        });
        await PutRuleAsync(story, "demo-follow", "official", new JsonObject { ["kind"] = "Follow" }, Text("欢迎关注！5 元优惠券已放入您的卡包。"), offer);
        await PutRuleAsync(story, "demo-hours", "mini", Keyword("营业时间", "几点"), Text("客服每天 9:00–21:00 在线；其他时间请留言。"));
        await PutRuleAsync(story, "demo-order", "mini", Keyword("订单", "到哪了"), new JsonObject { ["kind"] = "OrderStatus" });

        var fang = await shop.MeetAsync("王芳");
        var openId = $"{fang["openId"]}";
        var account = fang.Part("openIds").Select(o => $"{o.Value}").First(o => o != openId);
        var followed = await shop.ActAsync(account, new JsonObject { ["action"] = "follow" });
        Say($"公众号回复：{followed["reply"]?["Content"]}");
        Expect($"{followed["reply"]?["Content"]}".StartsWith("欢迎关注", StringComparison.Ordinal), "who follows is welcomed in the answer to the push");
        var member = await shop.LogInAsAsync(openId);
        await shop.UntilAsync(member, "v1/coupons", c => c.Items().Any(x => $"{x}".Contains(offer, StringComparison.Ordinal)), TimeSpan.FromSeconds(30));
        Expect(true, "and finds the coupon in the mini-program, as the same member");

        Step("小程序客服：智能客服回答问题");
        await shop.ActAsync(openId, new JsonObject { ["action"] = "write", ["content"] = "请问你们几点下班？" });
        var answer = await shop.UntilDeliveredAsync("CustomerMessage", openId);
        Say($"客服回复：{answer["body"]?["text"]?["content"]}");
        Expect($"{answer["body"]}".Contains("9:00", StringComparison.Ordinal), "the question is answered");
        await shop.ActAsync(story.Li.OpenId, new JsonObject { ["action"] = "write", ["content"] = "我的订单到哪了" });
        var about = await shop.UntilDeliveredAsync("CustomerMessage", story.Li.OpenId);
        Say($"客服回复：{about["body"]?["text"]?["content"]}");
        Expect($"{about["body"]}".Length > 0, "who asks for an order is told of their own");
    }

    private static JsonObject Text(string content) => new() { ["kind"] = "Text", ["content"] = content };

    private static JsonObject Keyword(params string[] texts) =>
        new() { ["kind"] = "Keyword", ["match"] = "Contains", ["texts"] = new JsonArray([.. texts.Select(t => (JsonNode)t)]) };

    private static Task PutRuleAsync(Story story, string ruleId, string app, JsonObject when, JsonObject reply, string? coupon = null)
    {
        var body = new JsonObject { ["app"] = app, ["when"] = when, ["reply"] = reply };
        if (coupon is not null)
            body["couponOfferId"] = coupon;
        return story.Shop.SendAsync(HttpMethod.Put, story.Keeper, $"v1/ops/reply-rules/{ruleId}", body);
    }
}
