using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using CsCheck;
using WeCommerce.Testing;

namespace WeCommerce.Storage.Tests.Contract;

/// <summary>Whatever is done in whatever order: the simulator answers as Azurite does.</summary>
public sealed class RandomTests(Azurite azurite)
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly Account _real = Account.On(azurite);
    private int _names;

    [Fact]
    public async Task AnySequence_OnATable_IsAnsweredAlike() => await RowStep.Sequences.SampleAsync(async steps =>
    {
        var name = $"Things{Interlocked.Increment(ref _names)}";
        var real = await PlayAsync(await _real.NewTableAsync(name), steps);
        var simulated = await PlayAsync(await Account.Simulated().NewTableAsync(name), steps);
        Assert.Equal(real, simulated);
    }, iter: 150, threads: 1);

    [Fact]
    public async Task AnySequence_OnAQueue_IsAnsweredAlike() => await MessageStep.Sequences.SampleAsync(async steps =>
    {
        var name = $"things-{Interlocked.Increment(ref _names)}";
        var real = await PlayAsync(await _real.NewQueueAsync(name), steps);
        var simulated = await PlayAsync(await Account.Simulated().NewQueueAsync(name), steps);
        Assert.Equal(real, simulated);
    }, iter: 150, threads: 1);

    private static async Task<List<string>> PlayAsync(TableClient table, List<RowStep> steps)
    {
        var known = new Dictionary<(string, string), List<ETag>>();
        var answers = new List<string>();
        foreach (var step in steps)
        {
            answers.Add(step switch
            {
                RowStep.Write write => await Outcome.OfAsync(() => WriteAsync(table, write.With(TagOf))),
                RowStep.Transaction all => await Outcome.OfAsync(() => table.SubmitTransactionAsync([.. all.Writes.Select(w => w.With(TagOf))])),
                RowStep.Query query => await ReadAsync(table, query.Filter, query.PerPage),
                _ => throw new ArgumentOutOfRangeException(nameof(steps)),
            });
            await foreach (var row in table.QueryAsync<TableEntity>())
            {
                if (!known.TryGetValue((row.PartitionKey, row.RowKey), out var tags))
                    known[(row.PartitionKey, row.RowKey)] = tags = [];
                if (!tags.Contains(row.ETag))
                    tags.Add(row.ETag);
            }
            answers.Add(await ReadAsync(table, filter: null, perPage: null));
        }
        return answers;

        ETag TagOf(RowStep.Write write) => (write.Tag, known.GetValueOrDefault((write.Partition, write.Row))) switch
        {
            ("newest", { } tags) => tags[^1],
            ("oldest", { } tags) => tags[0],
            _ => ETag.All,
        };
    }

    private static Task<Response> WriteAsync(TableClient table, TableTransactionAction action) => action.ActionType switch
    {
        TableTransactionActionType.Add => table.AddEntityAsync(action.Entity),
        TableTransactionActionType.UpdateMerge => table.UpdateEntityAsync(action.Entity, action.ETag, TableUpdateMode.Merge),
        TableTransactionActionType.UpdateReplace => table.UpdateEntityAsync(action.Entity, action.ETag, TableUpdateMode.Replace),
        TableTransactionActionType.Delete => table.DeleteEntityAsync(action.Entity, action.ETag),
        TableTransactionActionType.UpsertMerge => table.UpsertEntityAsync(action.Entity, TableUpdateMode.Merge),
        TableTransactionActionType.UpsertReplace => table.UpsertEntityAsync(action.Entity, TableUpdateMode.Replace),
    };

    private static async Task<string> ReadAsync(TableClient table, string? filter, int? perPage)
    {
        var rows = await table.QueryAsync<TableEntity>(filter, perPage).ToListAsync();
        return string.Join(' ', rows.Select(r => $"{r.PartitionKey}/{r.RowKey}{{{string.Join(',', r
            .Where(c => c.Key is not ("odata.etag" or "PartitionKey" or "RowKey" or "Timestamp"))
            .OrderBy(c => c.Key, StringComparer.Ordinal)
            .Select(c => $"{c.Key}={c.Value}:{c.Value.GetType().Name}"))}}}"));
    }

    private static async Task<List<string>> PlayAsync(QueueClient queue, List<MessageStep> steps)
    {
        var receipts = new List<(string Id, string Receipt)>();
        var answers = new List<string>();
        foreach (var step in steps)
            answers.Add(await AnswerAsync(queue, step, receipts));
        return answers;
    }

    private static async Task<string> AnswerAsync(QueueClient queue, MessageStep step, List<(string Id, string Receipt)> receipts)
    {
        switch (step)
        {
            case MessageStep.Put(var text, var isHidden):
                var sent = (await queue.SendMessageAsync(text, isHidden ? Long : TimeSpan.Zero)).Value;
                receipts.Add((sent.MessageId, sent.PopReceipt));
                return "put";
            case MessageStep.Get:
                // All that are visible, for two that became so in one instant have no order.
                var got = (await queue.ReceiveMessagesAsync(32, Long)).Value.OrderBy(m => receipts.FindIndex(r => r.Id == m.MessageId)).ToList();
                receipts.AddRange(got.Select(m => (m.MessageId, m.PopReceipt)));
                return $"got {string.Join(' ', got.Select(m => $"{m.Body}*{m.DequeueCount}"))}";
            case MessageStep.Peek:
                var peeked = (await queue.PeekMessagesAsync(32)).Value.OrderBy(m => receipts.FindIndex(r => r.Id == m.MessageId));
                return $"peeked {string.Join(' ', peeked.Select(m => $"{m.Body}*{m.DequeueCount}"))}";
            case MessageStep.Delete(var n) when n < receipts.Count:
                return await Outcome.OfAsync(() => queue.DeleteMessageAsync(receipts[n].Id, receipts[n].Receipt));
            case MessageStep.Update(var n, var text, var isHidden) when n < receipts.Count:
                return await Outcome.OfAsync(async () => receipts.Add((receipts[n].Id,
                    (await queue.UpdateMessageAsync(receipts[n].Id, receipts[n].Receipt, text, isHidden ? Long : TimeSpan.Zero)).Value.PopReceipt)));
            case MessageStep.Count:
                return $"{(await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount}";
            default:
                return "nothing to do";
        }
    }
}
