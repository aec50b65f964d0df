using WeCommerce.Shop.Money;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Pushes;

/// <summary>Does what a push asks for, and lists it: behind WeChat's back, which waits for no more than that it is kept.</summary>
internal sealed class HandlePushes(PushBook book, Partitions partitions, IEnumerable<IPushHandler> handlers, Ids ids, TimeProvider time) : IEffectHandler<PushTaken>
{
    public async Task<EffectOutcome> DoAsync(PushTaken effect, EffectContext context, CancellationToken cancellation)
    {
        if (await book.ReadAsync(effect.PushId, effect.At, cancellation) is not { } push)
            return EffectOutcome.Done;

        var handler = handlers.SingleOrDefault(h => h.Kind == push.Kind);
        if (handler is not null)
            await handler.HandleAsync(push, cancellation);
        var listed = PushRows.ListedOf(push, handler?.GetType().Name);
        await partitions.CommitAsync(new Commit(Tables.PushesOf(ShopDay.Of(push.At)), Operation.Start(ids, time)).Upsert(listed), cancellation);
        return EffectOutcome.Done;
    }
}
