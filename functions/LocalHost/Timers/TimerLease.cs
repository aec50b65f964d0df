namespace WeCommerce.LocalHost.Timers;

/// <summary>Holds a timer for this process while its function runs. Real time, because the other processes have no other.</summary>
internal sealed class TimerLease : IAsyncDisposable
{
    private readonly TimerTable _table;
    private readonly TimerRow _row;
    private readonly TimeSpan _lease;
    private readonly PeriodicTimer _timer;
    private readonly Task _renewal;

    private TimerLease(TimerTable table, TimerRow row, TimeSpan lease)
    {
        (_table, _row, _lease, _timer) = (table, row, lease, new PeriodicTimer(lease / 3));
        _renewal = RenewAsync();
    }

    /// <returns>Null where another process was first.</returns>
    public static async Task<TimerLease?> TryTakeAsync(
        TimerTable table, TimerRow row, string owner, TimeSpan lease, CancellationToken cancellation)
    {
        (row.Owner, row.OwnedUntil) = (owner, TimeProvider.System.GetUtcNow() + lease);
        return await table.TryWriteAsync(row, cancellation) ? new TimerLease(table, row, lease) : null;
    }

    /// <summary>Ends the renewals; the row may be changed then.</summary>
    public async Task EndAsync()
    {
        _timer.Dispose();
        await _renewal;
    }

    /// <summary>Writes the row with no owner.</summary>
    public Task<bool> ReleaseAsync()
    {
        (_row.Owner, _row.OwnedUntil) = (null, null);
        return _table.TryWriteAsync(_row, CancellationToken.None);
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private async Task RenewAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            try
            {
                _row.OwnedUntil = TimeProvider.System.GetUtcNow() + _lease;
                await _table.TryWriteAsync(_row, CancellationToken.None);
            }
            catch (Exception exception) when (exception is Azure.RequestFailedException or AggregateException)
            {
                // Storage is away for now; the next tick tries again while the lease still holds.
                continue;
            }
        }
    }
}
