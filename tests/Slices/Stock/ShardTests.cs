using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Stock;
using WeCommerce.Storage;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Stock;

/// <summary>Places divided into parts (分片).</summary>
public sealed class ShardTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task Shards_Grow_AndNeverShrink()
    {
        var id = await Shop.PutOnSaleAsync(pieces: 10);
        var keeper = await Shop.LogInAsOperatorAsync();

        (await PutAsync(keeper, id, 4)).Expect(200);
        await Eventually.SeeAsync(() => PartsAsync(id), p => p is [3, 3, 2, 2], "the pieces are spread");

        (await PutAsync(keeper, id, 2)).Expect(409, "STOCK_SHARDS_SHRINK");
        (await PutAsync(keeper, id, 33)).Expect(422, "INVALID_REQUEST");
        // What is not said stays.
        Assert.Equal(4, (int)(await PutAsync(keeper, id, null)).Expect(200).Json["skus"]![0]!["stockShards"]!);
        Assert.Equal(10, await AvailableAsync(id));
    }

    [Fact]
    public async Task Order_OfMoreThanAPartHas_HoldsInSeveral_AndGivesAllBack()
    {
        var id = await DividedAsync(pieces: 8, shards: 4);
        var li = await Shop.LogInAsync();

        var placed = await li.PlaceOrderAsync(id, 7);
        Assert.Equal(7, (await PartRowsAsync(id)).Sum(p => p.Held));
        (await li.OrderAsync(id, 2)).Expect(409, "OUT_OF_STOCK");
        (await li.PostAsync($"v1/orders/{placed.OrderId}/cancel", new { reason = "不想要了" })).Expect(200);

        await Eventually.SeeAsync(() => PartRowsAsync(id), p => p.Sum(x => x.Held) == 0 && p.All(x => x.Reserved == 0), "all is free again");
        await li.BuyAsync(id, 8);
        await Eventually.SeeAsync(() => PartRowsAsync(id), p => p.Sum(x => x.OnHand) == 0 && p.All(x => x.Reserved == 0), "all is sold");
    }

    // The close message of an order that was never written names places as a whole.
    [Fact]
    public async Task Release_OfAWholePlace_FreesEveryPart_HoweverManyItWasDividedIntoMeanwhile()
    {
        var id = await DividedAsync(pieces: 8, shards: 4);
        await using var other = await ShopHost.StartBesideAsync(Shop);
        var (here, there) = (Shop.Services.GetRequiredService<StockRoom>(), other.Services.GetRequiredService<StockRoom>());
        var (sku, order) = (SkuOf(id), NewOrder());
        // It remembers a place of four parts.
        Assert.Single(await there.HoldAsync(sku, NewOrder(), 1, Shop.Time.GetUtcNow()));
        (await PutAsync(await Shop.LogInAsOperatorAsync(), id, 8)).Expect(200);
        await Eventually.SeeAsync(() => PartsAsync(id), p => p.Count == 8, "it is divided");
        Assert.True((await here.HoldAsync(sku, order, 7, Shop.Time.GetUtcNow())).Count > 4);

        await there.ReleaseAsync(sku, order);

        Assert.Equal(1, (await PartRowsAsync(id)).Sum(p => p.Held));
    }

    [Fact]
    public async Task StockChanges_OverParts_AreExactAndRepeatable()
    {
        var id = await DividedAsync(pieces: 10, shards: 4);
        var keeper = await Shop.LogInAsOperatorAsync();

        var more = (await ChangeAsync(keeper, id, 6, "more")).Expect(200).Json;
        Assert.Equal((16, 16), ((int)more["onHand"]!, (int)more["available"]!));
        (await ChangeAsync(keeper, id, 6, "more")).Expect(200);
        (await ChangeAsync(keeper, id, -13, "count")).Expect(200);
        (await ChangeAsync(keeper, id, -13, "count")).Expect(200);
        (await ChangeAsync(keeper, id, -4, "too much")).Expect(409, "STOCK_TOO_LOW");
        (await ChangeAsync(keeper, id, -3, "rest")).Expect(200);

        Assert.Equal(0, (await PartRowsAsync(id)).Sum(p => p.OnHand));
        await Eventually.IsAsync(async () => await StockEffectsLeftAsync() == 0, "what was to be moved is moved");
        Assert.Equal(0, (await PartRowsAsync(id)).Sum(p => p.OnHand));
    }

    // An instance that knows nothing of the parts yet, nor one whose part is empty, refuses nobody while there is a piece.
    [Fact]
    public async Task Pieces_AreFound_WhereverTheyAre()
    {
        var id = await DividedAsync(pieces: 4, shards: 4);
        await using var other = await ShopHost.StartBesideAsync(Shop);
        var (li, han) = (await Shop.LogInAsync(), await other.LogInAsync());

        for (var n = 0; n < 2; n++)
        {
            await li.PlaceOrderAsync(id);
            await han.PlaceOrderAsync(id);
        }

        (await li.OrderAsync(id)).Expect(409, "OUT_OF_STOCK");
        (await han.OrderAsync(id)).Expect(409, "OUT_OF_STOCK");
        Assert.All(await PartRowsAsync(id), p => Assert.Equal((1, 1, 1), p));
    }

    [Fact]
    public async Task Growth_WhileItSells_SellsEveryPieceOnce()
    {
        const int pieces = 60, buyers = 90;
        var id = await Shop.PutOnSaleAsync(pieces);
        await using var other = await ShopHost.StartBesideAsync(Shop);
        var keeper = await Shop.LogInAsOperatorAsync();
        var (li, han) = (await Shop.LogInAsync(), await other.LogInAsync());
        var replies = new System.Collections.Concurrent.ConcurrentBag<Reply>();

        var selling = Parallel.ForEachAsync(Enumerable.Range(0, buyers), new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (n, _) =>
            replies.Add(await PatientlyAsync(() => (n % 2 == 0 ? li : han).OrderAsync(id))));
        foreach (var (shards, sold) in ((int, int)[])[(2, 5), (4, 20), (8, 35)])
        {
            await Eventually.IsAsync(() => Task.FromResult(replies.Count >= sold), $"{sold} have bought");
            (await PutAsync(keeper, id, shards)).Expect(200);
        }
        await selling;
        await Eventually.SeeAsync(() => PartRowsAsync(id), p => p.Count == 8 && p.Sum(x => x.OnHand) == pieces, "nothing is on its way");
        while ((await PatientlyAsync(() => li.OrderAsync(id))) is { Status: 201 } late)
            replies.Add(late);

        Assert.Equal(pieces, replies.Count(r => r.Status == 201));
        var parts = await PartRowsAsync(id);
        Assert.Equal((pieces, pieces, pieces), (parts.Sum(p => p.OnHand), parts.Sum(p => p.Reserved), parts.Sum(p => p.Held)));
    }

    // Made twice, as by two machines: the second finds what the first held, wherever there is most by now.
    [Fact]
    public async Task HoldInOne_IsOneHold_HoweverOftenItIsAskedFor()
    {
        var id = await DividedAsync(pieces: 8, shards: 4);
        await using var other = await ShopHost.StartBesideAsync(Shop);
        var (sku, order) = (SkuOf(id), NewOrder());

        foreach (var shop in (ShopHost[])[Shop, other, Shop])
            Assert.True(await shop.Services.GetRequiredService<StockRoom>().HoldInOneAsync(sku, order, 5, Shop.Time.GetUtcNow()));

        Assert.Equal(5, (await PartRowsAsync(id)).Sum(p => p.Held));
        Assert.True(await Shop.Services.GetRequiredService<StockRoom>().SellAsync(sku, order));
        Assert.Equal((3, 0), ((await PartRowsAsync(id)).Sum(p => p.OnHand), (await PartRowsAsync(id)).Sum(p => p.Held)));
    }

    private static async Task<Reply> PatientlyAsync(Func<Task<Reply>> order)
    {
        for (var tries = 0; ; tries++)
        {
            var reply = await order();
            if (reply.Status != 503 || tries == 5)
                return reply;
        }
    }

    private static SkuId SkuOf(string id) => SkuId.TryParse(id, out var sku) ? sku : throw new ArgumentException(id);

    private static OrderId NewOrder()
    {
        var ids = new Ids(TimeProvider.System);
        return OrderId.New(MemberId.New(ids), ids);
    }

    private async Task<string> DividedAsync(int pieces, int shards)
    {
        var id = await Shop.PutOnSaleAsync(pieces);
        (await PutAsync(await Shop.LogInAsOperatorAsync(), id, shards)).Expect(200);
        await Eventually.SeeAsync(() => PartsAsync(id), p => p.Count == shards && p.Max() - p.Min() <= 1, "the pieces are spread");
        return id;
    }

    private static Task<Reply> PutAsync(Shopper keeper, string id, int? stockShards) => keeper.PutAsync(
        $"v1/ops/products/{id}-spu", new { title = "明前龙井", category = "茶叶", skus = new[] { new { skuId = id, title = "50g", priceFen = 1990, stockShards } } });

    private static Task<Reply> ChangeAsync(Shopper keeper, string id, int delta, string key) =>
        keeper.PostAsync($"v1/ops/stock/{id}", new { delta, reason = "盘点" }, key.Replace(' ', '-'));

    private async Task<int> AvailableAsync(string id) => (int)(await (await Shop.LogInAsync()).GetAsync($"v1/products/{id}-spu")).Json["skus"]![0]!["available"]!;

    private async Task<IReadOnlyList<int>> PartsAsync(string id) => [.. (await PartRowsAsync(id)).Select(p => p.OnHand)];

    private async Task<IReadOnlyList<(int OnHand, int Reserved, int Held)>> PartRowsAsync(string id)
    {
        var table = new Azure.Data.Tables.TableClient(Shop.ConnectionString, "Stock");
        var rows = await table.QueryAsync<Azure.Data.Tables.TableEntity>(r => r.PartitionKey.CompareTo(id) >= 0 && r.PartitionKey.CompareTo($"{id}/") < 0).ToListAsync();
        return
        [
            .. rows.GroupBy(r => r.PartitionKey).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (
                g.Where(r => r.RowKey == "level").Sum(r => r.GetInt32("OnHand") ?? 0),
                g.Where(r => r.RowKey == "level").Sum(r => r.GetInt32("Reserved") ?? 0),
                g.Where(r => r.RowKey.StartsWith("hold!", StringComparison.Ordinal) && !r.ContainsKey("SoldAt")).Sum(r => r.GetInt32("Quantity") ?? 0))),
        ];
    }

    private async Task<int> StockEffectsLeftAsync()
    {
        var table = new Azure.Data.Tables.TableClient(Shop.ConnectionString, "Stock");
        return await table.QueryAsync<Azure.Data.Tables.TableEntity>("RowKey ge 'effect!' and RowKey lt 'effect\"'").CountAsync();
    }
}
