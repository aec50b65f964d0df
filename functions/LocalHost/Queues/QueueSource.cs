using Azure.Storage.Queues.Models;

namespace WeCommerce.LocalHost.Queues;

/// <summary>A queue to be worked off, and how.</summary>
internal sealed record QueueSource
{
    private const string PoisonSuffix = "-poison";

    /// <summary>The setting that names the account.</summary>
    public required string Connection { get; init; }

    public required string Queue { get; init; }

    /// <summary>Where messages go that failed for good.</summary>
    public string PoisonQueue => $"{Queue}{PoisonSuffix}";

    /// <summary>Whether the queue holds other queues' failures.</summary>
    public bool IsPoison => Queue.EndsWith(PoisonSuffix, StringComparison.Ordinal);

    public required int BatchSize { get; init; }

    public required int NewBatchThreshold { get; init; }

    public required int MaxDequeueCount { get; init; }

    /// <summary>The pause after the n-th failure, counted from 1.</summary>
    public required Func<long, TimeSpan> RetryDelay { get; init; }

    public required TimeSpan MaxPollingInterval { get; init; }

    /// <summary>Handles one message. The token is cancelled when the host cannot wait any longer.</summary>
    public required Func<QueueMessage, CancellationToken, Task<MessageOutcome>> Handle { get; init; }
}

/// <summary>What became of a message.</summary>
internal enum MessageOutcome
{
    Done,
    Failed,

    /// <summary>Trying again would not help.</summary>
    Unreadable,
}
