using System.Globalization;

namespace WeCommerce.Storage.Simulator.Tables;

/// <summary>A row at one moment: never changed, only replaced.</summary>
internal sealed record Row(string PartitionKey, string RowKey, DateTimeOffset Timestamp, IReadOnlyDictionary<string, object> Properties)
{
    /// <summary>Azure makes it from the Timestamp: <c>W/"datetime'2026-01-02T03%3A04%3A05.1234567Z'"</c>.</summary>
    public string ETag => $"W/\"datetime'{Uri.EscapeDataString(TextOf(Timestamp))}'\"";

    public static string TextOf(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    public object? Value(string name) => name switch
    {
        nameof(PartitionKey) => PartitionKey,
        nameof(RowKey) => RowKey,
        nameof(Timestamp) => Timestamp,
        _ => Properties.GetValueOrDefault(name),
    };

    public StoredRow ToStored(string table) => new(table, PartitionKey, RowKey, Timestamp, ETag, Properties);
}

/// <summary>Gives each write a moment of its own, a tick (100 ns) after the last when the clock stands still.</summary>
internal sealed class Stamps(TimeProvider time)
{
    private DateTimeOffset _last;

    public DateTimeOffset Next()
    {
        var now = time.GetUtcNow();
        return _last = now > _last ? now : _last.AddTicks(1);
    }
}
