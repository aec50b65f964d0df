using Azure;
using Azure.Data.Tables;

namespace WeCommerce.LocalHost.Timers;

/// <summary>A timer in storage: what it did last, what is due next, and which process is at it.</summary>
internal sealed class TimerRow : ITableEntity
{
    /// <summary>The app's name.</summary>
    public string PartitionKey { get; set; } = "";

    /// <summary>The function's name.</summary>
    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    /// <summary>The schedule that <see cref="Next"/> was reckoned by.</summary>
    public string? Schedule { get; set; }

    public DateTimeOffset? Last { get; set; }

    /// <summary>The occurrence that is due next; it stays until it has been run.</summary>
    public DateTimeOffset? Next { get; set; }

    public DateTimeOffset? LastUpdated { get; set; }

    /// <summary>The process that runs the function now.</summary>
    public string? Owner { get; set; }

    /// <summary>Real time after which the owner counts as dead.</summary>
    public DateTimeOffset? OwnedUntil { get; set; }
}
