using Azure.Data.Tables;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Flights;

/// <summary>Once a night: what was recorded more than 90 days ago is forgotten. By then no payment is disputed by what came when.</summary>
internal sealed class SweepFlights(Partitions partitions, Ids ids, TimeProvider time)
{
    private const int MostOfACommit = 100;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    [Function(nameof(SweepFlights))]
    public async Task RunAsync([TimerTrigger("0 45 19 * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        var end = SortableInstant.Of(time.GetUtcNow() - Kept);
        foreach (var table in new[] { Tables.AllFlights, Tables.AllNotifies, Tables.AllPushes })
            await SweepAsync(table, end, cancellation);
    }

    // Rows come partition by partition: those that follow each other go together.
    private async Task SweepAsync(string table, string end, CancellationToken cancellation)
    {
        var rows = new List<TableEntity>(MostOfACommit);
        await foreach (var row in partitions.SweepAsync(table, FlightRows.First, end, cancellation))
        {
            if (rows.Count == MostOfACommit || (rows.Count > 0 && rows[0].PartitionKey != row.PartitionKey))
                await ForgetAsync(table, rows, cancellation);
            rows.Add(row);
        }
        await ForgetAsync(table, rows, cancellation);
    }

    // One that is gone already makes the others wait for the next night.
    private async Task ForgetAsync(string table, List<TableEntity> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0)
            return;

        var commit = new Commit(new PartitionId(table, rows[0].PartitionKey), Operation.Start(ids, time));
        foreach (var row in rows)
            commit.Delete(row);
        rows.Clear();
        await partitions.CommitAsync(commit, cancellation);
    }
}
