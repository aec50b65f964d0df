using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.LiveSets;

/// <summary>Where a set is kept: one partition, a row <c>{Prefix}!{key}</c> for each item, and the row <c>version</c> whose change says that any of them changed.</summary>
/// <param name="Column">The column that holds an item as JSON.</param>
internal sealed record LiveSetPlace(PartitionId Partition, string Prefix, string Column = "Item");

/// <summary>An item as it is to be, and what must follow from that.</summary>
internal sealed record LiveSetChange<TItem>(TItem Item, params IReadOnlyList<object> Effects);

/// <summary>What every live set works with.</summary>
internal sealed record LiveSetTools(Partitions Partitions, EffectRunner Effects, Ids Ids, TimeProvider Time, ILogger<LiveSetTools> Logger);

/// <summary>
/// A small set that operators change and nearly every request reads: products, activities, offers. Kept in memory and read again when its version
/// changed; that is looked at every few seconds, beside the request that notices, so that reading it costs no storage calls. What one instance
/// changes it sees at once, others after a few seconds, and after <see cref="Usable"/> at the latest: an instance that nobody asked for an hour reads
/// before it answers, and does not sell at the prices of an hour ago.
/// </summary>
/// <param name="place">Where it is kept.</param>
/// <param name="snapshotOf">The items, by key, as they are looked things up in.</param>
internal abstract partial class LiveSet<TItem, TSnapshot>(LiveSetPlace place, Func<IReadOnlyList<TItem>, TSnapshot> snapshotOf, LiveSetTools tools) : IDisposable
    where TItem : class
    where TSnapshot : class
{
    private const string Version = "version";

    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Usable = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _reading = new(1);
    private Seen? _seen;
    private DateTimeOffset _lookedAt;

    /// <summary>The set as it was a few seconds ago; never as it was longer ago than <see cref="Usable"/>.</summary>
    public async ValueTask<TSnapshot> GetAsync(CancellationToken cancellation = default)
    {
        var now = tools.Time.GetUtcNow();
        if (Volatile.Read(ref _seen) is not { } seen || now - seen.At > Usable)
            return await ReadAsync(now - Usable, cancellation);

        if (now - seen.At > Freshness && now - _lookedAt > Freshness)
        {
            _lookedAt = now;
            LookBeside();
        }
        return seen.Snapshot;
    }

    /// <summary>The set as it is stored now.</summary>
    public Task<TSnapshot> ReadAsync(CancellationToken cancellation = default) => ReadAsync(DateTimeOffset.MaxValue, cancellation);

    // Of many who wait for the same reading, one reads.
    private async Task<TSnapshot> ReadAsync(DateTimeOffset oldest, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            if (_seen is { } known && known.At >= oldest)
                return known.Snapshot;

            var now = tools.Time.GetUtcNow();
            var version = (await ReadVersionAsync(cancellation))?.ETag.ToString() ?? "";
            var seen = _seen is { } same && same.Version == version ? same with { At = now } : new Seen(snapshotOf(await ReadAllAsync(cancellation)), version, now);
            Volatile.Write(ref _seen, seen);
            return seen.Snapshot;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Puts an item in, or changes it: decided on the set as it is stored, and decided anew when any item changed meanwhile.</summary>
    public async Task<Result<TItem>> PutAsync(string key, Func<TSnapshot, Result<LiveSetChange<TItem>>> decide, CancellationToken cancellation = default)
    {
        var operation = Operation.Start(tools.Ids, tools.Time);
        var put = await Backoff.DecideAsync<Result<TItem>>(
            async () =>
            {
                var version = await ReadVersionAsync(cancellation);
                var change = decide(await ReadAsync(cancellation));
                if (change.Problem is { } problem)
                    return new(IsFinal: true, problem);
                if (change.Value.Effects.Count > 0)
                    await tools.Effects.WakeUpAsync(place.Partition, operation, cancellation);
                return new((await tools.Partitions.CommitAsync(CommitOf(operation, key, change.Value, version), cancellation)).Landed, change.Value.Item);
            },
            Problem.Busy(),
            tools.Time,
            cancellation);
        if (put.Problem is null)
            await ReadAsync(cancellation);
        return put;
    }

    public void Dispose() => _reading.Dispose();

    private Commit CommitOf(Operation operation, string key, LiveSetChange<TItem> change, TableEntity? versionRow)
    {
        var version = Rows.New(Version);
        version["ChangedBy"] = operation.Id;
        version.ETag = versionRow?.ETag ?? default;
        var commit = new Commit(place.Partition, operation).Put(version).Upsert(Rows.New($"{place.Prefix}!{key}").WithJson(place.Column, change.Item));
        foreach (var effect in change.Effects)
            commit.Effect(effect);
        return commit;
    }

    private Task<TableEntity?> ReadVersionAsync(CancellationToken cancellation) => tools.Partitions.ReadAsync(place.Partition, Version, cancellation);

    private async Task<IReadOnlyList<TItem>> ReadAllAsync(CancellationToken cancellation)
    {
        var rows = await tools.Partitions.ReadRangeAsync(place.Partition, $"{place.Prefix}!", $"{place.Prefix}\"", cancellation: cancellation);
        return [.. rows.Select(r => r.ReadJson<TItem>(place.Column))];
    }

    // Not part of the request that noticed: neither its time nor its cost.
    private void LookBeside()
    {
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(async () =>
            {
                try
                {
                    await ReadAsync();
                }
                catch (Exception e)
                {
                    LiveSetLog.Stale(tools.Logger, e, place.Prefix);
                }
            });
        }
    }

    /// <param name="At">When reading it began: it holds what was put before.</param>
    private sealed record Seen(TSnapshot Snapshot, string Version, DateTimeOffset At);
}

internal static partial class LiveSetLog
{
    [LoggerMessage(6201, LogLevel.Warning, "The set {Set} could not be read; the one in memory is used")]
    public static partial void Stale(ILogger logger, Exception e, string set);
}
