using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Stock;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>
/// An activity is over: what is left in its pools goes back into the SKUs' own stock. Groups that are open may fail and give pieces back later; as long
/// as one can be, it is looked at again each day.
/// </summary>
internal sealed class EndActivity(GroupBuyActivities activities, GroupList list, StockMoves moves, DeadlineBook deadlines, TimeProvider time) : IDeadlineHandler
{
    /// <summary>An order that was placed in the last moment is paid or closed by then, and its group has found its people or not.</summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromDays(8);

    public DeadlineKind Kind => DeadlineKind.GroupBuyEnds;

    public async Task MeetAsync(string id, DateTimeOffset at, CancellationToken cancellation)
    {
        // One that was prolonged has another deadline.
        var now = time.GetUtcNow();
        if (!ActivityId.TryParse(id, out var activityId) || (await activities.ReadAsync(cancellation)).Find(activityId) is not { } activity || now < activity.EndsAt)
            return;

        foreach (var sku in activity.Pieces.Keys)
            await moves.MoveAsync(activity.PlaceOf(sku), sku, StockLevel.MostOnHand, $"{activityId.Pool}-{SortableInstant.Of(at)}");
        if (now < activity.EndsAt + activity.TimeToFill + Afterwards || (await list.WaitingAsync(activityId, most: 1, cancellation)).Count > 0)
            await deadlines.SetAsync(new SetDeadline(now.AddDays(1), DeadlineKind.GroupBuyEnds, id), cancellation);
    }
}
