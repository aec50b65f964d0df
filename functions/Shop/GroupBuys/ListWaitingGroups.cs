using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>Groups of an activity that wait for people (凑单), soonest end first; none where the activity does not show them.</summary>
internal sealed class ListWaitingGroups(GroupBuyActivities activities, GroupList list)
{
    private const int Most = 20;

    [Function(nameof(ListWaitingGroups))]
    [Anonymous]
    [Answer<Answer>(200, "Groups that wait for people")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/group-buy-activities/{activityId}/groups")] HttpRequest http,
        string activityId,
        CancellationToken cancellation) =>
        Answers.Of(HandleAsync(activityId, cancellation));

    private async Task<Result<Answer>> HandleAsync(string activityId, CancellationToken cancellation)
    {
        if (!ActivityId.TryParse(activityId, out var id) || (await activities.GetAsync(cancellation)).Find(id) is not { } activity)
            return GroupBuyProblems.NoActivity;

        var waiting = activity.ShowsGroups ? await list.WaitingAsync(id, Most, cancellation) : [];
        return new Answer([.. waiting.Select(g => new Item(g.GroupId, g.Size, g.Missing, g.ExpiresAt))]);
    }

    internal sealed record Answer(IReadOnlyList<Item> Items);

    internal sealed record Item(GroupId GroupId, int Size, int Missing, DateTimeOffset? ExpiresAt);
}
