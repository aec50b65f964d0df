using WeCommerce.Shop.Erasures;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Watches;

/// <summary>Who is gone watches nothing.</summary>
internal sealed class ForgetWatches(Partitions partitions, KeepWatch watches) : IForgetful
{
    public async Task ForgetAsync(MemberId member, IReadOnlyList<AppIdentity> identities, ErasureScope scope, CancellationToken cancellation)
    {
        if (scope != ErasureScope.Everything)
            return;

        foreach (var row in await partitions.ReadRangeAsync(Tables.Of(member), WatchRows.First, WatchRows.End, cancellation: cancellation))
            await watches.EndAsync(member, WatchRows.WatchOf(row).SkuId, cancellation);
    }
}
