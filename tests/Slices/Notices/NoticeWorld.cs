using System.Text.Json;
using System.Text.Json.Nodes;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Notices;

/// <summary>What tests of notices do and look at.</summary>
internal static class NoticeWorld
{
    /// <summary>Members are told of a kind by a subscribe message of the template <c>t-{kind}</c>, or the one given.</summary>
    public static async Task PutNoticeRuleAsync(this ShopHost shop, string kind, object fields, string? template = null, string? rank = null)
    {
        var keeper = await shop.LogInAsOperatorAsync();
        (await keeper.PutAsync($"v1/ops/notice-rules/{kind}", new
        {
            routes = new[] { new { kind = "SubscribeMessage", appId = ShopHost.AppId, templateId = template ?? TemplateOf(kind), fields = FieldsOf(fields), page = "pages/index/index" } },
            rank,
        })).Expect(200);
    }

    /// <summary>An object's members as a template's fields.</summary>
    public static IEnumerable<object> FieldsOf(object fields) => fields.GetType().GetProperties().Select(p => new { key = p.Name, text = p.GetValue(fields) });

    public static string TemplateOf(string kind) => $"t-{kind}";

    /// <summary>The pop-up is answered on the phone, and the client says so.</summary>
    public static async Task AllowAsync(this ShopHost shop, Shopper member, params string[] templates)
    {
        await shop.TellWeChatAsync("simulator/actions", new { openId = member.OpenId, action = "subscribe", answers = templates.Select(t => new { templateId = t, accept = true }) });
        await member.ReportAsync(templates);
    }

    public static async Task<JsonArray> ReportAsync(this Shopper member, params string[] templates) =>
        (await member.PostAsync("v1/me/permissions", new { answers = templates.Select(t => new { templateId = t, result = "accept" }) }, Guid.NewGuid().ToString("N")))
            .Expect(200).Json["templates"]!.AsArray();

    public static async Task<int> LeftOfAsync(this Shopper member, string template) =>
        (int)(await member.GetAsync("v1/me/permissions")).Expect(200).Json["templates"]!.AsArray().Single(t => $"{t!["templateId"]}" == template)!["available"]!;

    /// <summary>The day's notices about a kind, once there are so many and all have ended.</summary>
    public static async Task<IReadOnlyList<JsonObject>> SeeNoticesAsync(this ShopHost shop, string kind, int count)
    {
        var keeper = await shop.LogInAsOperatorAsync();
        return await Eventually.SeeAsync<IReadOnlyList<JsonObject>>(
            async () => [.. (await keeper.GetAsync($"v1/ops/notices?kind={kind}")).Expect(200).Json["items"]!.AsArray().Select(n => n!.AsObject())],
            all => all.Count == count,
            $"{count} notices about {kind}");
    }

    public static async Task<IReadOnlyList<JsonObject>> OutboxAsync(this ShopHost shop, string kind) =>
        [.. (await Reply.OfAsync(await shop.WeChat.GetAsync($"simulator/outbox?kind={kind}"))).Json["items"]!.AsArray().Select(i => i!.AsObject())];

    public static string Text(this JsonObject notice, string name) => $"{notice[name]}";
}
