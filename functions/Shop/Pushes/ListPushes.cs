using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Pushes;

/// <summary>What WeChat pushed on one of the shop's days, and what took it.</summary>
internal sealed class ListPushes(Partitions partitions, TimeProvider time)
{
    private const string First = "0";
    private const string End = "A";

    [Function(nameof(ListPushes))]
    [Operator]
    [Answer<Page<ListedPush>>(200, "Pushes of a day (today unless told), of all kinds or of one, in the order in which they happened", Query = "day,kind,next")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/pushes")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(ListAsync($"{http.Query["day"]}", $"{http.Query["kind"]}", $"{http.Query["next"]}", cancellation));

    [Function("CountPushes")]
    [Operator]
    [Answer<Counts>(200, "How many pushes of each kind there were on a day (today unless told)", Query = "day")]
    public Task<IResult> CountAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/push-counts")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(CountDayAsync($"{http.Query["day"]}", cancellation));

    private async Task<Result<Page<ListedPush>>> ListAsync(string text, string kind, string next, CancellationToken cancellation)
    {
        var day = QueryText.DayOrToday(text, time);
        if (day.Problem is { } problem)
            return problem;
        if (next.Length > 0 && !(next.Split('!') is [_, var id] && PushId.TryParse(id, out _)))
            return Problem.Malformed("next", "Not a value that this list gave.");

        var isRare = kind.Length > 0;
        var rows = await partitions.ReadRangeAsync(Tables.PushesOf(day.Value), next.Length > 0 ? next : First, End, Paging.Rows(isRare), cancellation);
        return Paging.Cut(
            [.. rows.Select(PushRows.ListedOf)], isRare, p => !isRare || p.Kind == kind, p => $"{PushRows.KeyOf(p.At)}!{p.PushId}");
    }

    private async Task<Result<Counts>> CountDayAsync(string text, CancellationToken cancellation)
    {
        var day = QueryText.DayOrToday(text, time);
        if (day.Problem is { } problem)
            return problem;

        var rows = await partitions.ReadRangeAsync(Tables.PushesOf(day.Value), First, End, cancellation: cancellation);
        return new Counts([.. rows.Select(PushRows.ListedOf)
            .GroupBy(p => (p.AppId, p.Kind, p.HandledBy))
            .Select(g => new CountOfKind(g.Key.AppId, g.Key.Kind, g.Count(), g.Key.HandledBy))
            .OrderByDescending(c => c.Count)]);
    }

    internal sealed record Counts(IReadOnlyList<CountOfKind> Kinds);

    /// <param name="Kind">An event's name in lower case, or <c>message.</c> and a message's type.</param>
    /// <param name="HandledBy">What takes this kind; absent where nothing has to.</param>
    internal sealed record CountOfKind(string AppId, string Kind, int Count, string? HandledBy);
}
