using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Reconciliation;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Poison;

/// <summary>
/// The host gave a message up after several tries: it is kept, and a person is told. One trigger a queue. A poison queue has no poison queue of its own:
/// what fails here at the host's last try would lie there and never be handed out again, so it goes back as a new message instead.
/// </summary>
internal sealed class FilePoison(PoisonBook book, TimeProvider time)
{
    [Function("FilePoisonOfEffects")]
    public Task OfEffectsAsync(
        [QueueTrigger(EffectRunner.Queue + PoisonQueues.Suffix)] string body, FunctionContext context, CancellationToken cancellation) =>
        FileAsync(EffectRunner.Queue, body, context, cancellation);

    [Function("FilePoisonOfOrdersToClose")]
    public Task OfOrdersToCloseAsync(
        [QueueTrigger(CloseUnpaidOrder.Queue + PoisonQueues.Suffix)] string body, FunctionContext context, CancellationToken cancellation) =>
        FileAsync(CloseUnpaidOrder.Queue, body, context, cancellation);

    [Function("FilePoisonOfReconciliations")]
    public Task OfReconciliationsAsync(
        [QueueTrigger(ReconcileDay.Queue + PoisonQueues.Suffix)] string body, FunctionContext context, CancellationToken cancellation) =>
        FileAsync(ReconcileDay.Queue, body, context, cancellation);

    private Task FileAsync(string queue, string body, FunctionContext context, CancellationToken cancellation)
    {
        var at = DateTimeOffset.TryParse(DataOf(context, "InsertionTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var inserted)
            ? inserted
            : time.GetUtcNow();
        var messageId = DataOf(context, "Id") is { Length: > 0 } known && known.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? known
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))[..32];
        var message = new PoisonMessage(PoisonId.Of(queue, at, messageId), queue, body, at);
        var isLastTry = int.TryParse(DataOf(context, "DequeueCount"), CultureInfo.InvariantCulture, out var tries) && tries >= PoisonQueues.MostTries;
        return isLastTry ? book.FileOrPutBackAsync(message, cancellation) : book.FileAsync(message, cancellation);
    }

    // The worker hands some of a message's properties on as JSON, in quotes.
    private static string DataOf(FunctionContext context, string name) =>
        context.BindingContext.BindingData.TryGetValue(name, out var value) ? $"{value}".Trim('"') : "";
}
