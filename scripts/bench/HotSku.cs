using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using WeCommerce.Bench.Floor;

namespace WeCommerce.Bench;

/// <summary>
/// A sale of few pieces to many buyers, by the shop and by a naive mall. The mall has neither HTTP nor payments to do: each buyer sends the
/// message, reads and updates the level until it lands or is sold out, and commits the order.
/// </summary>
internal sealed class HotSku(World world, Server shop, Options options, Report report)
{
    private const int Hot = 0;
    private const int Warm = 1;
    private const int Buyers = 500;
    private const int Pieces = 100;
    private const int AtATime = 64;
    private const int WarmUp = 200;

    private static readonly int[] Goods = [Pieces, 100_000];

    public async Task RunAsync()
    {
        var (shops, malls) = (new List<Sale>(), new List<Sale>());
        for (var round = 0; round < options.Rounds; round++)
        {
            shops.Add(await ShopAsync());
            malls.Add(await NaiveAsync());
        }

        report.Head($"Hot SKU: {Buyers} buyers, {Pieces} pieces, {AtATime} at a time", "who", "sold out s", "total s", "sold", "calls/buyer");
        Row("Shop", shops);
        Row("Naive", malls);
        var ratio = Sample.Middle(shops, s => s.UntilSoldOut) / Sample.Middle(malls, s => s.UntilSoldOut);
        var calls = Sample.Middle(shops, s => s.CallsPerBuyer);
        report.Goal("Hot SKU: the shop's time until sold out over the naive one's", ratio, "≤ 0.2", ratio <= 0.2);
        report.Goal("Hot SKU: storage calls per buyer", calls, "≤ 2", calls <= 2);
        report.Goal("Hot SKU: pieces sold beyond those there", shops.Max(s => s.Sold) - Pieces, "= 0", shops.TrueForAll(s => s.Sold == Pieces));
    }

    private async Task<Sale> ShopAsync()
    {
        await shop.OpenAsync(Goods, Buyers);
        await Load.RunAsync(16, WarmUp, (_, n) => shop.OrderAsync(n, Warm));
        return await SellAsync(shop.Storage, shop.SkuOf(Hot), async n => await shop.OrderAsync(n, Hot) is not null);
    }

    private async Task<Sale> NaiveAsync()
    {
        using var azurite = await Azurite.StartAsync(world.Root, AzuritePorts.Free());
        await FloorRows.PutInAsync(azurite.ConnectionString, Goods.Select((pieces, n) => ($"tea-{n}", pieces)));
        var members = new TableClient(azurite.ConnectionString, FloorRows.Members);
        var stock = new TableClient(azurite.ConnectionString, FloorRows.Stock);
        var toClose = new QueueClient(azurite.ConnectionString, FloorRows.OrdersToClose);
        await Load.RunAsync(2, WarmUp, (_, _) => BuyAsync($"tea-{Warm}"));
        return await SellAsync(azurite, $"tea-{Hot}", _ => BuyAsync($"tea-{Hot}"));

        async Task<bool> BuyAsync(string sku)
        {
            var member = FloorRows.NewId(13);
            var order = FloorOrder.New(member, "oNaive", sku, 1, new FloorAddress("李雷", "13800138000", "浙江省", "杭州市", "西湖区", "龙井路 1 号"));
            var message = toClose.SendMessageAsync(JsonSerializer.Serialize(new { order.OrderId, order.Skus }, FloorRows.Json), TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(-1));
            var held = await HoldAsync(stock, sku, order);
            await message;
            if (held)
                await members.SubmitTransactionAsync(FloorRows.Placing(member, Guid.NewGuid().ToString("N"), order));
            return held;
        }
    }

    private static async Task<bool> HoldAsync(TableClient stock, string sku, FloorOrder order)
    {
        while (true)
        {
            var level = (await stock.GetEntityAsync<TableEntity>(sku, FloorRows.Level)).Value;
            var (onHand, reserved) = (level.GetInt32("OnHand") ?? 0, level.GetInt32("Reserved") ?? 0);
            if (reserved >= onHand)
                return false;

            try
            {
                await stock.SubmitTransactionAsync(
                [
                    new TableTransactionAction(TableTransactionActionType.UpdateReplace, FloorRows.LevelOf(sku, onHand, reserved + 1), level.ETag),
                    new TableTransactionAction(TableTransactionActionType.Add, FloorRows.HoldOf(sku, order)),
                ]);
                return true;
            }
            catch (RequestFailedException e) when (e.Status == 412)
            {
                // Somebody else was first: again, on what is there now.
            }
        }
    }

    /// <summary>Sold out is when the last hold was written; when that was, and what was sold, storage itself says.</summary>
    private static async Task<Sale> SellAsync(Azurite azurite, string sku, Func<int, Task<bool>> buyAsync)
    {
        var sold = 0;
        var calls = await azurite.CallsAsync();
        var start = DateTimeOffset.UtcNow;
        var (total, _) = await Load.RunAsync(AtATime, Buyers, async (_, n) =>
        {
            if (await buyAsync(n))
                Interlocked.Increment(ref sold);
        });
        calls = await azurite.CallsAsync() - calls;

        var holds = 0;
        var (level, soldOut) = (0, TimeSpan.Zero);
        await foreach (var row in new TableClient(azurite.ConnectionString, FloorRows.Stock).QueryAsync<TableEntity>(r => r.PartitionKey == sku))
        {
            if (row.RowKey == FloorRows.Level)
                (level, soldOut) = (row.GetInt32("Reserved") ?? 0, (row.Timestamp ?? start) - start);
            else if (row.RowKey.StartsWith("hold!", StringComparison.Ordinal))
                holds++;
        }
        return sold == holds && holds == level
            ? new Sale(soldOut.TotalSeconds, total.TotalSeconds, sold, (double)calls / Buyers)
            : throw new Trouble($"{sold} buyers have an order, {holds} holds are stored, {level} pieces are reserved: these must be equal.");
    }

    private void Row(string who, List<Sale> sales) => report.Row(
        who, $"{Sample.Middle(sales, s => s.UntilSoldOut):0.00}", $"{Sample.Middle(sales, s => s.Total):0.00}", $"{sales.Max(s => s.Sold)}", $"{Sample.Middle(sales, s => s.CallsPerBuyer):0.00}");

    private sealed record Sale(double UntilSoldOut, double Total, int Sold, double CallsPerBuyer);
}
