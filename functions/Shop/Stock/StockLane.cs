using System.Threading.Channels;
using Azure;
using Azure.Data.Tables;
using WeCommerce.Shop.Catalog;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

/// <summary>
/// One SKU's stock, as this instance works on it: requests that arrive while a transaction is under way go together into the next one,
/// so that a hot SKU is bounded by transactions and not by conflicts. The level is remembered between transactions; other instances
/// write too, and then the ETag says so.
/// </summary>
internal sealed class StockLane(SkuId sku, Partitions partitions, Ids ids, TimeProvider time)
{
    /// <summary>Azure's limit of 100 rows, less the level.</summary>
    private const int MostRequests = 99;

    private readonly Channel<StockRequest> _waiting = Channel.CreateUnbounded<StockRequest>();
    private readonly PartitionId _partition = Tables.StockOf(sku);
    private (StockLevel Level, ETag ETag)? _known;
    private int _working;

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
        while (batch.Count < MostRequests && _waiting.Reader.TryPeek(out var next) && rows.Add(next.RowKey) && _waiting.Reader.TryRead(out next))
            batch.Add(next);
        return batch;
    }

    private async Task AnswerAsync(List<StockRequest> batch)
    {
        var operation = Storage.Operation.Start(ids, time);
        var mayHaveLanded = false;
        for (var attempt = 0; attempt < Backoff.Tries; attempt++)
        {
            var remembered = _known is not null;
            var (level, etag) = _known ?? await ReadLevelAsync();
            var there = await ReadRowsAsync(batch, all: mayHaveLanded);
            var plan = new StockPlan(level, there, time.GetUtcNow());
            foreach (var request in batch)
                plan.Add(request);

            // Only what is stored now may refuse a buyer: what is remembered may be out of date.
            if (plan.AnyRefused && remembered)
            {
                _known = null;
                continue;
            }
            if (plan.IsEmpty)
            {
                _known = (level, etag);
                plan.Answer();
                return;
            }

            var result = await partitions.CommitAsync(plan.ToCommit(new Commit(_partition, operation), etag));
            if (result.Landed)
            {
                _known = result.ETags.Count > 0 ? (plan.Level, result.ETags[0]) : null;
                plan.Answer();
                return;
            }
            _known = null;
            mayHaveLanded = true;
            await Backoff.WaitAsync(attempt);
        }
        foreach (var request in batch)
            request.Answer.TrySetException(new TimeoutException($"Too many instances write to the stock of {sku}."));
    }

    private async Task<(StockLevel Level, ETag ETag)> ReadLevelAsync()
    {
        var row = await partitions.ReadAsync(_partition, StockRows.Level);
        return (StockRows.LevelOf(row), row?.ETag ?? default);
    }

    /// <summary>The rows that decide: an ending needs its hold, and after a conflict anything may already be there.</summary>
    private async Task<Dictionary<string, TableEntity>> ReadRowsAsync(List<StockRequest> batch, bool all)
    {
        var rows = await Task.WhenAll(batch
            .Where(r => all || r is StockRequest.End)
            .Select(r => partitions.ReadAsync(_partition, r.RowKey)));
        return rows.OfType<TableEntity>().ToDictionary(r => r.RowKey, StringComparer.Ordinal);
    }
}
