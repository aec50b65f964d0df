using WeCommerce.Storage;

namespace WeCommerce.Shop.Deadlines;

/// <summary>The oldest hour that may still hold a deadline. Read once a process; one that is too old costs a look at empty hours, no more.</summary>
internal sealed class DeadlineCursor(Partitions partitions, Ids ids, TimeProvider time)
{
    private const string Row = "cursor";

    private static readonly PartitionId Partition = Tables.Platform("deadlines");

    private volatile Position? _position;

    public async Task<DateTimeOffset> GetAsync(CancellationToken cancellation)
    {
        if (_position is { } known)
            return known.Hour;

        var row = await partitions.ReadAsync(Partition, Row, cancellation);
        if (row?.GetDateTimeOffset("Hour") is { } hour)
        {
            _position = new Position(hour);
            return hour;
        }

        var first = await FirstHourAsync(cancellation);
        await MoveAsync(first, cancellation);
        return first;
    }

    public async Task MoveAsync(DateTimeOffset hour, CancellationToken cancellation)
    {
        var row = Rows.New(Row);
        row["Hour"] = hour;
        await partitions.CommitAsync(new Commit(Partition, Operation.Start(ids, time)).Upsert(row), cancellation);
        _position = new Position(hour);
    }

    // The first run of a shop: deadlines may be older than it.
    private async Task<DateTimeOffset> FirstHourAsync(CancellationToken cancellation)
    {
        var first = time.GetUtcNow();
        await foreach (var row in partitions.SweepAsync(Tables.AllDeadlines, DeadlineRows.First, DeadlineRows.EndAt(first), cancellation))
        {
            if (SortableInstant.TryParse($"{row.PartitionKey}0000000", out var hour) && hour < first)
                first = hour;
        }
        return DeadlineRows.HourOf(first);
    }

    private sealed record Position(DateTimeOffset Hour);
}
