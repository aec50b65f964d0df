using System.Collections.Concurrent;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

/// <summary>What this instance works on: a lane for each part of a place.</summary>
internal sealed class StockLanes(Partitions partitions, Ids ids, TimeProvider time)
{
    private readonly ConcurrentDictionary<StockPlace, StockLane> _lanes = new();

    /// <summary>The lane of a part; of a whole place its first part's.</summary>
    public StockLane Of(StockPlace place) =>
        _lanes.GetOrAdd(place.Shard is 0 ? place.ToWhole() : place, static (p, x) => new StockLane(p, x.partitions, x.ids, x.time), (partitions, ids, time));

    /// <summary>A place's parts, as many as this instance knows of: there may be more by now, never fewer.</summary>
    public IReadOnlyList<StockPlace> PartsOf(StockPlace place) => StockParts.Of(place, Of(place).Remembered?.Level.Parts ?? 1);

    /// <summary>A place's parts and what is stored in them now.</summary>
    public async Task<IReadOnlyList<(StockPlace Part, StockLevel Level)>> LookAsync(StockPlace place, bool atHolders = false)
    {
        var first = (await Of(place).AskAsync(new StockRequest.Look(atHolders))).Level;
        var parts = StockParts.Of(place, first.Parts);
        var others = await Task.WhenAll(parts.Skip(1).Select(async part => (await Of(part).AskAsync(new StockRequest.Look(atHolders))).Level));
        return [.. parts.Zip([first, .. others])];
    }
}
