using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.PurchaseLimits;

/// <summary>An order that will not be paid, or is paid back whole as if it had never been: its share is free again.</summary>
internal sealed record LimitFreed(OrderId OrderId, IReadOnlyList<string> What);

/// <summary>Frees shares of limits as commits say.</summary>
internal sealed class FreeLimits(Partitions partitions, Ids ids, TimeProvider time) : IEffectHandler<LimitFreed>
{
    public async Task<EffectOutcome> DoAsync(LimitFreed effect, EffectContext context, CancellationToken cancellation)
    {
        foreach (var what in effect.What)
        {
            if (!await FreeAsync(effect.OrderId, what, cancellation))
                return EffectOutcome.Later();
        }
        return EffectOutcome.Done;
    }

    private async Task<bool> FreeAsync(OrderId order, string what, CancellationToken cancellation)
    {
        var partition = Tables.Of(order.MemberId);
        var row = await partitions.ReadAsync(partition, LimitRows.KeyOf(what), cancellation);
        var shares = new Dictionary<OrderId, int>(LimitRows.SharesOf(row));
        if (row is null || !shares.Remove(order))
            return true;

        return (await partitions.CommitAsync(new Commit(partition, Operation.Start(ids, time)).Put(LimitRows.Of(what, shares, row.ETag)), cancellation)).Landed;
    }
}
