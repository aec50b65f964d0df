using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Entrances;

/// <summary>
/// A member comes into the mini-program (App.onShow): by which way, so that what they buy is credited to it. What a client cannot know is not refused: a link
/// that is too old counts for nobody.
/// </summary>
internal sealed class PostVisit(TouchBook touches, Ids ids, TimeProvider time)
{
    private static readonly Rules Validator = new();

    [Function(nameof(PostVisit))]
    [Answer<Answer>(200, "What it is counted for, a moment later", Body = typeof(Request))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/visits")] HttpRequest http, CancellationToken cancellation) =>
        http.HandleAsync<Request, Answer>(Validator, request => HandleAsync(http.Session().MemberId, request, cancellation));

    private async Task<Result<Answer>> HandleAsync(MemberId member, Request request, CancellationToken cancellation)
    {
        var touch = await touches.RecogniseAsync(member, new Arrival(request.Scene, request.Entrance, request.Referrer), time.GetUtcNow(), cancellation);
        return await touches.VisitAsync(member, touch, $"{ids.Descending()}{ids.Random(MemberId.Length)}", cancellation)
            ? new Answer(touch.Channel, touch.EntranceId, touch.SharedBy is not null)
            : Problem.Busy();
    }

    /// <param name="Scene">WeChat's scene number of the start (场景值).</param>
    /// <param name="Entrance">What the code has as <c>scene</c>, or the link as <c>entrance</c>.</param>
    /// <param name="Referrer">The share token that came with a card.</param>
    internal sealed record Request(int? Scene, string? Entrance, string? Referrer);

    /// <param name="Channel">Where the member came from.</param>
    /// <param name="EntranceId">The entrance; absent where it is none of the shop's.</param>
    /// <param name="IsShared">Whether another member is credited with it.</param>
    internal sealed record Answer(SaleChannel Channel, EntranceId? EntranceId, bool IsShared);

    private sealed class Rules : AbstractValidator<Request>
    {
        public Rules()
        {
            RuleFor(r => r.Scene).InclusiveBetween(0, 99_999);
            RuleFor(r => r.Entrance).MaximumLength(128);
            RuleFor(r => r.Referrer).MaximumLength(128);
        }
    }
}
