using System.Text;

namespace WeCommerce.Storage.Simulator;

/// <summary>A row as it stands in its table.</summary>
/// <param name="Properties">Columns but the keys and Timestamp: string, bool, int, long, double, DateTimeOffset, Guid or byte[].</param>
public sealed record StoredRow(
    string Table, string PartitionKey, string RowKey, DateTimeOffset Timestamp, string ETag, IReadOnlyDictionary<string, object> Properties);

/// <summary>A message as it stands in its queue.</summary>
/// <param name="Text">As it was sent: base64 where the client encodes so.</param>
/// <param name="ExpiresAt">Null for never.</param>
/// <param name="VisibleAt">From when on it is handed out.</param>
/// <param name="IsVisible">Whether it would be handed out now.</param>
/// <param name="DequeueCount">How often it was handed out.</param>
public sealed record StoredMessage(
    string Queue,
    string MessageId,
    string Text,
    DateTimeOffset InsertedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset VisibleAt,
    bool IsVisible,
    long DequeueCount)
{
    /// <summary>The text that the base64 holds.</summary>
    /// <exception cref="FormatException">The message is no base64.</exception>
    public string Decoded => Encoding.UTF8.GetString(Convert.FromBase64String(Text));
}
