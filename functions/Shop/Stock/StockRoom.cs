using System.Collections.Concurrent;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

/// <summary>The shop's stock (库存): holds for unpaid orders, sales, changes. Every call may be repeated; each hold and each change happens once.</summary>
internal sealed class StockRoom(Partitions partitions, Ids ids, TimeProvider time)
{
    private static readonly TimeSpan GlanceLasts = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<SkuId, StockLane> _lanes = new();
    private readonly ConcurrentDictionary<SkuId, (int Available, DateTimeOffset At)> _glances = new();

    /// <summary>Sets pieces aside for an order; false when there are not enough.</summary>
    public async Task<bool> HoldAsync(SkuId sku, OrderId order, int quantity, DateTimeOffset lapsesAt) =>
        (await LaneOf(sku).AskAsync(new StockRequest.Hold(order, quantity, lapsesAt))).Done;

    /// <summary>
    /// Whether there are certainly too few pieces. Costs nothing while there seem to be enough; where memory says no, storage is asked, once for
    /// all who want to know at the same time.
    /// </summary>
    public async Task<bool> IsShortAsync(SkuId sku, int quantity)
    {
        var lane = LaneOf(sku);
        return lane.Remembered < quantity && !(await lane.AskAsync(new StockRequest.Look(quantity))).Done;
    }

    /// <summary>Frees what an order holds.</summary>
    public Task ReleaseAsync(SkuId sku, OrderId order) => LaneOf(sku).AskAsync(new StockRequest.End(order, Sold: false));

    /// <summary>Takes out what a paid order holds; false when it holds nothing and did not: its pieces were given free before it was written.</summary>
    public async Task<bool> SellAsync(SkuId sku, OrderId order) => (await LaneOf(sku).AskAsync(new StockRequest.End(order, Sold: true))).Done;

    /// <summary>Adds or removes pieces, once for each key; not done when fewer would be left than are held.</summary>
    public Task<StockAnswer> ChangeAsync(SkuId sku, string key, int delta, string reason, MemberId by)
    {
        _glances.TryRemove(sku, out _);
        return LaneOf(sku).AskAsync(new StockRequest.Change(key, delta, reason, by));
    }

    /// <summary>What can be bought, for a page to show: up to two seconds old, and never decided upon.</summary>
    public async Task<int> AvailableAsync(SkuId sku, CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        if (_glances.TryGetValue(sku, out var glance) && now - glance.At < GlanceLasts)
            return glance.Available;

        var level = StockRows.LevelOf(await partitions.ReadAsync(Tables.StockOf(sku), StockRows.Level, cancellation));
        _glances[sku] = (level.Available, now);
        return level.Available;
    }

    private StockLane LaneOf(SkuId sku) =>
        _lanes.GetOrAdd(sku, static (s, room) => new StockLane(s, room.partitions, room.ids, room.time), (partitions, ids, time));
}
