using System.Text.Json;
using Azure;
using Azure.Storage.Queues.Models;

namespace WeCommerce.Storage;

/// <summary>Sends messages: JSON, base64 on the wire as the Functions host expects, never expiring.</summary>
public sealed class Queues
{
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    /// <summary>Azure lets a message stay unseen for at most 7 days.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1);

    private readonly StorageClients _clients;

    internal Queues(StorageClients clients) => _clients = clients;

    /// <summary>Puts a message on a queue.</summary>
    /// <param name="delay">How long it stays unseen: 0 to 7 days; a longer one is cut, so what reads the message must look at the time.</param>
    /// <returns>By which it can be taken back.</returns>
    /// <exception cref="StorageUnavailableException">Storage is out of reach; the message may have been put there all the same.</exception>
    public Task<SentMessage> SendAsync<T>(string queue, T message, TimeSpan delay, CancellationToken cancellation = default) =>
        SendTextAsync(queue, JsonSerializer.Serialize(message, Rows.Json), delay, cancellation);

    /// <summary>Puts a text on a queue as it is: a message that was on one before.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task<SentMessage> SendTextAsync(string queue, string text, TimeSpan delay, CancellationToken cancellation = default) =>
        Reach.TryAsync(() => PutAsync(queue, text, delay, cancellation), cancellation);

    /// <summary>
    /// Takes a message back whose work is done, or will never be there, so that nobody is woken up for nothing. One that was handed out already stays: who
    /// has it finds nothing to do. So does one that is out of reach now: it comes in its time.
    /// </summary>
    public async Task TakeBackAsync(string queue, SentMessage message, CancellationToken cancellation = default)
    {
        try
        {
            await _clients.Queue(queue).DeleteMessageAsync(message.Id, message.PopReceipt, cancellation);
        }
        // The receipt of one that was handed out is out of date (400), and its message may be gone (404).
        catch (Exception e) when (e is RequestFailedException { Status: 400 or 404 } || Reach.IsOutOfReach(e, cancellation))
        {
        }
    }

    /// <summary>About how many messages a queue holds, hidden ones too; none when there is no such queue.</summary>
    /// <exception cref="StorageUnavailableException">Storage is out of reach.</exception>
    public Task<int> CountAsync(string queue, CancellationToken cancellation = default) => Reach.TryAsync(
        async () =>
        {
            try
            {
                return (await _clients.Queue(queue).GetPropertiesAsync(cancellation)).Value.ApproximateMessagesCount;
            }
            catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
            {
                return 0;
            }
        },
        cancellation);

    private async Task<SentMessage> PutAsync(string queue, string text, TimeSpan delay, CancellationToken cancellation)
    {
        var client = _clients.Queue(queue);
        // Azure counts whole seconds and the SDK cuts the rest off: a message that comes too early would be sent again for no time at all, over and over.
        var whole = TimeSpan.FromSeconds(Math.Ceiling(delay.TotalSeconds));
        var unseen = whole < TimeSpan.Zero ? TimeSpan.Zero : whole > LongestDelay ? LongestDelay : whole;
        try
        {
            return SentMessage.Of(await client.SendMessageAsync(text, unseen, Forever, cancellation));
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await client.CreateIfNotExistsAsync(cancellationToken: cancellation);
            return SentMessage.Of(await client.SendMessageAsync(text, unseen, Forever, cancellation));
        }
    }
}

/// <summary>A message on its queue: its id, and the receipt by which its sender can take it back until it is handed out.</summary>
public sealed record SentMessage(string Id, string PopReceipt)
{
    internal static SentMessage Of(SendReceipt receipt) => new(receipt.MessageId, receipt.PopReceipt);
}
