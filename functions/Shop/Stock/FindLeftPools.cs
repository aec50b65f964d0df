using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

/// <summary>Knows the pools of one kind of activity.</summary>
internal interface IPoolOwner
{
    /// <summary>Whether nothing is sold from the pool any more; null for a pool of somebody else's.</summary>
    Task<bool?> IsOverAsync(StockPlace pool, CancellationToken cancellation);
}

/// <summary>
/// Once a night: looks for pieces in pools that nothing is sold from any more, and has them brought back. Activities empty their pools when they end;
/// what comes in later (an effect that waited for a person, a move that died half-way, a piece held for a SKU that an activity no longer sells) is found here.
/// </summary>
internal sealed class FindLeftPools(Partitions partitions, IEnumerable<IPoolOwner> owners, DeadlineBook deadlines, TimeProvider time)
{
    [Function(nameof(FindLeftPools))]
    public async Task RunAsync([TimerTrigger("0 35 19 * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var seen = new HashSet<StockPlace>();
        await foreach (var level in partitions.SweepAsync(Tables.AllStock, StockRows.Level, StockRows.EndLevel, cancellation))
        {
            if (level.GetInt32("OnHand") > 0
                && StockPlace.TryParse(level.PartitionKey, out var place) && place.Pool is not null && seen.Add(place.ToWhole())
                && await owners.IsOverAsync(place.ToWhole(), cancellation))
            {
                await deadlines.SetAsync(new SetDeadline(now, DeadlineKind.PoolLeft, place.ToWhole().Value), cancellation);
            }
        }
    }
}

/// <summary>Brings back what is left in a pool. A deadline's, so that a move that dies half-way is finished under its own key.</summary>
internal sealed class EmptyLeftPool(StockMoves moves) : IDeadlineHandler
{
    public DeadlineKind Kind => DeadlineKind.PoolLeft;

    public async Task MeetAsync(string id, DateTimeOffset at, CancellationToken cancellation)
    {
        if (!StockPlace.TryParse(id, out var pool))
            throw new InvalidDataException($"{id} is no pool.");

        // Once begun it is finished, also when the activity was prolonged meanwhile: setting its pieces aside again is an operator's choice.
        await moves.EmptyAsync(pool, $"left-{SortableInstant.Of(at)}");
    }
}

internal static class PoolOwners
{
    public static async Task<bool> IsOverAsync(this IEnumerable<IPoolOwner> owners, StockPlace pool, CancellationToken cancellation)
    {
        foreach (var owner in owners)
        {
            if (await owner.IsOverAsync(pool, cancellation) is { } isOver)
                return isOver;
        }
        return false;
    }
}
