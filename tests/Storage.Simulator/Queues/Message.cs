namespace WeCommerce.Storage.Simulator.Queues;

/// <summary>A message in its queue.</summary>
internal sealed class Message(string id, string text, DateTimeOffset insertedAt, DateTimeOffset? expiresAt)
{
    public string Id => id;

    public string Text { get; set; } = text;

    public DateTimeOffset InsertedAt => insertedAt;

    public DateTimeOffset? ExpiresAt => expiresAt;

    public DateTimeOffset VisibleAt { get; set; }

    public long DequeueCount { get; set; }

    /// <summary>Names the last time that it was put, handed out or updated.</summary>
    public string PopReceipt { get; set; } = "";

    public bool IsVisible(DateTimeOffset now) => VisibleAt <= now;

    public StoredMessage ToStored(string queue, DateTimeOffset now) => new(queue, id, Text, insertedAt, expiresAt, VisibleAt, IsVisible(now), DequeueCount);
}
