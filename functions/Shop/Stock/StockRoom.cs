using System.Collections.Concurrent;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

/// <summary>
/// The shop's stock (库存): holds for unpaid orders, sales, changes. Every call may be repeated; each hold and each change happens once. A place that is
/// divided into parts is asked for as a whole; what was held where is told by name.
/// </summary>
internal sealed class StockRoom(StockLanes lanes, StockMoves moves, PartedHolds parted, Partitions partitions, EffectRunner effects, Ids ids, TimeProvider time)
{
    private static readonly TimeSpan GlanceLasts = TimeSpan.FromSeconds(2);

    /// <summary>So long "sold out" is answered from memory.</summary>
    private static readonly TimeSpan MemoryLasts = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<StockPlace, (Lazy<Task<int>> Available, DateTimeOffset At)> _glances = new();

    /// <summary>Sets pieces aside for a new order. One that may have held before holds by <see cref="HoldInOneAsync"/>.</summary>
    /// <returns>Where they are held; nowhere when all parts together have not enough.</returns>
    public async Task<IReadOnlyList<StockPlace>> HoldAsync(StockPlace place, OrderId order, int quantity, DateTimeOffset lapsesAt)
    {
        var asked = 0;
        // A refusal is told by what is stored: it has seen whether the place was divided further meanwhile.
        for (var parts = lanes.PartsOf(place); parts.Count > asked; parts = lanes.PartsOf(place))
        {
            asked = parts.Count;
            if (await parted.HoldAsync(parts, order, quantity, lapsesAt) is { Count: > 0 } held)
                return held;
        }
        return [];
    }

    /// <summary>Sets pieces aside in a place's first part, where holding again under the same order is known as such.</summary>
    /// <returns>False when all parts together have not enough.</returns>
    public async Task<bool> HoldInOneAsync(StockPlace place, OrderId order, int quantity, DateTimeOffset lapsesAt) =>
        (await InFirstPartAsync(place, quantity, () => new StockRequest.Hold(order, quantity, lapsesAt))).Done;

    /// <summary>
    /// Whether there are too few pieces. Costs nothing while there seem to be enough, nor for a second after there were too few; then storage is asked,
    /// once for all who want to know at the same time.
    /// </summary>
    public async Task<bool> IsShortAsync(StockPlace place, int quantity)
    {
        var parts = lanes.PartsOf(place);
        var memories = parts.Select(p => lanes.Of(p).Remembered).OfType<StockMemory>().ToList();
        if (memories.Count < parts.Count || memories.Sum(m => m.Level.Available) >= quantity)
            return false;

        var since = time.GetUtcNow() - MemoryLasts;
        if (memories.TrueForAll(m => m.At > since && (place.Pool is null || m.Holders is not null)))
            return true;
        // A pool that is sold out is asked for by many who hold nothing of it: who does is read once for all of them.
        return (await lanes.LookAsync(place, atHolders: place.Pool is not null)).Sum(p => p.Level.Available) < quantity;
    }

    /// <summary>Whether this instance knows that a member holds nothing at a pool, and bought nothing lately: then no order of theirs can be there.</summary>
    public bool HoldsNothing(StockPlace pool, MemberId member) => lanes.PartsOf(pool).All(p => lanes.Of(p).Remembered?.Holders?.Contains(member) == false);

    /// <summary>Frees what an order holds: at a part; or at all parts of a place.</summary>
    public async Task ReleaseAsync(StockPlace place, OrderId order)
    {
        var first = await lanes.Of(place).AskAsync(new StockRequest.End(order, Sold: false));
        if (place.Shard is not null)
            return;

        // What was freed was so by the level as it is stored; where nothing was, memory may not know all parts.
        var level = first.Pieces > 0 ? first.Level : (await lanes.Of(place).AskAsync(new StockRequest.Look())).Level;
        await Task.WhenAll(StockParts.Of(place, level.Parts).Skip(1).Select(part => lanes.Of(part).AskAsync(new StockRequest.End(order, Sold: false))));
    }

    /// <summary>
    /// Takes out what a paid order holds; false when it holds nothing and did not: its pieces were given free before it was written. An order names the
    /// parts that it holds; a whole place it names when that was not divided, and so for its first part.
    /// </summary>
    public async Task<bool> SellAsync(StockPlace place, OrderId order) => (await lanes.Of(place).AskAsync(new StockRequest.End(order, Sold: true))).Done;

