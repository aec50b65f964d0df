using Microsoft.Extensions.Logging;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Tasks;

/// <summary>The shop's tasks. What has a partition to commit in records <see cref="RaiseTask"/> as an effect instead.</summary>
internal sealed partial class OperatorTasks(Partitions partitions, Ids ids, TimeProvider time, ILogger<OperatorTasks> logger)
{
    /// <summary>Raises a task unless one of this kind and subject was raised before. Twice is as good as once.</summary>
    public async Task RaiseAsync(RaiseTask raise, CancellationToken cancellation = default)
    {
        var task = new OperatorTask
        {
            Kind = raise.Kind,
            About = raise.About,
            What = raise.What,
            Remedy = raise.Remedy,
            RaisedAt = time.GetUtcNow(),
            Deadline = raise.Deadline,
        };
        if (await ReadAsync(task.TaskId, cancellation) is not null)
            return;

        // Another writer was first: with the same task.
        var commit = new Commit(Tables.Tasks, Operation.Start(ids, time)).Insert(TaskRows.Of(task)).Insert(TaskRows.ListedOf(task));
        if ((await partitions.CommitAsync(commit, cancellation)).Landed)
            Raised(task.TaskId.Value, task.Deadline);
    }

    /// <summary>Ends a task that is open, because the matter settled itself; any other is left as it is.</summary>
    /// <exception cref="TimeoutException">Others change the task all the time.</exception>
    public async Task EndAsync(EndTask end, CancellationToken cancellation = default)
    {
        var ended = await FinishAsync(TaskId.Of(end.Kind, end.About), by: null, end.How, cancellation);
        if (ended.Problem is { Status: not 404 } problem)
            throw new TimeoutException(problem.Title);
    }

    public async Task<OperatorTask?> ReadAsync(TaskId id, CancellationToken cancellation = default) =>
        await partitions.ReadAsync(Tables.Tasks, TaskRows.KeyOf(id), cancellation) is { } row ? TaskRows.TaskOf(row) : null;

    /// <summary>Open tasks, soonest deadline first.</summary>
    public async Task<IReadOnlyList<OperatorTask>> ListOpenAsync(int most = 1000, CancellationToken cancellation = default)
    {
        var (first, end) = TaskRows.ListOf(done: false);
        return [.. (await partitions.ReadRangeAsync(Tables.Tasks, first, end, most, cancellation)).Select(TaskRows.TaskOf)];
    }

    /// <summary>Marks a task as done. One that is done already stays as it was done.</summary>
    /// <param name="by">Which operator; null when the matter settled itself.</param>
    public Task<Result<OperatorTask>> FinishAsync(TaskId id, MemberId? by, string note, CancellationToken cancellation) =>
        Backoff.DecideAsync<Result<OperatorTask>>(
            async () =>
            {
                if (await partitions.ReadAsync(Tables.Tasks, TaskRows.KeyOf(id), cancellation) is not { } row)
                    return new(IsFinal: true, Problem.NotFound("TASK_NOT_FOUND", "There is no such task."));

                var task = TaskRows.TaskOf(row);
                if (task.DoneAt is not null)
                    return new(IsFinal: true, task);

                var done = task with { DoneAt = time.GetUtcNow(), DoneBy = by, Note = note };
                var commit = new Commit(Tables.Tasks, Operation.Start(ids, time))
                    .Replace(TaskRows.Of(done, row.ETag))
                    .Delete(TaskRows.Unlisted(task))
                    .Upsert(TaskRows.ListedOf(done));
                return new((await partitions.CommitAsync(commit, cancellation)).Landed, done);
            },
            Problem.Busy(),
            time, cancellation);

    [LoggerMessage(6001, LogLevel.Warning, "A person must act until {Deadline}: task {TaskId}")]
    private partial void Raised(string taskId, DateTimeOffset deadline);
}
