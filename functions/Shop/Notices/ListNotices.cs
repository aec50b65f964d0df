using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Notices;

/// <summary>What members were told on one of the shop's days, by which way, and what came of it.</summary>
internal sealed class ListNotices(Partitions partitions, TimeProvider time)
{
    [Function(nameof(ListNotices))]
    [Operator]
    [Answer<Page<Notice>>(200, "Notices of what happened on a day (today unless told), of all kinds or of one, in the order in which it happened", Query = "day,kind,next")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/notices")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(ListAsync($"{http.Query["day"]}", $"{http.Query["kind"]}", $"{http.Query["next"]}", cancellation));

    [Function("CountNotices")]
    [Operator]
    [Answer<Counts>(200, "How many notices of a day (today unless told) went which way, with which result", Query = "day")]
    public Task<IResult> CountAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/notice-counts")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(CountDayAsync($"{http.Query["day"]}", cancellation));

    private async Task<Result<Page<Notice>>> ListAsync(string text, string kind, string next, CancellationToken cancellation)
    {
        var day = QueryText.DayOrToday(text, time);
        if (day.Problem is { } noDay)
            return noDay;
        var wanted = QueryText.NameOrAny<NoticeKind>("kind", kind);
        if (wanted.Problem is { } noKind)
            return noKind;
        if (next.Length > 0 && next.Split('!').Length != 4)
            return Problem.Malformed("next", "Not a value that this list gave.");

        var isRare = wanted.Value.Only is not null;
        var rows = await partitions.ReadRangeAsync(Tables.NoticesOf(day.Value), next.Length > 0 ? next : NoticeRows.First, NoticeRows.End, Paging.Rows(isRare), cancellation);
        return Paging.Cut([.. rows.Select(NoticeRows.NoticeOf)], isRare, n => !isRare || n.Kind == wanted.Value.Only, NoticeRows.ListKeyOf);
    }

    private async Task<Result<Counts>> CountDayAsync(string text, CancellationToken cancellation)
    {
        var day = QueryText.DayOrToday(text, time);
        if (day.Problem is { } problem)
            return problem;

        var rows = await partitions.ReadRangeAsync(Tables.NoticesOf(day.Value), NoticeRows.First, NoticeRows.End, cancellation: cancellation);
        return new Counts([.. rows.Select(NoticeRows.NoticeOf)
            .GroupBy(n => (n.Kind, Route: n.Sending?.Kind, n.State, n.Reason))
            .Select(g => new Count(g.Key.Kind, g.Key.Route, g.Key.State, g.Key.Reason, g.Count()))
            .OrderBy(c => c.Kind).ThenByDescending(c => c.Members)]);
    }

    internal sealed record Counts(IReadOnlyList<Count> Items);

    /// <param name="Route">The way that it went; absent where none led there.</param>
    internal sealed record Count(NoticeKind Kind, NoticeRouteKind? Route, NoticeState State, NoticeReason Reason, int Members);
}
