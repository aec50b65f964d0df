using Microsoft.Extensions.Logging;
using WeCommerce.LocalHost.Settings;

namespace WeCommerce.LocalHost.Queues;

/// <summary>Works off one queue: at most batch size + threshold messages at a time, asking an empty queue ever less often.</summary>
internal sealed partial class QueueListener(
    QueueSource source, StorageAccount storage, LocalHostOptions options, ILogger<QueueListener> logger)
{
    /// <param name="stopping">No more messages are taken.</param>
    /// <param name="abandoned">Messages at work are let go.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abandoned)
    {
        var running = new List<Task>();
        var interval = options.MinPollingInterval;
        MessageHandling? handling = null;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                handling ??= await OpenAsync(abandoned);
                var messages = await handling.ReceiveAsync(stopping, abandoned);
                running.RemoveAll(task => task.IsCompleted);
                running.AddRange(messages.Select(message => handling.HandleAsync(message, abandoned)));
                if (messages.Count > 0)
                {
                    interval = options.MinPollingInterval;
                    await RoomAsync(running, stopping);
                }
                else
                {
                    await Task.Delay(interval, stopping);
                    interval = TimeSpan.FromTicks(Math.Min(interval.Ticks * 2, source.MaxPollingInterval.Ticks));
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                NoStorage(source.Queue, source.Connection, options.StorageRetryInterval.TotalSeconds, exception.Message);
                handling = null;
                await Task.Delay(options.StorageRetryInterval, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        await Task.WhenAll(running);
    }

    /// <summary>Waits until few enough messages are left at work that the next can be fetched.</summary>
    private async Task RoomAsync(List<Task> running, CancellationToken stopping)
    {
        running.RemoveAll(task => task.IsCompleted);
        while (running.Count > source.NewBatchThreshold)
        {
            await Task.WhenAny(running).WaitAsync(stopping);
            running.RemoveAll(task => task.IsCompleted);
        }
    }

    private async Task<MessageHandling> OpenAsync(CancellationToken abandoned)
    {
        var service = storage.Queues(source.Connection);
        var queue = service.GetQueueClient(source.Queue);
        await queue.CreateIfNotExistsAsync(cancellationToken: abandoned);
        return new MessageHandling(source, queue, service.GetQueueClient(source.PoisonQueue), options.MessageLease, logger);
    }

    [LoggerMessage(20, LogLevel.Warning,
        "Queue {Queue} of the storage account in the setting {Connection} cannot be read; next try in {Seconds} s. {Reason}")]
    private partial void NoStorage(string queue, string connection, double seconds, string reason);
}
