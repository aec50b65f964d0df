using WeCommerce.Shop.Tasks;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

/// <summary>
/// An activity changed: pieces go from the SKU's own stock into its pool (备货), or back. Where there are too few, what there is moves, and a person
/// hears of the rest.
/// </summary>
/// <param name="Place">The pool.</param>
/// <param name="Pieces">How many more there are to be in it; negative: how many fewer.</param>
/// <param name="Key">Tells the changes of the pool apart. It can stand in a row's key.</param>
internal sealed record SetAside(StockPlace Place, int Pieces, string Key);

/// <summary>An activity is over: what is available in its pool goes back into the SKU's own stock. What comes free later goes with another key.</summary>
/// <param name="Key">As in <see cref="SetAside"/>.</param>
internal sealed record ReleasePool(StockPlace Place, string Key);

/// <summary>Moves pieces into pools and out of them as commits say.</summary>
internal sealed class FillPools(StockMoves moves, OperatorTasks tasks, TimeProvider time) : IEffectHandler<SetAside>, IEffectHandler<ReleasePool>
{
    private static readonly TimeSpan TimeToAct = TimeSpan.FromHours(24);

    public async Task<EffectOutcome> DoAsync(SetAside effect, EffectContext context, CancellationToken cancellation)
    {
        var own = new StockPlace(effect.Place.SkuId);
        var (from, to) = effect.Pieces >= 0 ? (own, effect.Place) : (effect.Place, own);
        var asked = Math.Abs(effect.Pieces);
        var moved = await moves.MoveAsync(from, to, asked, $"{effect.Place.Pool}-{effect.Key}");
        if (moved < asked)
            await tasks.RaiseAsync(Short(effect, from, to, asked, moved), cancellation);
        return EffectOutcome.Done;
    }

    public async Task<EffectOutcome> DoAsync(ReleasePool effect, EffectContext context, CancellationToken cancellation)
    {
        await moves.EmptyAsync(effect.Place, effect.Key);
        return EffectOutcome.Done;
    }

    private RaiseTask Short(SetAside effect, StockPlace from, StockPlace to, int asked, int moved) => new(
        TaskKind.PoolShort,
        $"{effect.Place}-{effect.Key}",
        $"活动备货不足：应从 {from} 移至 {to} {asked} 件，实际只有 {moved} 件可移，缺 {asked - moved} 件。",
        effect.Pieces > 0 ? "补充库存后在活动中重新设置备货数量，或减少活动数量。" : "其余已售出或被未付款订单占用；活动结束后可用的会自动退回。",
        time.GetUtcNow() + TimeToAct);
}
