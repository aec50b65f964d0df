using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>Group-buys as those who run the shop see them: the activities with their numbers, and each one's groups.</summary>
internal sealed class RunGroupBuys(GroupBuyActivities activities, GroupList list)
{
    [Function("ListGroupBuyActivities")]
    [Operator]
    [Answer<Answer>(200, "The activities with their numbers, newest start first")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/group-buy-activities")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(ReadAllAsync(cancellation));

    [Function("ListGroups")]
    [Operator]
    [Answer<Page<ListedGroup>>(200, "An activity's groups: those that wait, soonest end first; with open=false those that are decided, newest first", Query = "open,next")]
    public Task<IResult> ListGroupsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/group-buy-activities/{activityId}/groups")] HttpRequest http,
        string activityId,
        CancellationToken cancellation) =>
        Answers.Of(PageAsync(activityId, $"{http.Query["open"]}", $"{http.Query["next"]}", cancellation));

    private async Task<Result<Answer>> ReadAllAsync(CancellationToken cancellation)
    {
        var all = (await activities.ReadAsync(cancellation)).All.OrderByDescending(a => a.StartsAt).ToList();
        var numbers = await Task.WhenAll(all.Select(async a => GroupNumbers.Of(await list.AllAsync(a.ActivityId, cancellation))));
        return new Answer([.. all.Zip(numbers, (activity, n) => new Item(activity, n))]);
    }

    private async Task<Result<Page<ListedGroup>>> PageAsync(string activityId, string open, string next, CancellationToken cancellation)
    {
        if (!ActivityId.TryParse(activityId, out var id) || (await activities.ReadAsync(cancellation)).Find(id) is null)
            return GroupBuyProblems.NoActivity;
        if (open is not ("" or "true" or "false"))
            return Problem.Malformed("open", "true or false.");
        if (next.Length > 60 || !next.All(static c => char.IsAsciiLetterOrDigit(c) || c == '!'))
            return Problem.Malformed("next", "Not a value that this list gave.");

        return await list.PageAsync(id, isOpen: open != "false", next, cancellation);
    }

    internal sealed record Answer(IReadOnlyList<Item> Items);

    internal sealed record Item(GroupBuyActivity Activity, GroupNumbers Numbers);
}

/// <summary>What came of an activity's groups.</summary>
/// <param name="Groups">Opened: their leaders paid.</param>
/// <param name="FillPercent">Of those that are decided, so many of a hundred succeeded; absent while none is decided.</param>
/// <param name="MiddleSecondsToFill">Half of those that succeeded were faster (中位数).</param>
/// <param name="Members">Paid members of all groups.</param>
/// <param name="Newcomers">Those for whom it was the first purchase here.</param>
/// <param name="OrdersLost">Paid orders that went back because their group found too few.</param>
internal sealed record GroupNumbers(
    int Groups, int Waiting, int Succeeded, int Failed, int? FillPercent, long? MiddleSecondsToFill, int Members, int Newcomers, int OrdersLost)
{
    public static GroupNumbers Of(IReadOnlyList<ListedGroup> groups)
    {
        var (succeeded, failed) = (groups.Where(g => g.Stage == GroupStage.Succeeded).ToList(), groups.Where(g => g.Stage == GroupStage.Failed).ToList());
        var decided = succeeded.Count + failed.Count;
        var times = succeeded.Select(g => (long)((g.DecidedAt - g.OpenedAt)?.TotalSeconds ?? 0)).Order().ToList();
        return new(
            groups.Count, groups.Count - decided, succeeded.Count, failed.Count,
            decided == 0 ? null : succeeded.Count * 100 / decided,
            times.Count == 0 ? null : times[times.Count / 2],
            groups.Sum(g => g.Paid), groups.Sum(g => g.Newcomers), failed.Sum(g => g.Paid));
    }
}
