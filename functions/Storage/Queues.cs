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
    /// <exception cref="StorageUnavailableException">Storage is out of reach; the message may have been put there all the same.</exception>
    public Task SendAsync<T>(string queue, T message, TimeSpan delay, CancellationToken cancellation = default) =>
        SendTextAsync(queue, JsonSerializer.Serialize(message, Rows.Json), delay, cancellation);

    /// <summary>Puts a text on a queue as it is: a message that was on one before.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public Task SendTextAsync(string queue, string text, TimeSpan delay, CancellationToken cancellation = default) =>
        Reach.TryAsync(() => PutAsync(queue, text, delay, cancellation), cancellation);

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

    private async Task<SendReceipt> PutAsync(string queue, string text, TimeSpan delay, CancellationToken cancellation)
    {
        var client = _clients.Queue(queue);
        // Azure counts whole seconds and the SDK cuts the rest off: a message that comes too early would be sent again for no time at all, over and over.
        var whole = TimeSpan.FromSeconds(Math.Ceiling(delay.TotalSeconds));
        var unseen = whole < TimeSpan.Zero ? TimeSpan.Zero : whole > LongestDelay ? LongestDelay : whole;
        try
        {
            return await client.SendMessageAsync(text, unseen, Forever, cancellation);
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await client.CreateIfNotExistsAsync(cancellationToken: cancellation);
            return await client.SendMessageAsync(text, unseen, Forever, cancellation);
        }
    }
}
