using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using WeCommerce.LocalHost.Functions;

namespace WeCommerce.LocalHost.Timers;

/// <summary>
/// Fires one timer. Processes that share storage compete for each occurrence by the ETag of the timer's row: one of them gets it, and the
/// others look again when it is done, or when the winner has died.
/// </summary>
internal sealed partial class TimerListener(
    Timer timer, FunctionRunner runner, TimerTable table, string app, LocalHostOptions options, ILogger<TimerListener> logger)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly string _me = Guid.CreateVersion7().ToString("N");
    private bool _starting = true;

    public async Task RunAsync(CancellationToken stopping, CancellationToken abandoned)
    {
        TimerRow? row = null;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                row ??= await table.ReadAsync(app, timer.Function.Name, stopping);
                row = await StepAsync(row, stopping, abandoned) ? row : null;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                NoStorage(timer.Function.Name, options.StorageRetryInterval.TotalSeconds, exception.Message);
                row = null;
                await Task.Delay(options.StorageRetryInterval, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Waits for the next occurrence, or runs it.</summary>
    /// <returns>Whether the row is still as it is in storage.</returns>
    private async Task<bool> StepAsync(TimerRow row, CancellationToken stopping, CancellationToken abandoned)
    {
        if (row.Owner is not null && row.Owner != _me && row.OwnedUntil > TimeProvider.System.GetUtcNow())
        {
            await Task.Delay(options.TimerPollingInterval, stopping);
            return false;
        }

        var now = options.Clock.GetUtcNow();
        var isNew = row.Next is null || row.Schedule != timer.Schedule.Text;
        var isMissed = !isNew && timer.IsMonitored && row.Next <= now && (_starting || (row.Owner is not null && row.Owner != _me));
        if (isMissed || (_starting && timer.RunOnStartup))
            return await FireAsync(row, isMissed, abandoned);

        if (isNew || (_starting && row.Next <= now))
        {
            (row.Schedule, row.Next, row.LastUpdated) = (timer.Schedule.Text, timer.Schedule.NextAfter(now), now);
            var isWritten = await table.TryWriteAsync(row, stopping);
            _starting &= !isWritten;
            return isWritten;
        }

        _starting = false;
        if (row.Next <= now)
            return await FireAsync(row, isPastDue: false, abandoned);

        var wait = (row.Next ?? now) - now;
        await Task.Delay(wait < LongestWait ? wait : LongestWait, options.Clock, stopping);
        return true;
    }

    /// <summary>Gets hold of the timer, runs the function and writes down when it runs next.</summary>
    private async Task<bool> FireAsync(TimerRow row, bool isPastDue, CancellationToken abandoned)
    {
        var info = new TimerInfo { IsPastDue = isPastDue, ScheduleStatus = timer.IsMonitored ? StatusOf(row) : null };
        await using var lease = await TimerLease.TryTakeAsync(table, row, _me, options.TimerLease, abandoned);
        if (lease is null)
            return false;

        _starting = false;
        var succeeded = await runner.RunAsync(timer.Function, info, LocalBindingContext.None, abandoned);
        await lease.EndAsync();
        if (succeeded || !abandoned.IsCancellationRequested)
        {
            // What was cut short by the end of the process stays due; what failed by itself has had its turn.
            var now = options.Clock.GetUtcNow();
            (row.Schedule, row.Last, row.Next, row.LastUpdated) = (timer.Schedule.Text, now, timer.Schedule.NextAfter(now), now);
        }
        return await ReleaseAsync(lease, abandoned);
    }

    /// <summary>Insists: a run that is not written down would be run again.</summary>
    private async Task<bool> ReleaseAsync(TimerLease lease, CancellationToken abandoned)
    {
        while (true)
        {
            try
            {
                return await lease.ReleaseAsync();
            }
            catch (Exception exception) when (!abandoned.IsCancellationRequested)
            {
                NoStorage(timer.Function.Name, options.StorageRetryInterval.TotalSeconds, exception.Message);
                await Task.Delay(options.StorageRetryInterval, abandoned).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static ScheduleStatus StatusOf(TimerRow row) => new()
    {
        Last = row.Last?.UtcDateTime ?? default,
        Next = row.Next?.UtcDateTime ?? default,
        LastUpdated = row.LastUpdated?.UtcDateTime ?? default,
    };

    [LoggerMessage(30, LogLevel.Warning,
        "Timer {Function} waits for the storage account in the setting AzureWebJobsStorage; next try in {Seconds} s. {Reason}")]
    private partial void NoStorage(string function, double seconds, string reason);
}
