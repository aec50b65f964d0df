using WeCommerce.Shop.Stock;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>An activity's pools sell until it ends, and for as long as one of its groups waits for people.</summary>
internal sealed class GroupBuyPools(GroupBuyActivities activities, GroupList list, TimeProvider time) : IPoolOwner
{
    public async Task<bool?> IsOverAsync(StockPlace pool, CancellationToken cancellation)
    {
        if (pool.Pool is not { } name || !name.StartsWith(ActivityId.PoolPrefix, StringComparison.Ordinal)
            || !ActivityId.TryParse(name[ActivityId.PoolPrefix.Length..], out var id)
            || (await activities.ReadAsync(cancellation)).Find(id) is not { } activity)
        {
            return null;
        }
        return time.GetUtcNow() >= activity.EndsAt && (await list.WaitingAsync(id, most: 1, cancellation)).Count == 0;
    }
}
