using System.Text.RegularExpressions;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeCommerce.LocalHost.Functions;
using WeCommerce.LocalHost.Settings;

namespace WeCommerce.LocalHost.Queues;

/// <summary>Queue-triggered functions, each with a listener of its own.</summary>
internal sealed partial class QueueTriggers(
    FunctionCatalog catalog,
    FunctionRunner runner,
    HostJson host,
    StorageAccount storage,
    IConfiguration configuration,
    IOptions<LocalHostOptions> options,
    IHostApplicationLifetime lifetime,
    ILogger<QueueListener> logger) : TriggerListeners(lifetime)
{
    private readonly List<QueueSource> _sources = [];

    public override void Prepare()
    {
        foreach (var (function, trigger) in catalog.With<QueueTriggerAttribute>())
        {
            var queue = SettingNames.Expand(trigger.QueueName, configuration, function.Name, catalog.Errors);
            var connection = SettingNames.Expand(trigger.Connection ?? StorageAccount.Default, configuration, function.Name, catalog.Errors);
            if (!queue.Contains('%', StringComparison.Ordinal) && !QueueName().IsMatch(queue))
                catalog.Errors.Add($"Function '{function.Name}': '{queue}' cannot be the name of a queue.");
            _sources.Add(SourceOf(function, queue, connection));
        }
    }

    protected override Task ListenAsync() => Task.WhenAll(_sources.Select(source =>
        new QueueListener(source, storage, options.Value, logger).RunAsync(Stopping, Abandoned)));

    private QueueSource SourceOf(Function function, string queue, string connection) => new()
    {
        Queue = queue,
        Connection = connection,
        BatchSize = host.BatchSize,
        NewBatchThreshold = host.NewBatchThreshold,
        MaxDequeueCount = host.MaxDequeueCount,
        MaxPollingInterval = host.MaxPollingInterval,
        RetryDelay = _ => host.VisibilityTimeout,
        Handle = (message, abandoned) => HandleAsync(function, message, abandoned),
    };

    private async Task<MessageOutcome> HandleAsync(Function function, QueueMessage message, CancellationToken abandoned)
    {
        if (Body(message) is not { } body)
        {
            NotBase64(message.MessageId, function.Name);
            return MessageOutcome.Unreadable;
        }
        return await runner.RunAsync(function, body, MessageData.Of(message, body), abandoned) ? MessageOutcome.Done : MessageOutcome.Failed;
    }

    private BinaryData? Body(QueueMessage message)
    {
        if (!host.Base64)
            return message.Body;

        try
        {
            return BinaryData.FromBytes(Convert.FromBase64String(message.Body.ToString()));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Azure's rule: 3 to 63 lower-case letters, digits and single hyphens between them.</summary>
    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QueueName();

    [LoggerMessage(24, LogLevel.Error, "Message {Message} for function {Function} is not base64. Senders must encode as host.json says.")]
    private partial void NotBase64(string message, string function);
}
