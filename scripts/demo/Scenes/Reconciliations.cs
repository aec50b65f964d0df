using System.Net.Http.Json;
using System.Text.Json.Nodes;
using static WeCommerce.Demo.Stage;

namespace WeCommerce.Demo.Scenes;

/// <summary>The day's bill, first an altered one, then WeChat's own.</summary>
internal static class Reconciliations
{
    public static async Task PlayAsync(Story story)
    {
        Step("对账：先是一份被改过的账单，再是真账单 (POST /v1/ops/reconciliation/…)");
        var altered = await ReconcileAsync(story, "Amount");
        foreach (var line in altered.Text.Split('\n').Where(l => l.Length > 0))
            Say($"  {line}");
        Expect(altered.Answer.Items("differences").Any(d => (string?)d["class"] == "Amount"), "the altered amount is found");
        var genuine = await ReconcileAsync(story, lie: null);
        Expect(genuine.Answer.Items("differences").Count == 0, "WeChat's own bill and the shop's books agree to the fen");

        var trades = (await story.Shop.WeChat.GetFromJsonAsync<JsonObject>("ledger") ?? []).Items("trades");
        Expect(trades.Count(t => (string?)t["outTradeNo"] == (string?)story.Order["outTradeNo"] && (string?)t["state"] == "REFUND") == 1, "WeChat's books have the payment, and its refund");
        Expect(trades.Any(t => (string?)t["outTradeNo"] == (string?)story.Unpaid?["outTradeNo"] && (string?)t["state"] == "CLOSED"), "WeChat's books have the other one closed");
    }

    // Today's bill, which WeChat makes tomorrow; the simulator makes it at once, and alters it if it is told to.
    private static async Task<(JsonObject Answer, string Text)> ReconcileAsync(Story story, string? lie)
    {
        var (shop, keeper) = (story.Shop, story.Keeper);
        await BehaveAsync(shop, atOnce: true, lie is null ? [] : [lie]);
        try
        {
            var path = $"v1/ops/reconciliation/{DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)):yyyy-MM-dd}";
            var run = (string?)(await shop.SendAsync(HttpMethod.Post, keeper, path, null))["run"];
            var answer = await shop.UntilAsync(
                keeper, path, a => (string?)a["report"]?["run"] == run && (string?)a["report"]?["state"] == "Done", TimeSpan.FromSeconds(60));
            return (answer, (await shop.TryAsync(HttpMethod.Get, keeper, $"{path}?format=text", null)).Text);
        }
        finally
        {
            await BehaveAsync(shop, atOnce: false, []);
        }
    }

    private static Task<HttpResponseMessage> BehaveAsync(ShopClient shop, bool atOnce, JsonArray lies) =>
        shop.WeChat.PutAsJsonAsync("behaviour", new JsonObject { ["bill"] = new JsonObject { ["atOnce"] = atOnce, ["lies"] = lies } });
}
