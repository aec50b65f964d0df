using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WeCommerce.Storage;

/// <summary>Does what commits left to be done: reads a partition's effects, does each that is due, deletes it or puts it off.</summary>
public sealed partial class EffectRunner
{
    /// <summary>The queue of <see cref="WakeUp"/> messages.</summary>
    public const string Queue = "effects";

    /// <summary>A commit takes milliseconds; the message that wakes its effects up need not come before it.</summary>
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    /// <summary>Clocks differ a little: who waits for an operation to be over waits this much longer.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan[] Delays =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1),
    ];

    private readonly Partitions _partitions;
    private readonly Queues _queues;
    private readonly TimeProvider _time;
    private readonly IServiceScopeFactory _scopes;
    private readonly ILogger<EffectRunner> _logger;
    private readonly Dictionary<string, EffectRoute> _routes;

    internal EffectRunner(
        Partitions partitions, Queues queues, TimeProvider time, IServiceScopeFactory scopes, IEnumerable<EffectRoute> routes, ILogger<EffectRunner> logger)
    {
        (_partitions, _queues, _time, _scopes, _logger) = (partitions, queues, time, scopes, logger);
        _routes = routes.ToDictionary(r => r.Kind, StringComparer.Ordinal);
    }

    /// <summary>Sends the message that will do the effects of a commit that is about to be made. Send it before the commit, or beside the reads before it.</summary>
    public Task<SentMessage> WakeUpAsync(PartitionId partition, Operation operation, CancellationToken cancellation = default) =>
        SendAsync(partition, operation, FirstDelay, cancellation);

    /// <summary>
    /// As <see cref="WakeUpAsync(PartitionId, Operation, CancellationToken)"/>, for a commit that an effect makes in its own partition: who does that effect
    /// looks again and does what follows. The message is there for the case that he dies; else he takes it back.
    /// </summary>
    public async Task<SentMessage> WakeUpAsync(PartitionId partition, Operation operation, EffectContext? within, CancellationToken cancellation)
    {
        if (within?.Owner != partition)
            return await WakeUpAsync(partition, operation, cancellation);

        var sent = await SendAsync(partition, operation, operation.CommitBy + Slack - _time.GetUtcNow(), cancellation);
        within.Sent(sent);
        return sent;
    }

    /// <summary>Takes back the message of a commit that was not made: nothing follows from it.</summary>
    public Task TakeBackAsync(SentMessage wakeUp, CancellationToken cancellation = default) => _queues.TakeBackAsync(Queue, wakeUp, cancellation);

    /// <summary>Does all effects of the partition that are due, those of other operations and those that follow from effects too.</summary>
    public async Task RunAsync(WakeUp wakeUp, CancellationToken cancellation = default)
    {
        var partition = new PartitionId(wakeUp.Table, wakeUp.Partition);
        var rows = await ReadAsync(partition, cancellation);
        var expected = rows.Any(r => r.RowKey.StartsWith(EffectRow.Prefix(wakeUp.Operation), StringComparison.Ordinal));
        if (!expected && _time.GetUtcNow() < wakeUp.CommitBy + Slack)
            await _queues.SendAsync(Queue, wakeUp, wakeUp.CommitBy + Slack + FirstDelay - _time.GetUtcNow(), cancellation);

        var answered = new List<SentMessage>();
        while (await DoAllAsync(partition, rows, wakeUp, cancellation) is { Count: > 0 } wakeUps)
        {
            answered.AddRange(wakeUps);
            rows = await ReadAsync(partition, cancellation);
        }
        // Whatever these were sent for is done, or put off with a message of its own.
        foreach (var message in answered)
            await _queues.TakeBackAsync(Queue, message, cancellation);
    }

    private Task<SentMessage> SendAsync(PartitionId partition, Operation operation, TimeSpan delay, CancellationToken cancellation) =>
        _queues.SendAsync(Queue, new WakeUp(partition.Table, partition.Key, operation.Id, operation.CommitBy), delay, cancellation);

    private Task<IReadOnlyList<TableEntity>> ReadAsync(PartitionId partition, CancellationToken cancellation) =>
        _partitions.ReadRangeAsync(partition, EffectRow.First, EffectRow.End, cancellation: cancellation);

    /// <returns>The messages of commits that effects made here: what follows from them is not done yet.</returns>
    private async Task<IReadOnlyList<SentMessage>> DoAllAsync(PartitionId partition, IReadOnlyList<TableEntity> rows, WakeUp wakeUp, CancellationToken cancellation)
    {
        var wakeUps = new List<SentMessage>();
        foreach (var row in rows)
        {
            if (row.GetDateTimeOffset("NotBefore") is { } notBefore && notBefore > _time.GetUtcNow())
                continue;

            var context = new EffectContext(partition, (row.GetInt32("Attempts") ?? 0) + 1);
            var outcome = await TryAsync(row, context, cancellation);
            await PutAwayAsync(outcome, partition, row, wakeUp, cancellation);
            wakeUps.AddRange(context.WakeUps);
        }
        return wakeUps;
    }

    private async Task PutAwayAsync(EffectOutcome outcome, PartitionId partition, TableEntity row, WakeUp wakeUp, CancellationToken cancellation)
    {
        // A new operation each: what is written here is never mistaken for the commit that recorded the effect.
        var operation = new Operation($"{wakeUp.Operation}+{row.GetInt32("Attempts") ?? 0}", _time.GetUtcNow() + Operation.Patience);
        var commit = new Commit(partition, operation);
        if (outcome.IsDone)
        {
            row.ETag = Azure.ETag.All;
            await _partitions.CommitAsync(commit.Delete(row), cancellation);
            return;
        }

        var attempts = (row.GetInt32("Attempts") ?? 0) + 1;
        var delay = outcome.After ?? Delays[Math.Min(attempts, Delays.Length) - 1];
        row["Attempts"] = attempts;
        row["NotBefore"] = _time.GetUtcNow() + delay;
        // The message first, as always: a put-off effect without a message would wait for the sweeper. If another runner was faster, its own stands.
        await _queues.SendAsync(Queue, wakeUp with { CommitBy = _time.GetUtcNow() }, delay + FirstDelay, cancellation);
        await _partitions.CommitAsync(commit.Replace(row), cancellation);
    }

    private async Task<EffectOutcome> TryAsync(TableEntity row, EffectContext context, CancellationToken cancellation)
    {
        var kind = row.GetString("Kind") ?? "";
        if (!_routes.TryGetValue(kind, out var route))
        {
            UnknownKind(context.Owner.Table, row.RowKey, kind);
            return EffectOutcome.Later();
        }

        await using var scope = _scopes.CreateAsyncScope();
        using var activity = EffectTrace.Source.StartActivity(kind);
        activity?.SetTag(EffectTrace.AttemptTag, context.Attempt);
        try
        {
            var outcome = await route.DoAsync(scope.ServiceProvider, row, context, cancellation);
            activity?.SetTag(EffectTrace.OutcomeTag, outcome.IsDone ? "Done" : "Later");
            return outcome;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            activity?.SetTag(EffectTrace.OutcomeTag, e.GetType().Name);
            Failed(e, kind, row.RowKey, context.Attempt);
            return EffectOutcome.Later();
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "No handler for effects of kind {Kind} ({Table}, {RowKey}); tried again later")]
    private partial void UnknownKind(string table, string rowKey, string kind);

    [LoggerMessage(1002, LogLevel.Warning, "Effect {Kind} ({RowKey}) failed at attempt {Attempt}; tried again later")]
    private partial void Failed(Exception e, string kind, string rowKey, int attempt);
}
