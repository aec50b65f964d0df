using Microsoft.Extensions.Hosting;

namespace WeCommerce.LocalHost;

/// <summary>
/// What waits for work other than HTTP requests. It begins when the app has started, stops taking work as soon as the app is asked to stop,
/// and lets go of what is running when the shutdown time-out has passed.
/// </summary>
internal abstract class TriggerListeners(IHostApplicationLifetime lifetime) : IHostedService, IDisposable
{
    /// <summary>For functions to end after they have been told to.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _abandoned = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Cancelled when work is no longer to be finished.</summary>
    protected CancellationToken Abandoned => _abandoned.Token;

    /// <summary>Cancelled when no more work is to be begun.</summary>
    protected CancellationToken Stopping => lifetime.ApplicationStopping;

    /// <summary>Reads the triggers, and adds what is wrong with them to the catalogue's errors.</summary>
    public abstract void Prepare();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => _running = Task.Run(ListenAsync, CancellationToken.None));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(_abandoned.Cancel);
        try
        {
            await _running.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAny(_running, Task.Delay(Grace, CancellationToken.None));
        }
    }

    public virtual void Dispose() => _abandoned.Dispose();

    /// <summary>Ends when <see cref="Stopping"/> is cancelled and all work is done or let go.</summary>
    protected abstract Task ListenAsync();
}
