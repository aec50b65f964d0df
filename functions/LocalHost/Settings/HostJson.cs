using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace WeCommerce.LocalHost.Settings;

/// <summary>
/// host.json, as far as this host goes by it. As everywhere, settings named <c>AzureFunctionsJobHost__extensions__queues__batchSize</c>
/// and the like win over the file.
/// </summary>
internal sealed class HostJson
{
    /// <summary>The Functions host's own default.</summary>
    private const int DefaultBatchSize = 16;

    public HostJson(IConfiguration configuration, IOptions<LocalHostOptions> options)
    {
        var path = options.Value.HostJsonPath ?? Path.Combine(ScriptRoot.Of(configuration), "host.json");
        var json = new ConfigurationBuilder()
            .AddJsonFile(Path.GetFullPath(path), optional: options.Value.HostJsonPath is null)
            .AddInMemoryCollection(configuration.GetSection("AzureFunctionsJobHost").AsEnumerable(makePathsRelative: true))
            .Build();
        RoutePrefix = json["extensions:http:routePrefix"] ?? "api";
        var queues = json.GetSection("extensions:queues");
        BatchSize = queues.GetValue("batchSize", DefaultBatchSize);
        NewBatchThreshold = queues.GetValue("newBatchThreshold", BatchSize / 2);
        MaxDequeueCount = queues.GetValue("maxDequeueCount", 5);
        VisibilityTimeout = queues.GetValue("visibilityTimeout", TimeSpan.Zero);
        MaxPollingInterval = queues.GetValue("maxPollingInterval", TimeSpan.FromMinutes(1));
        Base64 = !string.Equals(queues["messageEncoding"], "none", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Before every route; "api" by default, may be empty.</summary>
    public string RoutePrefix { get; }

    /// <summary>Messages fetched at once, at most 32.</summary>
    public int BatchSize { get; }

    /// <summary>When this many or fewer messages of a queue are left running, the next are fetched.</summary>
    public int NewBatchThreshold { get; }

    /// <summary>A message that failed this often is poison.</summary>
    public int MaxDequeueCount { get; }

    /// <summary>How long a failed message waits before it comes again.</summary>
    public TimeSpan VisibilityTimeout { get; }

    /// <summary>How seldom an empty queue is asked.</summary>
    public TimeSpan MaxPollingInterval { get; }

    /// <summary>Whether messages are base64 of their text.</summary>
    public bool Base64 { get; }

    /// <summary>Values that no queue can have.</summary>
    public IEnumerable<string> Errors()
    {
        if (BatchSize is < 1 or > 32)
            yield return $"host.json: extensions.queues.batchSize is {BatchSize}. It must be from 1 to 32.";
        if (NewBatchThreshold < 0)
            yield return $"host.json: extensions.queues.newBatchThreshold is {NewBatchThreshold}. It must not be negative.";
        if (MaxDequeueCount < 1)
            yield return $"host.json: extensions.queues.maxDequeueCount is {MaxDequeueCount}. It must be at least 1.";
        if (VisibilityTimeout < TimeSpan.Zero || VisibilityTimeout > TimeSpan.FromDays(7))
            yield return $"host.json: extensions.queues.visibilityTimeout is {VisibilityTimeout}. It must be from 0 to 7 days.";
        if (MaxPollingInterval < TimeSpan.FromMilliseconds(100))
            yield return $"host.json: extensions.queues.maxPollingInterval is {MaxPollingInterval}. It must be at least 100 ms.";
    }
}
