using Azure.Data.Tables;
using WeCommerce.Bench.Floor;

namespace WeCommerce.Bench;

/// <summary>
/// The same orders in a shop that has much and in one that has little: what an order costs must not know. What was there before is put straight into the
/// tables, as copies of a product and of orders that came through the API. The load itself adds as many orders to both.
/// </summary>
internal sealed class Growth(Server shop, Options options, Report report)
{
    private const int Buyers = 16;
    private const int Orders = 320;
    private const int Settling = 64;
    private const int MostAtOnce = 100;
    private const double MostCpu = 1.1;
    private const double MostCalls = 1.01;

    private static readonly Size Small = new("Small", Products: 20, Orders: 5);
    private static readonly Size Large = new("Large", Products: 100 * 20, Orders: 100 * 5);

    // Both sizes are seldom alike for other reasons: more rounds than elsewhere.
    private int Rounds => options.Quick ? 1 : 5;

    public async Task RunAsync()
    {
        var (small, large) = (new List<Sample>(), new List<Sample>());
        for (var round = 0; round < Rounds; round++)
        {
            (Size Size, List<Sample> Samples)[] turns = round % 2 == 0 ? [(Small, small), (Large, large)] : [(Large, large), (Small, small)];
            foreach (var (size, samples) in turns)
            {
                await OpenAsync(size);
                await Load.RunAsync(Buyers, Settling, (client, _) => Races.PlaceAsync(shop, client));
                samples.Add(await Sample.MeasureAsync(shop, Buyers, Orders, (client, _) => Races.PlaceAsync(shop, client)));
            }
        }

        report.Head($"Growth: {Orders} orders of {Buyers} buyers, beside what was there before", "shop", "products", "orders each", "req/s", "CPU ms/req", "own calls");
        Row(Small, Sample.Median(small));
        Row(Large, Sample.Median(large));
        // Round by round: what the machine does over time hits both.
        var cpu = Sample.Middle(large.Zip(small), p => p.First.Cpu / p.Second.Cpu);
        var calls = Sample.Median(large).Own / Sample.Median(small).Own;
        report.Goal("Growth: CPU of an order with 100 times as much", cpu, $"≤ {MostCpu:0.0}", cpu <= MostCpu);
        report.Goal("Growth: storage calls of an order with 100 times as much", calls, $"≤ {MostCalls:0.00}", calls <= MostCalls);
    }

    private async Task OpenAsync(Size size)
    {
        await shop.OpenAsync([.. Enumerable.Repeat(100_000, Buyers)], Buyers);
        const string product = "more";
        await shop.PutProductAsync(product, [$"{product}-0"]);
        var first = new Placed[Buyers];
        for (var n = 0; n < Buyers; n++)
            first[n] = await Races.PlaceAsync(shop, n);

        var (catalog, members, stock) = (Table("Catalog"), Table("Members"), Table("Stock"));
        await CopyAsync(catalog, "products", $"spu!{product}", size.Products - 2, (_, text, n) => text.Replace(product, $"{product}{n}", StringComparison.Ordinal));
        await Parallel.ForEachAsync(first.Index(), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (buyer, _) =>
        {
            var id = buyer.Item.OrderId;
            var ids = Enumerable.Range(0, size.Orders - 1).Select(_ => id[..13] + FloorRows.NewId(FloorOrder.IdLength - 13)).ToArray();
            await CopyAsync(members, id[..13], $"order!{id}", ids.Length, (_, text, n) => text.Replace(id, ids[n], StringComparison.Ordinal));
            await CopyAsync(members, id[..13], "key!", ids.Length, (column, text, n) => column == "RowKey" ? $"{text}{n}" : text.Replace(id, ids[n], StringComparison.Ordinal));
            await CopyAsync(stock, shop.SkuOf(buyer.Index), $"hold!{id}", ids.Length, (_, text, n) => text.Replace(id, ids[n], StringComparison.Ordinal), row => row["SoldAt"] = DateTimeOffset.UtcNow);
        });
        // The shop hears that its catalogue changed.
        await shop.PutProductAsync(product, [$"{product}-0"]);
    }

    /// <summary>Copies of the row whose key begins so, each with its own texts.</summary>
    private static async Task CopyAsync(
        TableClient table, string partition, string key, int count, Func<string, string, int, string> textOf, Action<TableEntity>? change = null)
    {
        var end = key + "~";
        var original = await table.QueryAsync<TableEntity>(r => r.PartitionKey == partition && r.RowKey.CompareTo(key) >= 0 && r.RowKey.CompareTo(end) < 0).FirstAsync();
        foreach (var copies in Enumerable.Range(0, count).Select(Copy).Chunk(MostAtOnce))
            await table.SubmitTransactionAsync(copies.Select(c => new TableTransactionAction(TableTransactionActionType.Add, c)));

        TableEntity Copy(int n)
        {
            var copy = new TableEntity(partition, textOf("RowKey", original.RowKey, n));
            foreach (var (name, value) in original.Where(c => c.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag")))
                copy[name] = value is string text ? textOf(name, text, n) : value;
            change?.Invoke(copy);
            return copy;
        }
    }

    private TableClient Table(string name) => new(shop.Storage.ConnectionString, name);

    private void Row(Size size, Sample s) =>
        report.Row(size.Name, $"{size.Products}", $"{size.Orders}", $"{s.Rate:0}", $"{s.Cpu:0.00}", $"{s.Own:0.00}");

    /// <param name="Orders">Earlier orders of each buyer.</param>
    private sealed record Size(string Name, int Products, int Orders);
}
