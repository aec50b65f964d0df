using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace WeCommerce.Checker;

/// <summary>Reads a live store, and changes nothing: rows are queried, messages are peeked at.</summary>
public static class StoreReader
{
    /// <summary>As many messages as one call shows; of those that are hidden only the number is known.</summary>
    private const int MostPeeked = 32;

    private static readonly HashSet<string> Keys = new(["odata.etag", "PartitionKey", "RowKey", "Timestamp"], StringComparer.Ordinal);

    public static async Task<Store> ReadAsync(string connectionString, CancellationToken cancellation = default)
    {
        var rows = new List<StoredRow>();
        var tables = new TableServiceClient(connectionString);
        await foreach (var table in tables.QueryAsync(cancellationToken: cancellation))
        {
            await foreach (var row in tables.GetTableClient(table.Name).QueryAsync<TableEntity>(cancellationToken: cancellation))
                rows.Add(new StoredRow(table.Name, row.PartitionKey, row.RowKey, ColumnsOf(row)));
        }
        return new Store(rows, await ReadMessagesAsync(connectionString, cancellation));
    }

    private static async Task<List<StoredMessage>> ReadMessagesAsync(string connectionString, CancellationToken cancellation)
    {
        var messages = new List<StoredMessage>();
        var service = new QueueServiceClient(connectionString);
        await foreach (var queue in service.GetQueuesAsync(cancellationToken: cancellation))
        {
            var client = service.GetQueueClient(queue.Name);
            QueueProperties properties = await client.GetPropertiesAsync(cancellation);
            PeekedMessage[] peeked = await client.PeekMessagesAsync(MostPeeked, cancellation);
            messages.AddRange(peeked.Select(m => new StoredMessage(queue.Name, m.MessageId, Decoded(m.Body.ToString()))));
            messages.AddRange(Enumerable.Range(1, Math.Max(0, properties.ApproximateMessagesCount - peeked.Length)).Select(n => new StoredMessage(queue.Name, $"hidden {n}", "(not visible)")));
        }
        return messages;
    }

    private static Dictionary<string, object> ColumnsOf(TableEntity row) =>
        row.Where(c => !Keys.Contains(c.Key) && c.Value is not null).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);

    private static string Decoded(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : text;
    }
}
