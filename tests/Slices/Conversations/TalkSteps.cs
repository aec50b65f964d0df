using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Conversations;

/// <summary>What operators do about what the shop says by itself.</summary>
internal static class TalkSteps
{
    public static object Says(string content) => new { kind = "Text", content };

    /// <summary>Puts in a rule of replies.</summary>
    /// <returns>Its id: new each time.</returns>
    public static async Task<string> PutRuleAsync(this ShopHost shop, string app, object when, object reply, int priority = 0, string? couponOfferId = null)
    {
        var ruleId = $"rule-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        (await shop.TryPutRuleAsync(ruleId, new { app, when, reply, priority, couponOfferId })).Expect(200);
        return ruleId;
    }

    public static async Task<Reply> TryPutRuleAsync(this ShopHost shop, string ruleId, object body) =>
        await (await shop.LogInAsOperatorAsync()).PutAsync($"v1/ops/reply-rules/{ruleId}", body);

    /// <summary>What was said in the answer to a push; empty where nothing was.</summary>
    public static string Said(this JsonObject acted) => acted["reply"] is not { } reply ? "" : $"{reply["MsgType"]}" switch
    {
        "text" => $"{reply["Content"]}",
        "image" => $"image {reply["Image"]!["MediaId"]}",
        "news" => $"news {reply["Articles"]!["item"]![0]!["Title"]} {reply["Articles"]!["item"]![0]!["Url"]}",
        var type => type,
    };

    public static Task SeeNothingLeftAsync(this ShopHost shop) => Eventually.IsAsync(async () => await shop.EffectsLeftAsync() == 0, "nothing is left to do");

    public static async Task<IReadOnlyList<string>> CouponsOfAsync(this Shopper shopper) =>
        [.. (await shopper.GetAsync("v1/coupons")).Expect(200).Json["items"]!.AsArray().Select(c => $"{c!["offerId"] ?? c["offer"]?["offerId"]}")];

    public static JsonObject Json(object value) => JsonSerializer.SerializeToNode(value, JsonSerializerOptions.Web)!.AsObject();
}
