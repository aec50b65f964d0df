using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Flights;

/// <summary>The notifies of one of the shop's days in the order in which they arrived, refused ones too.</summary>
internal sealed class ListNotifies(Partitions partitions, TimeProvider time)
{
    [Function(nameof(ListNotifies))]
    [Operator]
    [Answer<Page<NotifyView>>(200, "Notifies of a day (today unless told), all or refused ones", Query = "day,refused,next")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/notifies")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(HandleAsync($"{http.Query["day"]}", $"{http.Query["refused"]}", $"{http.Query["next"]}", cancellation));

    private async Task<Result<Page<NotifyView>>> HandleAsync(string text, string refused, string next, CancellationToken cancellation)
    {
        var asked = QueryText.DayOrToday(text, time);
        if (asked.Problem is { } problem)
            return problem;
        var day = asked.Value;
        if (refused is not ("" or "true" or "false"))
            return Problem.Malformed("refused", "true or false.");
        var first = FlightRows.First;
        if (next.Length > 0)
        {
            if (!NotifyId.TryParse(next, out var from) || from.Day != NotifyId.KeyOf(day))
                return Problem.Malformed("next", "Not a value that this list gave for this day.");
            first = from.RowKey;
        }

        var isRare = refused == "true";
        var rows = await partitions.ReadRangeAsync(Tables.NotifiesOf(NotifyId.KeyOf(day)), first, FlightRows.End, Paging.Rows(isRare), cancellation);
        return Paging.Cut([.. rows.Select(FlightRows.NotifyOf)], isRare, n => !isRare || n.Code is not null, n => n.NotifyId.Value).Map(NotifyView.Of);
    }
}
