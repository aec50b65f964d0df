using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

/// <summary>Places are to be divided into more parts (分片): what lies there is spread over them. Pieces are sold meanwhile as before.</summary>
internal sealed record StockDivided(IReadOnlyList<Division> Divisions);

/// <param name="Parts">Into how many; a place that has more keeps them.</param>
internal sealed record Division(StockPlace Place, int Parts);

/// <summary>Pieces came to a divided place: they are spread over its parts.</summary>
internal sealed record EvenPieces(StockPlace Place, string Key);

/// <summary>A divided place's first part lacks pieces for what must happen in one part: they come from the others.</summary>
internal sealed record GatherPieces(StockPlace Place, int Pieces, string Key);

/// <summary>Divides places, and moves pieces between their parts, as commits say.</summary>
internal sealed class DivideStock(StockLanes lanes, StockMoves moves) : IEffectHandler<StockDivided>, IEffectHandler<EvenPieces>, IEffectHandler<GatherPieces>
{
    public async Task<EffectOutcome> DoAsync(StockDivided effect, EffectContext context, CancellationToken cancellation)
    {
        foreach (var (place, parts) in effect.Divisions)
        {
            await lanes.Of(place).AskAsync(new StockRequest.Divide(parts));
            await moves.EvenAsync(place, $"into-{parts}");
        }
        return EffectOutcome.Done;
    }

    public async Task<EffectOutcome> DoAsync(EvenPieces effect, EffectContext context, CancellationToken cancellation)
    {
        await moves.EvenAsync(effect.Place, effect.Key);
        return EffectOutcome.Done;
    }

    public async Task<EffectOutcome> DoAsync(GatherPieces effect, EffectContext context, CancellationToken cancellation)
    {
        await moves.GatherAsync(effect.Place, effect.Pieces, effect.Key);
        return EffectOutcome.Done;
    }
}
