using System.Collections.Concurrent;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

/// <summary>The shop's stock (库存): holds for unpaid orders, sales, changes. Every call may be repeated; each hold and each change happens once.</summary>
internal sealed class StockRoom(Partitions partitions, Ids ids, TimeProvider time)
{
    private static readonly TimeSpan GlanceLasts = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<StockPlace, StockLane> _lanes = new();
    private readonly ConcurrentDictionary<StockPlace, (int Available, DateTimeOffset At)> _glances = new();

    /// <summary>Sets pieces aside for an order.</summary>
    /// <returns>Where they are held; nowhere when there are not enough.</returns>
    public async Task<IReadOnlyList<StockPlace>> HoldAsync(StockPlace place, OrderId order, int quantity, DateTimeOffset lapsesAt) =>
        (await LaneOf(place).AskAsync(new StockRequest.Hold(order, quantity, lapsesAt))).Done ? [place] : [];

    /// <summary>
    /// Whether there are certainly too few pieces. Costs nothing while there seem to be enough; where memory says no, storage is asked, once for
    /// all who want to know at the same time.
    /// </summary>
    public async Task<bool> IsShortAsync(StockPlace place, int quantity)
    {
        var lane = LaneOf(place);
        return lane.Remembered < quantity && !(await lane.AskAsync(new StockRequest.Look(quantity))).Done;
    }

    /// <summary>Frees what an order holds.</summary>
    public Task ReleaseAsync(StockPlace place, OrderId order) => LaneOf(place).AskAsync(new StockRequest.End(order, Sold: false));

    /// <summary>Takes out what a paid order holds; false when it holds nothing and did not: its pieces were given free before it was written.</summary>
    public async Task<bool> SellAsync(StockPlace place, OrderId order) => (await LaneOf(place).AskAsync(new StockRequest.End(order, Sold: true))).Done;

    /// <summary>Adds or removes pieces, once for each key; not done when fewer would be left than are held.</summary>
    public Task<StockAnswer> ChangeAsync(StockPlace place, string key, int delta, string reason, MemberId by)
    {
        _glances.TryRemove(place, out _);
        return LaneOf(place).AskAsync(new StockRequest.Change(key, delta, reason, by));
    }

    /// <summary>
    /// Moves up to so many available pieces of a SKU to another of its places, once for each key. They are on neither place for a moment: who calls has
    /// a reason to call again after a crash (an effect, a deadline).
    /// </summary>
    /// <returns>How many it were; a repeat hears the same.</returns>
    public async Task<int> MoveAsync(StockPlace from, StockPlace to, int most, string key)
    {
        var taken = (await LaneOf(from).AskAsync(new StockRequest.Take(StockRows.MoveKey(key), most, $"移至 {to}"))).Taken;
        if (taken > 0 && !(await LaneOf(to).AskAsync(new StockRequest.Change(StockRows.MoveKey(key), taken, $"自 {from}", By: null))).Done)
            throw new InvalidOperationException($"{taken} pieces of {from} do not fit into {to}.");

        _glances.TryRemove(from, out _);
        _glances.TryRemove(to, out _);
        return taken;
    }

    /// <summary>What can be bought, for a page to show: up to two seconds old, and never decided upon.</summary>
    public async Task<int> AvailableAsync(StockPlace place, CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        if (_glances.TryGetValue(place, out var glance) && now - glance.At < GlanceLasts)
            return glance.Available;

        var level = StockRows.LevelOf(await partitions.ReadAsync(Tables.StockOf(place), StockRows.Level, cancellation));
        _glances[place] = (level.Available, now);
        return level.Available;
    }

    private StockLane LaneOf(StockPlace place) =>
        _lanes.GetOrAdd(place, static (p, room) => new StockLane(p, room.partitions, room.ids, room.time), (partitions, ids, time));
}
