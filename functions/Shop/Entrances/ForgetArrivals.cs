using WeCommerce.Shop.Erasures;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Entrances;

/// <summary>Of who is gone nobody knows how they came, and their posters lead nowhere.</summary>
internal sealed class ForgetArrivals(Partitions partitions, PosterBook posters, Ids ids, TimeProvider time) : IForgetful
{
    public async Task ForgetAsync(MemberId member, IReadOnlyList<AppIdentity> identities, ErasureScope scope, CancellationToken cancellation)
    {
        if (!scope.HasFlag(ErasureScope.Person))
            return;

        if (await partitions.ReadAsync(Tables.Of(member), TouchRows.Key, cancellation) is { } row)
        {
            row.ETag = Azure.ETag.All;
            await partitions.CommitAsync(new Commit(Tables.Of(member), Operation.Start(ids, time)).Delete(row), cancellation);
        }
        await posters.ForgetAsync(member, cancellation);
    }
}
