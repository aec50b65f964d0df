using Azure.Data.Tables;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Deadlines;

/// <summary>
/// The shop's deadlines, in one partition an hour. What is due in the past goes into the present hour: older ones are no longer looked at
/// once they are empty (<see cref="DeadlineRunner"/>).
/// </summary>
internal sealed class DeadlineBook(Partitions partitions, Ids ids, TimeProvider time)
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1),
    ];

    /// <summary>Sets a deadline. What has a partition to commit in records <see cref="SetDeadline"/> as an effect instead.</summary>
    public Task SetAsync(SetDeadline set, CancellationToken cancellation = default) =>
        WriteAsync(new Deadline($"{set.Kind}", set.Id, set.At), set.At, cancellation);

    /// <summary>Meeting it failed: later again, with growing pauses. The later row first, so that there is always one.</summary>
    public async Task PutOffAsync(TableEntity row, Deadline deadline, CancellationToken cancellation)
    {
        var pause = Pauses[Math.Min(deadline.Attempts, Pauses.Length - 1)];
        await WriteAsync(deadline with { Attempts = deadline.Attempts + 1 }, time.GetUtcNow() + pause, cancellation);
        await RemoveAsync(row, cancellation);
    }

    /// <summary>Removes a deadline that was met, unless it was set anew meanwhile.</summary>
    public Task RemoveAsync(TableEntity row, CancellationToken cancellation) =>
        partitions.CommitAsync(new Commit(new(Tables.AllDeadlines, row.PartitionKey), Operation.Start(ids, time)).Delete(row), cancellation);

    private Task<CommitResult> WriteAsync(Deadline deadline, DateTimeOffset due, CancellationToken cancellation)
    {
        // The operation's time starts before the hour is looked up: a commit comes at most that much later.
        var operation = Operation.Start(ids, time);
        var now = time.GetUtcNow();
        return partitions.CommitAsync(new Commit(Tables.DeadlinesOf(due > now ? due : now), operation).Upsert(DeadlineRows.Of(deadline, due)), cancellation);
    }
}