    /// <summary>Adds or removes pieces, once for each key; not done when fewer would be left than are held.</summary>
    public async Task<StockAnswer> ChangeAsync(StockPlace place, string key, int delta, string reason, MemberId by)
    {
        _glances.TryRemove(place, out _);
        var answer = await InFirstPartAsync(place, -delta, () => new StockRequest.Change(key, delta, reason, by));
        if (place.Shard is null && answer.Level.Parts > 1)
        {
            if (answer.Done && delta > 0)
                await RecordAsync(place, new EvenPieces(place, key));
            var all = await lanes.LookAsync(place);
            answer = answer with { Level = answer.Level with { OnHand = all.Sum(p => p.Level.OnHand), Reserved = all.Sum(p => p.Level.Reserved) } };
        }
        // Before these pieces there was none; whoever repeats the change says so again.
        if (answer.Done && place.Pool is null && answer.Level.Available > 0 && answer.Level.Available <= delta)
            await RecordAsync(place, new StockCame(place.SkuId, key, time.GetUtcNow()));
        return answer;
    }

    /// <summary>What can be bought, for a page to show: up to two seconds old, and never decided upon.</summary>
    public async Task<int> AvailableAsync(StockPlace place)
    {
        var now = time.GetUtcNow();
        // Who asks while somebody reads waits for that: a page that all look at is read once.
        var glance = _glances.AddOrUpdate(place, _ => (Reading(), now), (_, last) => now - last.At < GlanceLasts ? last : (Reading(), now));
        try
        {
            return await glance.Available.Value;
        }
        catch
        {
            _glances.TryRemove(KeyValuePair.Create(place, glance));
            throw;
        }

        Lazy<Task<int>> Reading() => new(() => ReadAvailableAsync(place));
    }

    /// <summary>What became of all that ever came to a place.</summary>
    public async Task<StockCount> CountAsync(StockPlace place, CancellationToken cancellation = default)
    {
        var first = await ReadAsync(place, cancellation);
        var counts = await Task.WhenAll(StockParts.Of(place, first.Parts).Select(async part =>
        {
            var changes = partitions.ReadRangeAsync(Tables.StockOf(part), StockRows.FirstChange, StockRows.EndChange, cancellation: cancellation);
            var level = await ReadAsync(part, cancellation);
            return new StockCount(level.Available, level.Reserved, (await changes).Sum(StockRows.DeltaOf) - level.OnHand);
        }));
        return new StockCount(counts.Sum(c => c.Available), counts.Sum(c => c.Held), counts.Sum(c => c.Sold));
    }

    // What the first part lacks is gathered there from the others. Recorded before it is begun: pieces on their way arrive, whatever dies.
    private async Task<StockAnswer> InFirstPartAsync(StockPlace place, int pieces, Func<StockRequest> request)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await lanes.Of(place).AskAsync(request());
            var missing = pieces - answer.Level.Available;
            if (answer.Done || place.Shard is not null || answer.Level.Parts == 1 || missing <= 0 || attempt > Backoff.Tries
                || (await lanes.LookAsync(place)).Sum(p => p.Level.Available) < pieces)
            {
                return answer;
            }
            var gather = new GatherPieces(place, missing, ids.Random(13));
            await RecordAsync(place, gather);
            await moves.GatherAsync(place, gather.Pieces, gather.Key);
        }
    }

    private async Task RecordAsync(StockPlace place, object effect)
    {
        var operation = Operation.Start(ids, time);
        await effects.WakeUpAsync(Tables.StockOf(place), operation);
        await partitions.CommitAsync(new Commit(Tables.StockOf(place), operation).Effect(effect));
    }

    private async Task<int> ReadAvailableAsync(StockPlace place)
    {
        var first = await ReadAsync(place);
        var others = await Task.WhenAll(StockParts.Of(place, first.Parts).Skip(1).Select(part => ReadAsync(part)));
        return first.Available + others.Sum(l => l.Available);
    }

    private async Task<StockLevel> ReadAsync(StockPlace part, CancellationToken cancellation = default) =>
        StockRows.LevelOf(await partitions.ReadAsync(Tables.StockOf(part), StockRows.Level, cancellation));
}

/// <summary>Pieces of a SKU came in of which there was none left (到货).</summary>
/// <param name="Key">The change's: tells one arrival from the next.</param>
internal sealed record StockCame(SkuId SkuId, string Key, DateTimeOffset At);

/// <summary>How the pieces at a place are used.</summary>
internal readonly record struct StockCount(int Available, int Held, int Sold);
