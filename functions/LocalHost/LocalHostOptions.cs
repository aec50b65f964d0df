using System.Reflection;

namespace WeCommerce.LocalHost;

/// <summary>How this process runs the functions, beyond what host.json says. Set it with <c>builder.Services.Configure</c>.</summary>
public sealed class LocalHostOptions
{
    /// <summary>Where <c>[Function]</c> methods are looked for. Empty: the entry assembly.</summary>
    public IList<Assembly> Assemblies { get; } = [];

    /// <summary>Classes of functions. When there are any, the assemblies are not searched.</summary>
    public IList<Type> Classes { get; } = [];

    /// <summary>The clock of timer schedules. Queues, retries and leases go by real time.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>
    /// Path of host.json. Null: in the folder named by <c>AzureWebJobsScriptRoot</c>, or else beside the app.
    /// A host.json that does not exist means the defaults of the Functions host.
    /// </summary>
    public string? HostJsonPath { get; set; }

    /// <summary>How soon an empty queue is asked again; doubles up to host.json's <c>maxPollingInterval</c>. 100 ms by default.</summary>
    public TimeSpan MinPollingInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long to leave storage alone that is missing or does not answer. 5 seconds by default.</summary>
    public TimeSpan StorageRetryInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// For how long a message is hidden from others while its function runs, renewed at half time. 30 seconds by default: the Functions
    /// host takes ten minutes, but on a developer's machine processes are killed often, and the next one should not wait that long.
    /// </summary>
    public TimeSpan MessageLease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For how long a process holds a timer while its function runs, renewed at a third of the time. 30 seconds by default.</summary>
    public TimeSpan TimerLease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a timer held by another process is looked at. 1 second by default.</summary>
    public TimeSpan TimerPollingInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Delays before an Event Grid event is delivered again, the last one for all further attempts.
    /// By default those of the service: 10 s, 30 s, 1 min, 5 min, 10 min, 30 min, 1 h, 3 h, 6 h, 12 h.
    /// </summary>
    public IReadOnlyList<TimeSpan> EventGridRetryDelays { get; set; } =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
    ];

    /// <summary>Attempts at delivering an event to a function before it goes to the dead letters. 30 by default.</summary>
    public int EventGridMaxDeliveryAttempts { get; set; } = 30;
}
