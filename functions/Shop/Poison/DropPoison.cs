using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Poison;

/// <summary>An operator decides that a message need not be handled any more. It is kept, with the reason.</summary>
internal sealed class DropPoison(PoisonBook book, TimeProvider time)
{
    private static readonly Rules Validator = new();
    private static readonly Problem Retried = Problem.Conflict("POISON_RETRIED", "The message is back on its queue.");

    [Function(nameof(DropPoison))]
    [Operator]
    [Answer<PoisonMessage>(200, "The message, dropped", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/ops/poison/{poisonId}/drop")] HttpRequest http,
        string poisonId,
        CancellationToken cancellation) =>
        http.HandleAsync<Request, PoisonMessage>(Validator, request => HandleAsync(poisonId, http.Session().MemberId, request.Reason ?? "", cancellation));

    private async Task<Result<PoisonMessage>> HandleAsync(string poisonId, MemberId by, string reason, CancellationToken cancellation)
    {
        var message = await book.ReadAsync(poisonId, cancellation);
        if (message.Problem is not null)
            return message;

        return await book.DecideAsync(
            message.Value.Id,
            by,
            $"已丢弃：{reason}",
            m => m.State switch
            {
                PoisonState.Dropped => m,
                PoisonState.Retried => Retried,
                PoisonState.Waiting => m with { DroppedAt = time.GetUtcNow(), DroppedBy = by, Reason = reason },
            },
            cancellation);
    }

    /// <param name="Reason">Why nothing need be done; kept with the message.</param>
    internal sealed record Request(string? Reason);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(400);
    }
}
