using System.Text.Json;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeCommerce.LocalHost.Functions;
using WeCommerce.LocalHost.Queues;
using WeCommerce.LocalHost.Settings;

namespace WeCommerce.LocalHost.EventGrid;

/// <summary>Delivers the topic's events to the functions, again and again with growing pauses, and then to the dead letters.</summary>
internal sealed class EventGridTriggers(
    FunctionCatalog catalog,
    FunctionRunner runner,
    HostJson host,
    StorageAccount storage,
    IOptions<LocalHostOptions> options,
    IHostApplicationLifetime lifetime,
    ILogger<QueueListener> logger) : TriggerListeners(lifetime)
{
    /// <summary>Event Grid delivers at once, however seldom host.json wants queues to be asked.</summary>
    private static readonly TimeSpan MaxPollingInterval = TimeSpan.FromSeconds(1);

    public override void Prepare()
    {
        if (options.Value.EventGridRetryDelays.Count == 0)
            catalog.Errors.Add("LocalHostOptions.EventGridRetryDelays must have at least one delay.");
    }

    protected override Task ListenAsync()
    {
        if (!catalog.With<EventGridTriggerAttribute>().Any())
            return Task.CompletedTask;

        var source = new QueueSource
        {
            Queue = Delivery.Queue,
            Connection = StorageAccount.Default,
            BatchSize = host.BatchSize,
            NewBatchThreshold = host.NewBatchThreshold,
            MaxPollingInterval = MaxPollingInterval,
            MaxDequeueCount = options.Value.EventGridMaxDeliveryAttempts,
            RetryDelay = DelayAfter,
            Handle = HandleAsync,
        };
        return new QueueListener(source, storage, options.Value, logger).RunAsync(Stopping, Abandoned);
    }

    private TimeSpan DelayAfter(long attempt)
    {
        var delays = options.Value.EventGridRetryDelays;
        return delays[(int)Math.Min(attempt, delays.Count) - 1];
    }

    private async Task<MessageOutcome> HandleAsync(QueueMessage message, CancellationToken abandoned)
    {
        // A function that is gone since the event was taken will not come back within the attempts, either.
        if (Read(message) is not { } delivery || catalog.Find(delivery.Function) is not { Trigger: EventGridTriggerAttribute } function)
            return MessageOutcome.Unreadable;

        var input = BinaryData.FromString(delivery.Event.GetRawText());
        return await runner.RunAsync(function, input, LocalBindingContext.None, abandoned) ? MessageOutcome.Done : MessageOutcome.Failed;
    }

    private static Delivery? Read(QueueMessage message)
    {
        try
        {
            return message.Body.ToObjectFromJson<Delivery>();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
