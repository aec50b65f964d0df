using WeCommerce.Storage;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>The days' reports. Of runs of one day the newest counts: an older one that is still under way changes nothing any more.</summary>
internal sealed class ReportBook(Partitions partitions, Queues queues, Ids ids, TimeProvider time)
{
    /// <summary>A transaction's most rows.</summary>
    private const int Batch = 100;

    /// <summary>Starts a run: the message first, so that what is announced also happens.</summary>
    public async Task<Report> StartAsync(DateOnly day, CancellationToken cancellation)
    {
        var run = $"{SortableInstant.Of(time.GetUtcNow())}-{ids.Random(6)}";
        await queues.SendAsync(ReconcileDay.Queue, new ReconcileDay.Message(day, run, Attempt: 0), TimeSpan.Zero, cancellation);
        var queued = new Report { Day = day, State = ReportState.Queued, Run = run };
        // The run may have begun, or ended, already.
        return await ChangeAsync(
            day,
            was => was is null ? queued : string.CompareOrdinal(was.Run, run) < 0 ? was with { State = ReportState.Queued, Run = run, Problem = null, NextAt = null } : was,
            cancellation);
    }

    /// <summary>A run begins.</summary>
    /// <returns>The report; null when a newer run is there.</returns>
    public async Task<Report?> BeginAsync(DateOnly day, string run, CancellationToken cancellation)
    {
        var report = await ChangeAsync(
            day,
            was => was is null ? new Report { Day = day, State = ReportState.Running, Run = run }
                : string.CompareOrdinal(was.Run, run) <= 0 ? was with { State = ReportState.Running, Run = run }
                : was,
            cancellation);
        return report.Run == run ? report : null;
    }

    /// <summary>Changes what a run says of itself.</summary>
    /// <returns>False when a newer run is there: nothing is changed then.</returns>
    public async Task<bool> UpdateAsync(Report report, CancellationToken cancellation) =>
        (await ChangeAsync(report.Day, was => was?.Run == report.Run ? report : was ?? report, cancellation)).Run == report.Run;

    public async Task<Report?> ReadAsync(DateOnly day, CancellationToken cancellation) =>
        await partitions.ReadAsync(Tables.ReconciliationOf(day), ReconciliationRows.ReportKey, cancellation) is { } row ? ReconciliationRows.ReportOf(row) : null;

    /// <summary>A run's differences, in the order of their ids.</summary>
    public async Task<IReadOnlyList<Difference>> ReadDifferencesAsync(DateOnly day, string run, CancellationToken cancellation)
    {
        var (first, end) = ReconciliationRows.Of(run);
        var rows = await partitions.ReadRangeAsync(Tables.ReconciliationOf(day), first, end, cancellation: cancellation);
        return [.. rows.Select(ReconciliationRows.DifferenceOf).OrderBy(d => d.Class).ThenBy(d => d.Id, StringComparer.Ordinal)];
    }

    public async Task<Difference?> FindDifferenceAsync(DateOnly day, string run, string id, CancellationToken cancellation) =>
        Difference.IsId(id) && await partitions.ReadAsync(Tables.ReconciliationOf(day), ReconciliationRows.KeyOf(run, id), cancellation) is { } row
            ? ReconciliationRows.DifferenceOf(row)
            : null;

    /// <summary>Writes a run's differences; nobody sees them before the report names the run.</summary>
    /// <returns>The differences of other runs that this one no longer has.</returns>
    public async Task<IReadOnlyList<string>> WriteDifferencesAsync(DateOnly day, string run, IReadOnlyList<Difference> differences, CancellationToken cancellation)
    {
        var before = await partitions.ReadRangeAsync(Tables.ReconciliationOf(day), ReconciliationRows.First, ReconciliationRows.End, cancellation: cancellation);
        await CommitAsync(day, differences, (commit, d) => commit.Upsert(ReconciliationRows.Of(run, d)), cancellation);
        var now = differences.Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        return [.. before.Select(ReconciliationRows.DifferenceOf).Select(d => d.Id).Where(id => !now.Contains(id)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Removes what other runs wrote.</summary>
    public async Task RemoveOthersAsync(DateOnly day, string run, CancellationToken cancellation)
    {
        var rows = await partitions.ReadRangeAsync(Tables.ReconciliationOf(day), ReconciliationRows.First, ReconciliationRows.End, cancellation: cancellation);
        await CommitAsync(day, [.. rows.Where(r => !ReconciliationRows.IsOf(r, run))], (commit, row) => commit.Delete(row), cancellation);
    }

    private async Task CommitAsync<T>(DateOnly day, IReadOnlyList<T> items, Action<Commit, T> add, CancellationToken cancellation)
    {
        foreach (var batch in items.Chunk(Batch))
        {
            var commit = new Commit(Tables.ReconciliationOf(day), Operation.Start(ids, time));
            foreach (var item in batch)
                add(commit, item);
            await partitions.CommitAsync(commit, cancellation);
        }
    }

    private async Task<Report> ChangeAsync(DateOnly day, Func<Report?, Report> change, CancellationToken cancellation) =>
        await Backoff.DecideAsync<Report?>(
            async () =>
            {
                var row = await partitions.ReadAsync(Tables.ReconciliationOf(day), ReconciliationRows.ReportKey, cancellation);
                var was = row is null ? null : ReconciliationRows.ReportOf(row);
                var report = change(was);
                if (ReferenceEquals(report, was))
                    return new(IsFinal: true, report);

                var commit = new Commit(Tables.ReconciliationOf(day), Operation.Start(ids, time)).Put(ReconciliationRows.Of(report, row?.ETag ?? default));
                return new((await partitions.CommitAsync(commit, cancellation)).Landed, report);
            },
            busy: null,
            time,
            cancellation)
        ?? throw new TimeoutException($"The report of {day:yyyy-MM-dd} changes all the time.");
}
