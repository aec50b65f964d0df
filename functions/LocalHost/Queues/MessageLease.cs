using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace WeCommerce.LocalHost.Queues;

/// <summary>Keeps a message hidden from other processes while it is at work.</summary>
internal sealed partial class MessageLease : IAsyncDisposable
{
    private readonly QueueClient _queue;
    private readonly QueueMessage _message;
    private readonly TimeSpan _lease;
    private readonly ILogger _logger;
    private readonly PeriodicTimer _timer;
    private readonly Task _renewal;
    private string _receipt;

    public MessageLease(QueueClient queue, QueueMessage message, TimeSpan lease, ILogger logger)
    {
        (_queue, _message, _lease, _logger, _receipt) = (queue, message, lease, logger, message.PopReceipt);
        _timer = new PeriodicTimer(lease / 2);
        _renewal = RenewAsync();
    }

    /// <summary>Ends the renewals.</summary>
    /// <returns>The receipt by which the message can be deleted or put back.</returns>
    public async Task<string> EndAsync()
    {
        _timer.Dispose();
        await _renewal;
        return _receipt;
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private async Task RenewAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            try
            {
                var update = await _queue.UpdateMessageAsync(_message.MessageId, _receipt, _message.Body, _lease);
                _receipt = update.Value.PopReceipt;
            }
            catch (Exception exception)
            {
                NotRenewed(exception, _message.MessageId, _queue.Name);
            }
        }
    }

    [LoggerMessage(23, LogLevel.Warning, "The lease of message {Message} of queue {Queue} could not be renewed.")]
    private partial void NotRenewed(Exception exception, string message, string queue);
}
