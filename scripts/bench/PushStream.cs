using Azure.Data.Tables;
using Azure.Storage.Queues;

namespace WeCommerce.Bench;

/// <summary>
/// Pushes as WeChat sends them: so many a second, whether or not the shop keeps up, one in twenty a repeat. A push's time begins when it was due, so that a
/// slow answer is not hidden by the wait for it. Afterwards storage has each once. What follows from them (the queue) is not done meanwhile.
/// </summary>
internal sealed class PushStream(Server shop, Options options, Report report)
{
    private const int Rate = 200;
    private const int WarmUp = 10 * Rate;
    private const double MostP99 = 50;
    private const int Again = 20;

    public async Task RunAsync()
    {
        var rounds = new List<(double P50, double P99, double Most)>();
        for (var round = 1; round <= options.Rounds; round++)
            rounds.Add(await StreamAsync(round));

        var p99 = Sample.Middle(rounds, r => r.P99);
        report.Head($"Pushes in safe mode at {Rate} a second, from when each was due", "who", "p50 ms", "p99 ms", "most ms");
        report.Row("Shop", $"{Sample.Middle(rounds, r => r.P50):0.0}", $"{p99:0.0}", $"{rounds.Max(r => r.Most):0.0}");
        report.Goal($"Push: answered at {Rate} a second, p99 in ms", p99, $"< {MostP99}", p99 < MostP99);
    }

    private async Task<(double P50, double P99, double Most)> StreamAsync(int round)
    {
        await shop.OpenAsync([1], buyers: 1);
        var count = options.Scaled(20 * Rate);
        // Made beforehand, so that the load costs little beside what is measured.
        var pushes = Enumerable.Range(0, WarmUp + count).Select(n => SignedPush.Of(round, n)).ToList();
        for (var n = Again; n < pushes.Count; n += Again)
            pushes[n] = pushes[n - (Again / 2)];

        using var over = new CancellationTokenSource();
        var clearing = ClearAsync(over.Token);
        await Load.RunAtAsync(Rate, WarmUp, n => shop.PushAsync(pushes[n]));
        var milliseconds = await Load.RunAtAsync(Rate, count, n => shop.PushAsync(pushes[WarmUp + n]));
        await over.CancelAsync();
        await clearing;
        Array.Sort(milliseconds);

        var (sent, kept) = (pushes.Distinct().Count(), await KeptAsync());
        return sent == kept
            ? (milliseconds[count / 2], milliseconds[count * 99 / 100], milliseconds[^1])
            : throw new Trouble($"{sent} pushes were sent, {kept} are kept: these must be equal.");
    }

    // Nobody takes the messages here, and Azurite slows with each that lies in a queue; Azure does not.
    private async Task ClearAsync(CancellationToken over)
    {
        var queue = new QueueClient(shop.Storage.ConnectionString, "effects");
        while (!over.IsCancellationRequested)
        {
            await queue.ClearMessagesAsync(CancellationToken.None);
            await Task.Delay(1000, over).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private async Task<int> KeptAsync()
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in new TableClient(shop.Storage.ConnectionString, "Pushes").QueryAsync<TableEntity>(select: ["PartitionKey"]))
            kept.Add(row.PartitionKey);
        return kept.Count;
    }
}
