using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeCommerce.Shop.Tasks;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Deadlines;

/// <summary>
/// Meets the deadlines that are due, hour by hour from the cursor to now. When nothing is due it costs one read, two at the turn of an hour.
/// Two instances may meet the same one; what fails is put off and stands in nobody's way.
/// </summary>
internal sealed partial class DeadlineRunner(
    Partitions partitions, DeadlineCursor cursor, DeadlineBook book, OperatorTasks tasks, IServiceScopeFactory scopes, TimeProvider time, ILogger<DeadlineRunner> logger)
{
    private const int MostOfARun = 1000;
    private const int AtOnce = 8;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>After this time a run begins nothing new: the rest is for the next minute's.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(45);

    /// <summary>How long one handler may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How long after its end an hour may still get a deadline: whoever writes it has half a minute, and clocks differ a little.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(5);

    /// <summary>A deadline that cannot be met for so long is shown to a person.</summary>
    private static readonly TimeSpan LateAfter = TimeSpan.FromDays(1);

    public async Task RunAsync(CancellationToken cancellation = default)
    {
        var started = time.GetTimestamp();
        var now = time.GetUtcNow();
        var first = await cursor.GetAsync(cancellation);
        var (next, left) = (first, MostOfARun);
        for (var hour = first; hour <= now && left > 0 && time.GetElapsedTime(started) < MostTime; hour += Hour)
        {
            var rows = await partitions.ReadRangeAsync(Tables.DeadlinesOf(hour), DeadlineRows.First, DeadlineRows.EndAt(now), left, cancellation);
            if (rows.Count == 0 && next == hour && hour + Hour + Settling <= now)
                next = hour + Hour;

            left -= rows.Count;
            await Parallel.ForEachAsync(
                rows,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                async (row, token) =>
                {
                    if (time.GetElapsedTime(started) < MostTime)
                        await SettleAsync(row, token);
                });
        }
        if (next != first)
            await cursor.MoveAsync(next, cancellation);
    }

    private async Task SettleAsync(TableEntity row, CancellationToken cancellation)
    {
        try
        {
            var deadline = DeadlineRows.DeadlineOf(row);
            var isMet = await TryMeetAsync(deadline, cancellation);
            await (isMet ? book.RemoveAsync(row, cancellation) : book.PutOffAsync(row, deadline, cancellation));
            if (time.GetUtcNow() - deadline.At > LateAfter && (deadline.Attempts > 0 || !isMet))
                await TellAsync(deadline, isMet, cancellation);
        }
        // The row stays for the next minute, and the others get their turn.
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            NotSettled(e, row.RowKey);
        }
    }

    private async Task<bool> TryMeetAsync(Deadline deadline, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        using var tooLong = new CancellationTokenSource(Patience, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation, tooLong.Token);
        using var activity = ShopTrace.Source.StartActivity($"deadline {deadline.Kind}");
        activity?.SetTag(ShopTrace.OrderTag, ShopTrace.OrderIn(deadline.Id)?.Value);
        try
        {
            var handler = scope.ServiceProvider.GetServices<IDeadlineHandler>().SingleOrDefault(h => $"{h.Kind}" == deadline.Kind);
            if (handler is null)
            {
                UnknownKind(deadline.Kind, deadline.Id);
                return false;
            }
            await handler.MeetAsync(deadline.Id, deadline.At, patience.Token).WaitAsync(patience.Token);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            NotMet(e, deadline.Kind, deadline.Id, deadline.Attempts + 1);
            return false;
        }
    }

    private Task TellAsync(Deadline deadline, bool isMet, CancellationToken cancellation)
    {
        var about = $"{deadline.Kind}-{deadline.Id}-{SortableInstant.Of(deadline.At)}";
        return isMet
            ? tasks.EndAsync(new EndTask(TaskKind.DeadlineMissed, about, "已自动完成"), cancellation)
            : tasks.RaiseAsync(
                new RaiseTask(
                    TaskKind.DeadlineMissed,
                    about,
                    $"到期事项 {deadline.Kind}（{deadline.Id}）超过一天仍未能自动完成",
                    "系统会每小时重试。请查看日志中的失败原因，必要时人工处理后再关闭本待办",
                    time.GetUtcNow() + LateAfter),
                cancellation);
    }

    [LoggerMessage(6101, LogLevel.Error, "No handler for deadlines of kind {Kind} ({Id}); tried again later")]
    private partial void UnknownKind(string kind, string id);

    [LoggerMessage(6102, LogLevel.Warning, "Deadline {Kind} ({Id}) failed at attempt {Attempt}; tried again later")]
    private partial void NotMet(Exception e, string kind, string id, int attempt);

    [LoggerMessage(6103, LogLevel.Error, "Deadline {RowKey} could not be put away; it comes again")]
    private partial void NotSettled(Exception e, string rowKey);
}
