using System.Diagnostics;
using Azure.Data.Tables;
using WeCommerce.Bench.Floor;

namespace WeCommerce.Bench;

/// <summary>
/// A flash sale: few pieces, many buyers, one instant. Afterwards those who got none ask again and again, as phones do. What was sold, and by how many
/// transactions, storage itself says: each hold bears the id of the transaction that wrote it.
/// </summary>
internal sealed class FlashRush(Server shop, Options options, Report report)
{
    private const int Flash = 0;
    private const int Warm = 1;
    private const int Buyers = 2000;
    private const int Pieces = 500;
    private const int AtATime = 128;
    private const int WarmUp = 400;
    private const int Refusals = 40_000;

    private static readonly TimeSpan UntilItOpens = TimeSpan.FromSeconds(4);

    public async Task RunAsync()
    {
        var rushes = new List<Rush>();
        for (var round = 0; round < options.Rounds; round++)
            rushes.Add(await RushAsync());

        report.Head(
            $"Flash sale: {Buyers} buyers, {Pieces} pieces, {AtATime} at a time; then {options.Scaled(Refusals)} who come too late",
            "who", "sold out s", "sold", "left", "stock tx", "orders/s", "refused/s", "calls/ref.");
        report.Row(
            "Shop", $"{Middle(r => r.UntilSoldOut):0.00}", $"{rushes.Max(r => r.Sold)}", $"{rushes.Max(r => r.Left)}", $"{Middle(r => r.Transactions):0}",
            $"{Middle(r => r.OrderRate):0}", $"{Middle(r => r.RefusalRate):0}", $"{Middle(r => r.CallsPerRefusal):0.000}");
        var (over, under) = (rushes.Max(r => r.Sold) - Pieces, rushes.Max(r => r.Left));
        report.Goal("Flash sale: pieces sold beyond those there", over, "= 0", over == 0);
        report.Goal("Flash sale: pieces left though somebody went without", under, "= 0", under == 0 && rushes.TrueForAll(r => r.Sold == Pieces));
        var perTen = Middle(r => r.Transactions * 10.0 / Buyers);
        report.Goal("Flash sale: transactions on the pool per 10 buyers", perTen, "≤ 1", perTen <= 1);
        var ratio = Middle(r => r.RefusalRate / r.OrderRate);
        report.Goal("Flash sale: refusals a second over orders a second", ratio, "≥ 20", ratio >= 20);

        double Middle(Func<Rush, double> column) => Sample.Middle(rushes, column);
    }

    private async Task<Rush> RushAsync()
    {
        await shop.OpenAsync([Pieces, 100_000], Buyers);
        await shop.PlanFlashSaleAsync(Flash, Pieces, DateTimeOffset.UtcNow + UntilItOpens);
        await FillPoolAsync();
        await Load.RunAsync(16, WarmUp, (_, n) => shop.OrderAsync(n, Warm));
        while (DateTimeOffset.UtcNow < shop.FlashSaleOpensAt)
            await Task.Delay(1);

        var (start, sold, soldOut) = (Stopwatch.GetTimestamp(), new bool[Buyers], 0L);
        await Load.RunAsync(AtATime, Buyers, async (_, n) =>
        {
            sold[n] = await shop.OrderInFlashSaleAsync(n, Flash);
            if (sold[n])
                InterlockedMax(ref soldOut, Stopwatch.GetTimestamp());
        });
        var until = Stopwatch.GetElapsedTime(start, soldOut).TotalSeconds;

        var late = Enumerable.Range(0, Buyers).Where(n => !sold[n]).ToArray();
        var calls = await shop.Storage.CallsAsync();
        var refusals = options.Scaled(Refusals);
        var (total, _) = await Load.RunAsync(AtATime, refusals, async (_, n) =>
        {
            if (await shop.OrderInFlashSaleAsync(late[n % late.Length], Flash))
                throw new Trouble("Somebody bought what was sold out.");
        });
        calls = await shop.Storage.CallsAsync() - calls;

        var (holds, left, transactions) = await SeeAsync();
        return holds == sold.Count(s => s)
            ? new Rush(until, holds, left, transactions, holds / until, refusals / total.TotalSeconds, (double)calls / refusals)
            : throw new Trouble($"{sold.Count(s => s)} buyers have an order, {holds} holds are stored: these must be equal.");
    }

    // Nobody does the shop's effects here (AzuritePorts): those that set the pieces aside are done by hand.
    private async Task FillPoolAsync()
    {
        for (var tries = 0; tries < 100; tries++)
        {
            await shop.DoEffectsAsync("FlashSales");
            await Task.Delay(200);
            if ((await SeeAsync()).Left == Pieces)
                return;
        }
        throw new Trouble("The flash sale's pieces are not set aside.");
    }

    private async Task<(int Holds, int Left, int Transactions)> SeeAsync()
    {
        var (left, operations, holds) = (0, new HashSet<string>(StringComparer.Ordinal), 0);
        var pool = shop.PoolOf(Flash);
        await foreach (var row in new TableClient(shop.Storage.ConnectionString, FloorRows.Stock).QueryAsync<TableEntity>(r => r.PartitionKey == pool))
        {
            if (row.RowKey == FloorRows.Level)
            {
                left = (row.GetInt32("OnHand") ?? 0) - (row.GetInt32("Reserved") ?? 0);
            }
            else if (row.RowKey.StartsWith("hold!", StringComparison.Ordinal))
            {
                holds++;
                operations.Add(row.GetString("Operation") ?? "");
            }
        }
        return (holds, left, operations.Count);
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (var seen = Interlocked.Read(ref most); value > seen; seen = Interlocked.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }

    /// <param name="Left">Pieces that nobody holds.</param>
    private sealed record Rush(double UntilSoldOut, int Sold, int Left, int Transactions, double OrderRate, double RefusalRate, double CallsPerRefusal);
}
