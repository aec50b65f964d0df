using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Payments;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Flights;

/// <summary>
/// Takes a kept notify again, as if WeChat had told it once more: verified over the same bytes, of whatever age. What was taken before stays as it is.
/// </summary>
internal sealed class ReplayNotify(Partitions partitions, NotifyDoor door)
{
    [Function(nameof(ReplayNotify))]
    [Operator]
    [Answer<Answer>(200, "What the notify's endpoint would answer")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/ops/notifies/{notifyId}/replay")] HttpRequest http,
        string notifyId,
        CancellationToken cancellation) =>
        Answers.Of(HandleAsync(notifyId, cancellation));

    private async Task<Result<Answer>> HandleAsync(string notifyId, CancellationToken cancellation)
    {
        if (!NotifyId.TryParse(notifyId, out var id) || await partitions.ReadAsync(Tables.NotifiesOf(id.Day), id.RowKey, cancellation) is not { } row)
            return Problem.NotFound("NOTIFY_NOT_FOUND", "There is no such notify.");

        var (verdict, status, code) = await door.ReplayAsync(FlightRows.NotifyOf(row), cancellation);
        return new Answer(id, verdict, status, code);
    }

    /// <param name="Verdict"><c>Genuine</c>, or why it is not believed.</param>
    /// <param name="Status">204 when it is taken.</param>
    /// <param name="Code">Why it is not.</param>
    internal sealed record Answer(NotifyId NotifyId, string Verdict, int Status, string? Code);
}
