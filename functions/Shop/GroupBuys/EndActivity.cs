using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Stock;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>
/// An activity is over: what is left in its pools goes back into the SKUs' own stock. Not while a group waits: whoever joins it buys from there. Unpaid
/// orders free their pieces later, so the pools are looked at again each day for as long as one can be.
/// </summary>
internal sealed class EndActivity(GroupBuyActivities activities, GroupList list, StockMoves moves, DeadlineBook deadlines, TimeProvider time) : IDeadlineHandler
{
    private static readonly TimeSpan WhileGroupsWait = TimeSpan.FromHours(1);

    /// <summary>The longest time to pay, and a day.</summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromDays(8);

    public DeadlineKind Kind => DeadlineKind.GroupBuyEnds;

    public async Task MeetAsync(string id, DateTimeOffset at, CancellationToken cancellation)
    {
        // One that was prolonged has another deadline.
        var now = time.GetUtcNow();
        if (!ActivityId.TryParse(id, out var activityId) || (await activities.ReadAsync(cancellation)).Find(activityId) is not { Pieces.Count: > 0 } activity || now < activity.EndsAt)
            return;

        var isWaiting = (await list.WaitingAsync(activityId, most: 1, cancellation)).Count > 0;
        foreach (var sku in isWaiting ? [] : activity.Pieces.Keys)
            await moves.MoveAsync(activity.PlaceOf(sku), sku, StockLevel.MostOnHand, $"{activityId.Pool}-{SortableInstant.Of(at)}");
        if (isWaiting || now < activity.EndsAt + activity.TimeToFill + Afterwards)
            await deadlines.SetAsync(new SetDeadline(now + (isWaiting ? WhileGroupsWait : TimeSpan.FromDays(1)), DeadlineKind.GroupBuyEnds, id), cancellation);
    }
}
