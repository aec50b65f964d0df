using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Flights;

/// <summary>
/// An order's whole story, in order: what its owner was told, and what was behind it: requests, queues, timers, effects, calls to WeChat, and
/// notifies with their raw bodies. The newest second may still be missing.
/// </summary>
internal sealed class TraceOrder(OrderBook book, Partitions partitions)
{
    private const int MostRead = 1000;

    [Function(nameof(TraceOrder))]
    [Operator]
    [Answer<Answer>(200, "The order's whole story")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/orders/{orderId}/trace")] HttpRequest http,
        string orderId,
        CancellationToken cancellation) =>
        Answers.Of(HandleAsync(orderId, cancellation));

    private async Task<Result<Answer>> HandleAsync(string orderId, CancellationToken cancellation)
    {
        if (!OrderId.TryParse(orderId, out var id))
            return OrderProblems.NotFound;

        var reading = book.ReadAsync(id, cancellation);
        var rows = await partitions.ReadRangeAsync(Tables.FlightsOf(id), FlightRows.First, FlightRows.End, MostRead, cancellation);
        var order = await reading;
        // What never became an order may have a story all the same.
        if (order is null && rows.Count == 0)
            return OrderProblems.NotFound;

        var flights = rows.Select(r => FlightRows.FlightOf(id, r)).ToList();
        var notifies = await Task.WhenAll(flights.Select(f => f.NotifyId).OfType<NotifyId>().Distinct().Select(n => ReadAsync(n, cancellation)));
        var arrived = notifies.OfType<KeptNotify>().ToDictionary(n => n.NotifyId);
        IEnumerable<Entry> entries =
        [
            .. (order?.Timeline ?? []).Select(Entry.Of),
            .. flights.Select(f => Entry.Of(f, f.NotifyId is { } n ? arrived.GetValueOrDefault(n) : null)),
        ];
        return new Answer(id, [.. entries.OrderBy(e => e.At)]);
    }

    private async Task<KeptNotify?> ReadAsync(NotifyId id, CancellationToken cancellation) =>
        await partitions.ReadAsync(Tables.NotifiesOf(id.Day), id.RowKey, cancellation) is { } row ? FlightRows.NotifyOf(row) : null;

    internal sealed record Answer(OrderId OrderId, IReadOnlyList<Entry> Entries);

    /// <param name="At">When it began.</param>
    /// <param name="Source"><c>Timeline</c> for what the order's owner reads, else what set it in motion.</param>
    /// <param name="What">The line of the timeline; the function, the effect or WeChat's API.</param>
    /// <param name="Outcome">A status, a code, or the type of an exception.</param>
    /// <param name="TraceId">The same for all that one trigger set in motion.</param>
    /// <param name="RequestId">WeChat's number of the call.</param>
    internal sealed record Entry(
        DateTimeOffset At, string Source, string What, string? Outcome, double? DurationMs, string? TraceId, string? RequestId, NotifyView? Notify)
    {
        public static Entry Of(TimelineEntry line) => new(line.At, "Timeline", line.What, null, null, null, null, null);

        public static Entry Of(Flight flight, KeptNotify? notify) => new(
            flight.At, $"{flight.Kind}", flight.Name, flight.Outcome, Math.Round(flight.Duration.TotalMilliseconds, 1), flight.TraceId, flight.RequestId,
            notify is null ? null : NotifyView.Of(notify));
    }
}
