using System.Text.Json.Nodes;
using static WeCommerce.Demo.Stage;

namespace WeCommerce.Demo.Scenes;

/// <summary>A card and a poster are shared; who comes by them buys, and the sale is credited to who shared.</summary>
internal static class Shares
{
    private const string Tea = "tea-longjing";

    public static async Task PlayAsync(Story story)
    {
        var (shop, li) = (story.Shop, story.Li);
        Step("分享：李雷的海报与分享卡片 (GET /v1/me/posters/…, GET /v1/me/share)");
        var before = (int)(await shop.GetAsync(li, "v1/me/share")).Part("numbers")["orders"]!;
        var poster = await shop.DrawAsync(li, $"v1/me/posters/{Tea}");
        await File.WriteAllBytesAsync(ShopClient.LocalFile("poster.png"), poster);
        Say($"海报 {poster.Length / 1024} KB：.local/poster.png");
        var token = $"{(await shop.GetAsync(li, "v1/me/share"))["token"]}";
        Say($"分享口令 {token}");

        var arrival = new JsonObject { ["scene"] = 1007, ["referrer"] = token };
        var friend = await shop.LogInAsync("孙杰", arrival);
        var visit = await shop.SendAsync(HttpMethod.Post, friend, "v1/visits", arrival.DeepClone().AsObject());
        Expect($"{visit["channel"]}" == "SocialShare" && (bool)visit["isShared"]!, "who opens the card comes by Li");
        var placed = await shop.OrderAsync(friend, $"{Tea}-50g", 1);
        await shop.PayAsync(friend, placed);
        var credited = await shop.UntilAsync(li, "v1/me/share", s => (int)s.Part("numbers")["orders"]! == before + 1, TimeSpan.FromSeconds(30));
        Say($"李雷的分享带来 {credited.Part("numbers")["newMembers"]} 位新客、{credited.Part("numbers")["orders"]} 单、{Yuan(credited.Part("numbers")["gmvFen"])}");

        var forged = await shop.SendAsync(HttpMethod.Post, friend, "v1/visits", new JsonObject { ["scene"] = 1007, ["referrer"] = $"{token[..^1]}{(token[^1] == 'A' ? 'B' : 'A')}" });
        Expect(!(bool)forged["isShared"]!, "a forged token counts for nobody");
        var channels = await shop.GetAsync(story.Keeper, "v1/ops/channels");
        foreach (var channel in channels.Items())
            Say($"  {channel["channel"],-16} 访问 {channel.Part("numbers")["visits"]}，成交 {channel.Part("numbers")["orders"]} 单，{Yuan(channel.Part("numbers")["gmvFen"])}");
    }
}
