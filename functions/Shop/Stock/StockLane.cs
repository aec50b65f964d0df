using System.Collections.Immutable;
using System.Threading.Channels;
using Azure;
using Azure.Data.Tables;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

/// <summary>
/// The stock at one part of a place, as this instance works on it: requests that arrive while a transaction is under way go together into the next one,
/// so that a hot SKU is bounded by transactions and not by conflicts. The level is remembered between transactions; other instances
/// write too, and then the ETag says so.
/// </summary>
internal sealed class StockLane(StockPlace place, Partitions partitions, Ids ids, TimeProvider time)
{
    /// <summary>Azure's limit of 100 rows, less the level.</summary>
    private const int MostRequests = 99;

    private readonly Channel<StockRequest> _waiting = Channel.CreateUnbounded<StockRequest>();
    private readonly PartitionId _partition = Tables.StockOf(place);
    private StockMemory? _known;
    private int _working;

    /// <summary>The level as far as this instance remembers; null when it does not know.</summary>
    public StockMemory? Remembered => Volatile.Read(ref _known);

    public Task<StockAnswer> AskAsync(StockRequest request)
    {
        _waiting.Writer.TryWrite(request);
        StartWork();
        return request.Answer.Task;
    }

    private void StartWork()
    {
        if (Interlocked.CompareExchange(ref _working, 1, 0) == 0)
            _ = Task.Run(WorkAsync);
    }

    private async Task WorkAsync()
    {
        while (TakeBatch() is { Count: > 0 } batch)
        {
            try
            {
                await AnswerAsync(batch);
            }
            catch (Exception e)
            {
                _known = null;
                foreach (var request in batch)
                    request.Answer.TrySetException(e);
            }
        }
        Volatile.Write(ref _working, 0);
        // What came between the last look and this moment found the work still going on.
        if (_waiting.Reader.TryPeek(out _))
            StartWork();
    }

    // A transaction holds a row once: the second request about it waits for the next one.
    private List<StockRequest> TakeBatch()
    {
        var batch = new List<StockRequest>();
        var rows = new HashSet<string>(StringComparer.Ordinal);
        while (batch.Count < MostRequests && _waiting.Reader.TryPeek(out var next) && (next.RowKey is not { } key || rows.Add(key)) && _waiting.Reader.TryRead(out next))
            batch.Add(next);
        return batch;
    }

    private async Task AnswerAsync(List<StockRequest> batch)
    {
        var operation = Storage.Operation.Start(ids, time);
        var (mustReadRows, mustRead) = (false, false);
        for (var attempt = 0; attempt < Backoff.Tries; attempt++)
        {
            var remembered = mustRead ? null : _known;
            var known = remembered ?? await ReadLevelAsync();
            var there = await ReadRowsAsync(batch, all: mustReadRows);
            var plan = new StockPlan(known.Level, isStored: remembered is null, there, time.GetUtcNow());
            foreach (var request in batch)
                plan.Add(request);

            // Only what is stored now may refuse a buyer: what is remembered may be out of date, and the pieces may be held for this very order.
            if (plan.IsTorn || (plan.AnyRefused && remembered is not null) || (plan.AnyRowRefused && !mustReadRows))
            {
                (mustRead, mustReadRows) = (true, mustReadRows || plan.AnyRowRefused);
                continue;
            }
            var result = plan.IsEmpty ? new CommitResult(Landed: true, [known.ETag]) : await partitions.CommitAsync(plan.ToCommit(new Commit(_partition, operation), known.ETag));
            if (result.Landed)
            {
                await RememberAsync(known, plan, result, mustKnowHolders: batch.Exists(r => r is StockRequest.Look { AtHolders: true }));
                plan.Answer();
                return;
            }
            _known = null;
            mustReadRows = true;
            await Backoff.WaitAsync(attempt, time);
        }
        foreach (var request in batch)
            request.Answer.TrySetException(new TimeoutException($"Too many instances write to the stock of {place}."));
    }

    private async Task RememberAsync(StockMemory before, StockPlan plan, CommitResult result, bool mustKnowHolders)
    {
        if (result.ETags.Count == 0)
        {
            _known = null;
            return;
        }

        var holders = before.Holders?.Union(plan.NewHolders);
        if (mustKnowHolders && holders is null)
            holders = await ReadHoldersAsync();
        _known = new StockMemory(plan.Level, result.ETags[0], plan.IsEmpty ? before.At : time.GetUtcNow(), holders);
    }

    private async Task<StockMemory> ReadLevelAsync()
    {
        var at = time.GetUtcNow();
        var row = await partitions.ReadAsync(_partition, StockRows.Level);
        var etag = row?.ETag ?? default;
        return new StockMemory(StockRows.LevelOf(row), etag, at, _known is { } known && known.ETag == etag ? known.Holders : null);
    }

    private async Task<ImmutableHashSet<MemberId>> ReadHoldersAsync()
    {
        var rows = await partitions.ReadRangeAsync(_partition, StockRows.FirstHold, StockRows.EndHold);
        return [.. rows.Select(r => StockRows.OrderOf(r)?.MemberId).OfType<MemberId>()];
    }

    /// <summary>The rows that decide: an ending needs its hold, and after a conflict anything may already be there.</summary>
    private async Task<Dictionary<string, TableEntity>> ReadRowsAsync(List<StockRequest> batch, bool all)
    {
        var rows = await Task.WhenAll(batch
            .Where(r => all || r is StockRequest.End)
            .Select(r => r.RowKey)
            .OfType<string>()
            .Select(key => partitions.ReadAsync(_partition, key)));
        return rows.OfType<TableEntity>().ToDictionary(r => r.RowKey, StringComparer.Ordinal);
    }
}

/// <summary>A part's level as it was last written or read.</summary>
/// <param name="ETag">What the next write must find.</param>
/// <param name="At">When storage was asked: it may have changed since, by other instances.</param>
/// <param name="Holders">Members who held something of it, or bought it a while ago; null when that was not looked at.</param>
internal sealed record StockMemory(StockLevel Level, ETag ETag, DateTimeOffset At, ImmutableHashSet<MemberId>? Holders);
