using Microsoft.Extensions.Logging;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Tasks;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Poison;

/// <summary>Keeps messages that could not be handled until an operator has decided, and after.</summary>
internal sealed partial class PoisonBook(
    Partitions partitions, Queues queues, OperatorTasks tasks, Ids ids, TimeProvider time, ILogger<PoisonBook> logger)
{
    /// <summary>Something is left undone while the message waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(4);

    /// <summary>What five tries could not do, over as many leases, is not tried again at once.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private static readonly Problem NotFound = Problem.NotFound("POISON_NOT_FOUND", "There is no such message.");

    /// <summary>Keeps a message and raises its task. Twice is as good as once.</summary>
    public async Task FileAsync(PoisonMessage message, CancellationToken cancellation)
    {
        // One that was filed already is there: the task may not be.
        await partitions.CommitAsync(new Commit(Tables.PoisonOf(message.Queue), Operation.Start(ids, time)).Insert(PoisonRows.Of(message)), cancellation);
        await tasks.RaiseAsync(
            new RaiseTask(
                TaskKind.PoisonMessage, TaskOf(message.Id), $"队列 {message.Queue} 有一条消息多次处理失败", PoisonQueues.RemedyOf(message.Queue), time.GetUtcNow() + Patience),
            cancellation);
    }

    /// <summary>As <see cref="FileAsync"/>; a message that cannot be kept now goes back to its poison queue as a new one, for another round of tries.</summary>
    public async Task FileOrPutBackAsync(PoisonMessage message, CancellationToken cancellation)
    {
        try
        {
            await FileAsync(message, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            PutBack(e, message.Id.Value);
            await queues.SendTextAsync(message.Queue + PoisonQueues.Suffix, message.Body, Pause, cancellation);
        }
    }

    public async Task<Result<PoisonMessage>> ReadAsync(string id, CancellationToken cancellation) =>
        PoisonId.TryParse(id, out var parsed) && await partitions.ReadAsync(Tables.PoisonOf(parsed.Queue), parsed.RowKey, cancellation) is { } row
            ? PoisonRows.MessageOf(row)
            : NotFound;

    /// <summary>Lets an operator's decision stand on the message, and ends its task.</summary>
    /// <param name="decide">The message as decided; the same one when that was decided before.</param>
    public async Task<Result<PoisonMessage>> DecideAsync(
        PoisonId id, MemberId by, string note, Func<PoisonMessage, Result<PoisonMessage>> decide, CancellationToken cancellation)
    {
        var decided = await Backoff.DecideAsync<Result<PoisonMessage>>(
            async () =>
            {
                if (await partitions.ReadAsync(Tables.PoisonOf(id.Queue), id.RowKey, cancellation) is not { } row)
                    return new(IsFinal: true, NotFound);

                var message = PoisonRows.MessageOf(row);
                var decision = decide(message);
                if (decision.Problem is not null || ReferenceEquals(decision.Value, message))
                    return new(IsFinal: true, decision);

                var commit = new Commit(Tables.PoisonOf(id.Queue), Operation.Start(ids, time)).Replace(PoisonRows.Of(decision.Value, row.ETag));
                return new((await partitions.CommitAsync(commit, cancellation)).Landed, decision);
            },
            Problem.Busy(),
            time, cancellation);
        if (decided.Problem is not null)
            return decided;

        var finished = await tasks.FinishAsync(TaskId.Of(TaskKind.PoisonMessage, TaskOf(id)), by, note, cancellation);
        return finished.Problem is { Status: not 404 } problem ? problem : decided;
    }

    // A subject without a dot makes a TaskId that reads like it.
    private static string TaskOf(PoisonId id) => id.Value.Replace('.', '_');

    [LoggerMessage(6301, LogLevel.Error, "Poison message {PoisonId} could not be kept; it goes back for another round of tries")]
    private partial void PutBack(Exception e, string poisonId);
}
