using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;

namespace WeCommerce.Shop.Books;

/// <summary>The books of one order, or of one day.</summary>
internal sealed class ReadBooks(Ledger ledger)
{
    [Function("ReadOrderBook")]
    [Operator]
    [Answer<Answer>(200, "The order's entries and what its accounts hold")]
    public Task<IResult> OfOrderAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/orders/{orderId}/entries")] HttpRequest http,
        string orderId,
        CancellationToken cancellation) =>
        Answers.Of(ReadOrderAsync(orderId, cancellation));

    [Function("ReadDayBook")]
    [Operator]
    [Answer<Answer>(200, "The day's entries and what they sum up to; the day is Beijing's")]
    public Task<IResult> OfDayAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/books/{day}")] HttpRequest http,
        string day,
        CancellationToken cancellation) =>
        Answers.Of(ReadDayAsync(day, cancellation));

    private async Task<Result<Answer>> ReadOrderAsync(string orderId, CancellationToken cancellation)
    {
        if (!OrderId.TryParse(orderId, out var order))
            return OrderProblems.NotFound;

        var entries = await ledger.OfOrderAsync(order, cancellation);
        return Answer.Of(entries.Select(e => new BookedEntry(order, e)));
    }

    private async Task<Result<Answer>> ReadDayAsync(string text, CancellationToken cancellation)
    {
        var day = QueryText.Day(text);
        return day.Problem is { } problem ? problem : Answer.Of(await ledger.OfDayAsync(day.Value, cancellation));
    }

    internal sealed record Answer(IReadOnlyList<EntryView> Entries, IReadOnlyList<Balance> Balances)
    {
        public static Answer Of(IEnumerable<BookedEntry> booked)
        {
            var all = booked.OrderBy(b => b.Entry.At).ToList();
            return new([.. all.Select(EntryView.Of)], Balance.Of(all.Select(b => b.Entry)));
        }
    }

    internal sealed record EntryView(
        OrderId OrderId, int Number, DateTimeOffset At, Account Debit, Account Credit, Fen AmountFen, string What, string Reference)
    {
        public static EntryView Of(BookedEntry b) =>
            new(b.OrderId, b.Entry.Number, b.Entry.At, b.Entry.Debit, b.Entry.Credit, b.Entry.AmountFen, b.Entry.What, b.Entry.Reference);
    }
}
