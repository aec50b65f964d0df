using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;

namespace WeCommerce.Bench.Floor;

/// <summary>Holds pieces. What arrives for a SKU while a transaction is under way goes together into the next one, as in the shop.</summary>
internal sealed class FloorStock(TableClient table)
{
    private readonly ConcurrentDictionary<string, Lane> _lanes = new(StringComparer.Ordinal);

    public Task HoldAsync(string sku, int quantity, TableEntity hold) => _lanes.GetOrAdd(sku, static (s, t) => new Lane(t, s), table).HoldAsync(quantity, hold);

    private sealed class Lane(TableClient table, string sku)
    {
        private const int MostHolds = 99;

        private readonly Queue<(int Quantity, TableEntity Row, TaskCompletionSource Held)> _waiting = new();
        private (int OnHand, int Reserved, ETag ETag)? _level;
        private bool _working;

        public Task HoldAsync(int quantity, TableEntity row)
        {
            var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_waiting)
            {
                _waiting.Enqueue((quantity, row, held));
                if (_working)
                    return held.Task;
                _working = true;
            }
            _ = WorkAsync();
            return held.Task;
        }

        private async Task WorkAsync()
        {
            while (Take() is { Count: > 0 } batch)
            {
                try
                {
                    await CommitAsync(batch);
                    batch.ForEach(static b => b.Held.SetResult());
                }
                catch (Exception e)
                {
                    batch.ForEach(b => b.Held.SetException(e));
                }
            }
        }

        private List<(int Quantity, TableEntity Row, TaskCompletionSource Held)> Take()
        {
            var batch = new List<(int, TableEntity, TaskCompletionSource)>();
            lock (_waiting)
            {
                while (batch.Count < MostHolds && _waiting.TryDequeue(out var next))
                    batch.Add(next);
                _working = batch.Count > 0;
            }
            return batch;
        }

        private async Task CommitAsync(List<(int Quantity, TableEntity Row, TaskCompletionSource Held)> batch)
        {
            var (onHand, reserved, etag) = _level ?? await ReadAsync();
            reserved += batch.Sum(static b => b.Quantity);
            if (reserved > onHand)
                throw new InvalidOperationException($"{sku} is sold out.");

            var replies = await table.SubmitTransactionAsync(
            [
                new TableTransactionAction(TableTransactionActionType.UpdateReplace, FloorRows.LevelOf(sku, onHand, reserved), etag),
                .. batch.Select(static b => new TableTransactionAction(TableTransactionActionType.Add, b.Row)),
            ]);
            _level = (onHand, reserved, replies.Value[0].Headers.ETag ?? default);
        }

        private async Task<(int OnHand, int Reserved, ETag ETag)> ReadAsync()
        {
            var row = (await table.GetEntityAsync<TableEntity>(sku, FloorRows.Level)).Value;
            return (row.GetInt32("OnHand") ?? 0, row.GetInt32("Reserved") ?? 0, row.ETag);
        }
    }
}
