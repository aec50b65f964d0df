using System.Collections.Concurrent;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

/// <summary>Holds pieces in the parts of a place (分片): in one that has enough, else in several.</summary>
internal sealed class PartedHolds(StockLanes lanes, TimeProvider time) : IDisposable
{
    private const int MostTries = 3;

    private readonly ConcurrentDictionary<StockPlace, SemaphoreSlim> _turns = new();

    /// <returns>Where they are held; nowhere when all parts together have not enough.</returns>
    public async Task<IReadOnlyList<StockPlace>> HoldAsync(IReadOnlyList<StockPlace> parts, OrderId order, int quantity, DateTimeOffset lapsesAt)
    {
        var left = 0;
        // A part that seems to have too few is asked, too, but last: asking it costs a look into storage.
        foreach (var part in StockParts.For(order, parts).OrderBy(p => lanes.Of(p).Remembered?.Level.Available < quantity))
        {
            var answer = await lanes.Of(part).AskAsync(new StockRequest.Hold(order, quantity, lapsesAt));
            if (answer.Done)
                return [part];
            left += answer.Level.Available;
        }
        return parts.Count == 1 || left < quantity ? [] : await HoldInSeveralAsync(parts, order, quantity, lapsesAt);
    }

    public void Dispose()
    {
        foreach (var turn in _turns.Values)
            turn.Dispose();
    }

    // Two that each hold a half of what the other needs would both go without: one at a time here, and again when another instance was in the way.
    private async Task<IReadOnlyList<StockPlace>> HoldInSeveralAsync(IReadOnlyList<StockPlace> parts, OrderId order, int quantity, DateTimeOffset lapsesAt)
    {
        var turn = _turns.GetOrAdd(parts[0].ToWhole(), static _ => new SemaphoreSlim(1));
        await turn.WaitAsync();
        try
        {
            for (var attempt = 0; attempt < MostTries; attempt++)
            {
                var held = await HoldWhatThereIsAsync(parts, order, quantity, lapsesAt);
                if (held.Sum(h => h.Pieces) == quantity)
                    return [.. held.Select(h => h.Part)];

                await Task.WhenAll(held.Select(h => lanes.Of(h.Part).AskAsync(new StockRequest.End(order, Sold: false))));
                if ((await lanes.LookAsync(parts[0].ToWhole())).Sum(p => p.Level.Available) < quantity)
                    break;
                await Backoff.WaitAsync(attempt, time);
            }
            return [];
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<List<(StockPlace Part, int Pieces)>> HoldWhatThereIsAsync(IReadOnlyList<StockPlace> parts, OrderId order, int quantity, DateTimeOffset lapsesAt)
    {
        var (held, missing) = (new List<(StockPlace Part, int Pieces)>(), quantity);
        foreach (var part in parts)
        {
            if (missing == 0)
                break;
            var pieces = (await lanes.Of(part).AskAsync(new StockRequest.Hold(order, missing, lapsesAt, OrFewer: true))).Pieces;
            if (pieces > 0)
                held.Add((part, pieces));
            missing -= pieces;
        }
        return held;
    }
}
