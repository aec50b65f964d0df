using System.Text.Json.Nodes;
using static WeCommerce.Demo.Stage;

namespace WeCommerce.Demo.Scenes;

/// <summary>Twenty people want five pieces, at one instant.</summary>
internal static class FlashSales
{
    private const string Soap = "care-soap-1";
    private const int Pieces = 5;
    private const int Buyers = 20;

    public static async Task PlayAsync(Story story)
    {
        var shop = story.Shop;
        Step($"秒杀：{Buyers} 人抢 {Pieces} 件 (POST /v1/orders, flashSale)");
        var buyers = new List<Shopper>();
        for (var n = 0; n < Buyers; n++)
            buyers.Add(await shop.LogInAsync($"抢购者{n}"));
        var (session, opensAt) = ($"soap-{story.Run}", DateTimeOffset.UtcNow.AddSeconds(15));
        await shop.SendAsync(HttpMethod.Put, story.Keeper, $"v1/ops/flash-sales/{session}", new JsonObject
        {
            ["title"] = "马赛皂秒杀",
            ["opensAt"] = opensAt,
            ["closesAt"] = opensAt.AddMinutes(10),
            ["items"] = new JsonArray(new JsonObject { ["skuId"] = Soap, ["priceFen"] = 100, ["pieces"] = Pieces }),
        });
        var early = await BuyAsync(shop, story.Li, session);
        Expect(early.Status == 425 && early.Text.Contains("TOO_EARLY", StringComparison.Ordinal), "before its instant nobody buys");
        await shop.UntilAsync(story.Li, $"v1/flash-sales/{session}", s => (string?)s["phase"] == "Open", TimeSpan.FromSeconds(30));

        var answers = await Task.WhenAll(buyers.Select(b => BuyAsync(shop, b, session)));
        var (won, lost) = (answers.Count(a => a.Status == 201), answers.Count(a => a.Status == 409));
        Say($"{won} 人抢到，{lost} 人售罄");
        Expect(won == Pieces && won + lost == Buyers, "as many orders as pieces, and a clear answer for everybody else");
        var seen = await shop.UntilAsync(story.Li, $"v1/flash-sales/{session}", s => (bool)s.Items("items")[0]["soldOut"]!, TimeSpan.FromSeconds(15));
        Expect((int)seen.Items("items")[0]["available"]! == 0, "the page says that it is sold out");
    }

    private static Task<(int Status, string Text)> BuyAsync(ShopClient shop, Shopper who, string session) => shop.TryAsync(
        HttpMethod.Post, who, "v1/orders",
        new JsonObject { ["lines"] = ShopClient.Lines(Soap, 1), ["address"] = ShopClient.Home.DeepClone(), ["flashSale"] = new JsonObject { ["sessionId"] = session } },
        ShopClient.NewKey());
}
