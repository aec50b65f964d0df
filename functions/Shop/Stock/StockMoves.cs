namespace WeCommerce.Shop.Stock;

/// <summary>
/// Moves pieces of a SKU between its places and their parts, once for each key. Pieces on the way are nowhere for a moment: who calls has a reason to
/// call again after a crash (an effect, a deadline). What a key moved says the row that it left, so it does not matter what was counted meanwhile; the
/// number of parts only grows, so that a repeat asks for every move that was begun.
/// </summary>
internal sealed class StockMoves(StockLanes lanes)
{
    /// <summary>Moves up to so many available pieces to another of the SKU's places.</summary>
    /// <returns>How many it were; a repeat hears the same.</returns>
    public async Task<int> MoveAsync(StockPlace from, StockPlace to, int most, string key)
    {
        var moved = 0;
        foreach (var (part, n) in (await lanes.LookAsync(from)).Select((p, n) => (p.Part, n)))
            moved += await MovePartAsync(part, to, most - moved, n == 0 ? key : $"{key}.{n}");
        if (moved > 0)
            await EvenAsync(to, $"{key}-even");
        return moved;
    }

    /// <summary>Moves all that is available in a pool back into the SKU's own stock.</summary>
    public Task<int> EmptyAsync(StockPlace pool, string key) => MoveAsync(pool, pool.SkuId, StockLevel.MostOnHand, $"{pool.Pool}-{key}");

    /// <summary>Brings up to so many pieces from a place's other parts into its first.</summary>
    public async Task GatherAsync(StockPlace place, int most, string key)
    {
        var (parts, moved) = (await lanes.LookAsync(place), 0);
        for (var n = 1; n < parts.Count; n++)
            moved += await MovePartAsync(parts[n].Part, parts[0].Part, most - moved, $"{key}.{n}");
    }

    /// <summary>Spreads what is available over a place's parts.</summary>
    public async Task EvenAsync(StockPlace place, string key)
    {
        var parts = await lanes.LookAsync(place);
        var total = parts.Sum(p => p.Level.Available);
        var over = parts.Select((p, n) => (p.Part, N: n, Pieces: p.Level.Available - StockParts.ShareOf(total, parts.Count, n))).Skip(1).ToList();
        // By way of the first part: the moves are the same few, however the pieces lay when it was begun.
        await Task.WhenAll(over.Select(o => MovePartAsync(o.Part, parts[0].Part, Math.Max(0, o.Pieces), $"{key}-in.{o.N}")));
        await Task.WhenAll(over.Select(o => MovePartAsync(parts[0].Part, o.Part, Math.Max(0, -o.Pieces), $"{key}-out.{o.N}")));
    }

    private async Task<int> MovePartAsync(StockPlace from, StockPlace to, int most, string key)
    {
        var taken = (await lanes.Of(from).AskAsync(new StockRequest.Take(StockRows.MoveKey(key), most, $"移至 {to}"))).Pieces;
        if (taken > 0 && !(await lanes.Of(to).AskAsync(new StockRequest.Change(StockRows.MoveKey(key), taken, $"自 {from}", By: null))).Done)
            throw new InvalidOperationException($"{taken} pieces of {from} do not fit into {to}.");
        return taken;
    }
}
