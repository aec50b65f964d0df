using WeCommerce.Shop.Money;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Pushes;

/// <summary>Does what a push asks for, and lists it: behind WeChat's back, which waits for no more than that it is kept.</summary>
internal sealed class HandlePushes(Partitions partitions, Vault vault, IEnumerable<IPushHandler> handlers, Ids ids, TimeProvider time) : IEffectHandler<PushTaken>
{
    public async Task<EffectOutcome> DoAsync(PushTaken effect, EffectContext context, CancellationToken cancellation)
    {
        if (await partitions.ReadAsync(Tables.PushOf(effect.PushId), PushRows.KeyOf(effect.At), cancellation) is not { } row)
            return EffectOutcome.Done;

        var push = PushRows.PushOf(row, vault);
        var handler = handlers.SingleOrDefault(h => h.Kind == push.Kind);
        if (handler is not null)
            await handler.HandleAsync(push, cancellation);
        var listed = PushRows.ListedOf(push, handler?.GetType().Name);
        await partitions.CommitAsync(new Commit(Tables.PushesOf(ShopDay.Of(push.At)), Operation.Start(ids, time)).Upsert(listed), cancellation);
        return EffectOutcome.Done;
    }
}
