using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Poison;

/// <summary>
/// Puts a message back on its queue, then marks it: a crash between the two leaves it to be retried once more, which handlers do not mind.
/// A message that was dropped can still be retried.
/// </summary>
internal sealed class RetryPoison(PoisonBook book, Queues queues, TimeProvider time)
{
    [Function(nameof(RetryPoison))]
    [Operator]
    [Answer<PoisonMessage>(200, "The message, back on its queue")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/ops/poison/{poisonId}/retry")] HttpRequest http,
        string poisonId,
        CancellationToken cancellation) =>
        Answers.Of(HandleAsync(poisonId, http.Session().MemberId, cancellation));

    private async Task<Result<PoisonMessage>> HandleAsync(string poisonId, MemberId by, CancellationToken cancellation)
    {
        var message = await book.ReadAsync(poisonId, cancellation);
        if (message.Problem is not null)
            return message;

        await queues.SendTextAsync(message.Value.Queue, message.Value.Body, TimeSpan.Zero, cancellation);
        return await book.DecideAsync(
            message.Value.Id, by, "已重试", m => m with { RetriedAt = time.GetUtcNow(), RetriedBy = by, DroppedAt = null, DroppedBy = null, Reason = null }, cancellation);
    }
}
