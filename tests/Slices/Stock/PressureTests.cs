using System.Collections.Concurrent;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Stock;

/// <summary>Lessons 16 to 18: more buyers than goods.</summary>
public sealed class PressureTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task FiveHundredShoppersForAHundredPieces_GetAHundred()
    {
        const int shoppers = 500, pieces = 100, atOnce = 64;
        var sku = await Shop.PutOnSaleAsync(pieces);
        var buyers = new ConcurrentBag<Shopper>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 25), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => buyers.Add(await Shop.LogInAsync()));
        var replies = new ConcurrentBag<(Shopper Who, Reply Reply)>();
        var most = 0;

        await Parallel.ForEachAsync(Enumerable.Range(0, shoppers), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (n, _) =>
        {
            var who = buyers.ElementAt(n % buyers.Count);
            replies.Add((who, await who.OrderAsync(sku)));
            if (n % 50 == 0)
                InterlockedMax(ref most, (await Shop.StockOfAsync(sku)).Reserved);
        });

        var placed = replies.Where(r => r.Reply.Status == 201).ToList();
        Assert.Equal(pieces, placed.Count);
        Assert.All(replies.Where(r => r.Reply.Status != 201), r => r.Reply.Expect(409, "OUT_OF_STOCK"));
        Assert.True(most <= pieces, $"{most} pieces were held at once.");
        Assert.Equal(new StockSeen(pieces, pieces, pieces, pieces), await Shop.StockOfAsync(sku));

        // Some pay, some give up: on-hand and holds add up at the end.
        await Parallel.ForEachAsync(placed.Take(30), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (p, _) => await p.Who.PayAsync(p.Reply.Json["payment"]!.AsObject()));
        await Parallel.ForEachAsync(placed.Skip(30).Take(20), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (p, _) =>
            (await p.Who.PostAsync($"v1/orders/{p.Reply.Json["order"]!["orderId"]}/cancel")).Expect(200));
        await Eventually.SeeAsync(() => Shop.StockOfAsync(sku), s => s == new StockSeen(70, 50, 50, 50), "30 are sold, 20 are free again");
    }

    // Two instances do not know of each other: only the ETag stands between them and overselling.
    [Fact]
    public async Task TwoInstancesOverOneStorage_NeverOversell()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 20);
        await using var other = await ShopHost.StartBesideAsync(Shop);
        var (here, there) = (await Shop.LogInAsync(), await other.LogInAsync());

        var replies = await Task.WhenAll(Enumerable.Range(0, 60).Select(n => (n % 2 == 0 ? here : there).OrderAsync(sku)));

        Assert.Equal(20, replies.Count(r => r.Status == 201));
        Assert.All(replies.Where(r => r.Status != 201), r => Assert.Contains(r.Code, new[] { "OUT_OF_STOCK", "TRY_AGAIN" }));
        Assert.Equal(new StockSeen(20, 20, 20, 20), await Shop.StockOfAsync(sku));
    }

    [Fact]
    public async Task ForgottenHolds_AreFoundAtNight()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        // The machine dies between the hold and the message: the message never left.
        Shop.Network.LoseRequests(static r => r.Uri.ToUri().AbsolutePath.EndsWith("/messages", StringComparison.Ordinal));
        (await li.OrderAsync(sku)).Expect(503);
        Shop.Network.Heal();
        Assert.Equal(1, (await Shop.StockOfAsync(sku)).Reserved);
        Shop.Time.Advance(TimeSpan.FromHours(2));

        await Shop.FireAsync("FindForgottenHolds", "");

        await Eventually.SeeAsync(() => Shop.StockOfAsync(sku), s => s == new StockSeen(5, 0, 0, 0), "the hold is gone");
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
