using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Poison;

/// <summary>Messages that could not be handled: of one queue or queue by queue, newest first, decided ones too.</summary>
internal sealed class ListPoison(Partitions partitions)
{
    private const int PageSize = 20;

    [Function(nameof(ListPoison))]
    [Operator]
    [Answer<Page<PoisonMessage>>(200, "Messages that could not be handled", Query = "queue,next")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/poison")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(HandleAsync($"{http.Query["queue"]}", $"{http.Query["next"]}", cancellation));

    private async Task<Result<Page<PoisonMessage>>> HandleAsync(string queue, string next, CancellationToken cancellation)
    {
        if (queue.Length > 0 && !PoisonQueues.All.Contains(queue, StringComparer.Ordinal))
            return Problem.Malformed("queue", "No such queue.");
        PoisonId? from = null;
        if (next.Length > 0)
        {
            if (!PoisonId.TryParse(next, out var parsed) || (queue.Length > 0 && parsed.Queue != queue))
                return Problem.Malformed("next", "Not a value that this list gave.");
            from = parsed;
        }

        // One more than a page: where the next one begins.
        var messages = new List<PoisonMessage>();
        foreach (var name in PoisonQueues.All.Where(q => queue.Length == 0 || q == queue).SkipWhile(q => from is not null && q != from.Value.Queue))
        {
            var first = from?.Queue == name ? from.Value.RowKey : PoisonRows.First;
            var rows = await partitions.ReadRangeAsync(Tables.PoisonOf(name), first, PoisonRows.End, PageSize + 1 - messages.Count, cancellation);
            messages.AddRange(rows.Select(PoisonRows.MessageOf));
            if (messages.Count > PageSize)
                break;
        }
        return new Page<PoisonMessage>([.. messages.Take(PageSize)], messages.Count > PageSize ? messages[PageSize].Id.Value : null);
    }
}
