using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Entrances;

/// <summary>The entrances and what came by them, as those who run the shop see it.</summary>
internal sealed class RunEntrances(EntranceSet entrances, EntranceNumbers numbers, TimeProvider time)
{
    private const int MostDays = 30;

    [Function("ListEntrances")]
    [Operator]
    [Answer<Page<Item>>(
        200,
        "The entrances, by id, with what came by them: in the last 30 days unless said. endsWithin: only those whose link dies within so many days",
        Query = "campaign,endsWithin,from,to,next")]
    public Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/entrances")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(ReadPageAsync(http.Query, cancellation));

    [Function("GetEntrance")]
    [Operator]
    [Answer<Whole>(200, "The entrance, and what came by it, day by day: in the last 30 days unless said", Query = "from,to")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/entrances/{entranceId}")] HttpRequest http, string entranceId, CancellationToken cancellation) =>
        Answers.Of(ReadAsync(entranceId, http.Query, cancellation));

    [Function("ListEntranceOrders")]
    [Operator]
    [Answer<Page<EntranceSale>>(200, "The paid orders that an entrance is credited with", Query = "next")]
    public Task<IResult> ListOrdersAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/entrances/{entranceId}/orders")] HttpRequest http,
        string entranceId,
        CancellationToken cancellation) =>
        Answers.Of(ReadOrdersAsync(entranceId, $"{http.Query["next"]}", cancellation));

    private async Task<Result<Page<Item>>> ReadPageAsync(IQueryCollection query, CancellationToken cancellation)
    {
        var (campaign, endsWithin, next) = ($"{query["campaign"]}", $"{query["endsWithin"]}", $"{query["next"]}");
        if (next.Length > 0 && !CatalogId.Looks(next))
            return Problem.Malformed("next", "Not a value that this list gave.");
        var days = 0;
        if (endsWithin.Length > 0 && !(int.TryParse(endsWithin, CultureInfo.InvariantCulture, out days) && days is >= 1 and <= MostDays))
            return Problem.Malformed("endsWithin", $"1 to {MostDays} days.");
        var period = Period.Of(query, time);
        if (period.Problem is { } problem)
            return problem;

        var now = time.GetUtcNow();
        var wanted = (await entrances.ReadAsync(cancellation)).All
            .Where(e => string.CompareOrdinal(e.EntranceId.Value, next) >= 0
                && (campaign.Length == 0 || e.Campaign == campaign)
                && (endsWithin.Length == 0 || (e.EndsAt > now && e.EndsAt <= now.AddDays(days))))
            .OrderBy(e => e.EntranceId.Value, StringComparer.Ordinal)
            .ToList();
        var page = Paging.Cut(wanted, isRare: false, static _ => true, e => e.EntranceId.Value);
        return new Page<Item>(
            await Task.WhenAll(page.Items.Select(async e =>
                new Item(EntranceView.Of(e, now), (await numbers.ReadAsync(Subject.Of(e.EntranceId), period.Value, cancellation)).Total))),
            page.Next);
    }

    private async Task<Result<Whole>> ReadAsync(string entranceId, IQueryCollection query, CancellationToken cancellation)
    {
        var period = Period.Of(query, time);
        if (period.Problem is { } problem)
            return problem;
        return await FindAsync(entranceId, cancellation) is { } entrance
            ? new Whole(EntranceView.Of(entrance, time.GetUtcNow()), await numbers.ReadAsync(Subject.Of(entrance.EntranceId), period.Value, cancellation))
            : EntranceProblems.NotFound;
    }

    private async Task<Result<Page<EntranceSale>>> ReadOrdersAsync(string entranceId, string next, CancellationToken cancellation)
    {
        if (next.Length > 0 && !OrderId.TryParse(next, out _))
            return Problem.Malformed("next", "Not a value that this list gave.");
        return await FindAsync(entranceId, cancellation) is { } entrance
            ? await numbers.ReadSalesAsync(Subject.Of(entrance.EntranceId), next, cancellation)
            : EntranceProblems.NotFound;
    }

    private async Task<Entrance?> FindAsync(string entranceId, CancellationToken cancellation) =>
        EntranceId.TryParse(entranceId, out var id) ? (await entrances.ReadAsync(cancellation)).Find(id) : null;

    internal sealed record Item(EntranceView Entrance, EntranceSums Numbers);

    internal sealed record Whole(EntranceView Entrance, EntranceNumbersView Numbers);
}
