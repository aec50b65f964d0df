using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Flights;

/// <summary>The notifies of one of the shop's days in the order in which they arrived, refused ones too.</summary>
internal sealed class ListNotifies(Partitions partitions, TimeProvider time)
{
    private const int PageSize = 20;
    private const int MostRead = 200;

    [Function(nameof(ListNotifies))]
    [Operator]
    [Answer<Page<NotifyView>>(200, "Notifies of a day (today unless told), all or refused ones", Query = "day,refused,next")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/notifies")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(HandleAsync($"{http.Query["day"]}", $"{http.Query["refused"]}", $"{http.Query["next"]}", cancellation));

    private async Task<Result<Page<NotifyView>>> HandleAsync(string text, string refused, string next, CancellationToken cancellation)
    {
        var day = ShopDay.Of(time.GetUtcNow());
        if (text.Length > 0 && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
            return Problem.Malformed("day", "yyyy-MM-dd.");
        if (refused is not ("" or "true" or "false"))
            return Problem.Malformed("refused", "true or false.");
        var first = FlightRows.First;
        if (next.Length > 0)
        {
            if (!NotifyId.TryParse(next, out var from) || from.Day != NotifyId.KeyOf(day))
                return Problem.Malformed("next", "Not a value that this list gave for this day.");
            first = from.RowKey;
        }

        // One more than is looked at: where the next page begins. Few are refused: a page of those may not be full.
        var most = refused == "true" ? MostRead : PageSize;
        var rows = await partitions.ReadRangeAsync(Tables.NotifiesOf(NotifyId.KeyOf(day)), first, FlightRows.End, most + 1, cancellation);
        var notifies = rows.Select(FlightRows.NotifyOf).ToList();
        var items = notifies.Take(most).Where(n => refused != "true" || n.Code is not null).Take(PageSize).ToList();
        var read = items.Count == PageSize ? notifies.IndexOf(items[^1]) + 1 : Math.Min(most, notifies.Count);
        return new Page<NotifyView>([.. items.Select(NotifyView.Of)], read < notifies.Count ? notifies[read].NotifyId.Value : null);
    }
}
