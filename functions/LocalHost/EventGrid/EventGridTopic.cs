using System.Text.Json;
using Azure;
using Azure.Messaging;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using WeCommerce.LocalHost.Functions;
using WeCommerce.LocalHost.Settings;

namespace WeCommerce.LocalHost.EventGrid;

/// <summary>
/// The local topic. Events go to a queue, once for each function, before their sender hears that they were taken, so that none is lost.
/// </summary>
internal sealed partial class EventGridTopic(FunctionCatalog catalog, StorageAccount storage, ILogger<EventGridTopic> logger)
{
    public const string Path = "/runtime/webhooks/eventgrid";

    /// <summary>Of storage, for the text of a message.</summary>
    private const int MaxMessageBytes = 64 * 1024;

    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    /// <summary>Answers a publisher: 200 taken, 400 no CloudEvents, 413 too big for a message, 415 another schema, 503 no storage.</summary>
    public async Task PublishAsync(HttpContext context)
    {
        context.Response.StatusCode = await TakeAsync(context.Request, context.RequestAborted);
    }

    private async Task<int> TakeAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentType?.StartsWith("application/cloudevents", StringComparison.OrdinalIgnoreCase) != true)
            return StatusCodes.Status415UnsupportedMediaType;

        List<string> messages;
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellation);
            IEnumerable<JsonElement> events = body.RootElement.ValueKind == JsonValueKind.Array ? body.RootElement.EnumerateArray() : [body.RootElement];
            messages = [.. events.SelectMany(Deliveries)];
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            return StatusCodes.Status400BadRequest;
        }
        if (messages.Exists(message => message.Length > MaxMessageBytes))
            return StatusCodes.Status413PayloadTooLarge;

        try
        {
            await SendAsync(messages, cancellation);
            return StatusCodes.Status200OK;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            NotTaken(exception, messages.Count);
            return StatusCodes.Status503ServiceUnavailable;
        }
    }

    /// <exception cref="ArgumentException">It is no CloudEvent.</exception>
    private IEnumerable<string> Deliveries(JsonElement published)
    {
        if (published.ValueKind != JsonValueKind.Object || CloudEvent.Parse(BinaryData.FromString(published.GetRawText())) is null)
            throw new ArgumentException("It is no CloudEvent.", nameof(published));

        return catalog.With<EventGridTriggerAttribute>().Select(found => JsonSerializer.Serialize(new Delivery(found.Function.Name, published)));
    }

    private async Task SendAsync(List<string> messages, CancellationToken cancellation)
    {
        if (messages.Count == 0)
            return;

        var queue = storage.Queues(StorageAccount.Default).GetQueueClient(Delivery.Queue);
        await Parallel.ForEachAsync(messages, cancellation, async (message, token) =>
        {
            try
            {
                await queue.SendMessageAsync(message, TimeSpan.Zero, Forever, token);
            }
            catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
            {
                await queue.CreateIfNotExistsAsync(cancellationToken: token);
                await queue.SendMessageAsync(message, TimeSpan.Zero, Forever, token);
            }
        });
    }

    [LoggerMessage(40, LogLevel.Error, "{Count} deliveries of Event Grid events could not be put into storage. The publisher was told so.")]
    private partial void NotTaken(Exception exception, int count);
}
