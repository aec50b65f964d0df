using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace WeCommerce.LocalHost.Queues;

/// <summary>The life of a message from being received to being deleted, put back or put aside.</summary>
internal sealed partial class MessageHandling(QueueSource source, QueueClient queue, QueueClient poison, TimeSpan lease, ILogger logger)
{
    /// <summary>Never expires, as in the Functions host.</summary>
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    public async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(CancellationToken stopping, CancellationToken abandoned)
    {
        // Not given up when the host stops: the messages of an answer that nobody reads would stay hidden.
        QueueMessage[] messages = await queue.ReceiveMessagesAsync(source.BatchSize, lease, abandoned);
        if (!stopping.IsCancellationRequested)
            return messages;

        await Task.WhenAll(messages.Select(message => ReleaseAsync(message, message.PopReceipt, TimeSpan.Zero)));
        return [];
    }

    /// <summary>Never throws: a message that could not be finished comes again when its lease ends.</summary>
    public async Task HandleAsync(QueueMessage message, CancellationToken abandoned)
    {
        try
        {
            // A message beyond the limit comes from a process that died before it could put the message aside.
            var outcome = MessageOutcome.Unreadable;
            var receipt = message.PopReceipt;
            if (message.DequeueCount <= source.MaxDequeueCount)
                (outcome, receipt) = await HandleUnderLeaseAsync(message, abandoned);

            await (outcome switch
            {
                MessageOutcome.Done => queue.DeleteMessageAsync(message.MessageId, receipt, CancellationToken.None),
                MessageOutcome.Failed when abandoned.IsCancellationRequested => ReleaseAsync(message, receipt, TimeSpan.Zero),
                MessageOutcome.Failed when message.DequeueCount < source.MaxDequeueCount =>
                    ReleaseAsync(message, receipt, source.RetryDelay(message.DequeueCount)),
                MessageOutcome.Failed or MessageOutcome.Unreadable => PutAsideAsync(message, receipt),
                _ => throw new InvalidOperationException($"There is no outcome {outcome}."),
            });
        }
        catch (Exception exception)
        {
            NotFinished(exception, message.MessageId, source.Queue);
        }
    }

    private async Task<(MessageOutcome Outcome, string Receipt)> HandleUnderLeaseAsync(QueueMessage message, CancellationToken abandoned)
    {
        await using var renewal = new MessageLease(queue, message, lease, logger);
        var outcome = await source.Handle(message, abandoned);
        return (outcome, await renewal.EndAsync());
    }

    private async Task ReleaseAsync(QueueMessage message, string receipt, TimeSpan delay) =>
        await queue.UpdateMessageAsync(message.MessageId, receipt, message.Body, delay, CancellationToken.None);

    private async Task PutAsideAsync(QueueMessage message, string receipt)
    {
        // A poison queue has none of its own, as in the Functions host: the message comes again when its lease ends.
        if (source.IsPoison)
        {
            StaysPoison(message.MessageId, source.Queue);
            return;
        }

        try
        {
            await poison.SendMessageAsync(message.Body, TimeSpan.Zero, Forever, CancellationToken.None);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await poison.CreateIfNotExistsAsync(cancellationToken: CancellationToken.None);
            await poison.SendMessageAsync(message.Body, TimeSpan.Zero, Forever, CancellationToken.None);
        }
        await queue.DeleteMessageAsync(message.MessageId, receipt, CancellationToken.None);
        IsPoison(message.MessageId, source.Queue, message.DequeueCount, source.PoisonQueue);
    }

    [LoggerMessage(21, LogLevel.Warning, "Message {Message} of queue {Queue} went to {PoisonQueue}; it was taken {DequeueCount} times.")]
    private partial void IsPoison(string message, string queue, long dequeueCount, string poisonQueue);

    [LoggerMessage(25, LogLevel.Error, "Message {Message} of {Queue} could not be handled there either. It stays.")]
    private partial void StaysPoison(string message, string queue);

    [LoggerMessage(22, LogLevel.Error, "Message {Message} of queue {Queue} could not be finished. It comes again.")]
    private partial void NotFinished(Exception exception, string message, string queue);
}
