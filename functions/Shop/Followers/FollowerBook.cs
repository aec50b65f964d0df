using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Followers;

/// <summary>Who follows the shop's official accounts: who unfollowed is told nothing any more.</summary>
internal sealed class FollowerBook(Partitions partitions, Profiles profiles, Ids ids, TimeProvider time)
{
    public async Task<bool> IsFollowingAsync(AppIdentity person, CancellationToken cancellation = default) =>
        await partitions.ReadAsync(Tables.Identity(person.OpenId.Value), FollowerRow.KeyOf(person.AppId), cancellation) is { } row
        && FollowerRow.FollowerOf(row).Follows;

    /// <summary>As whom a member follows an official account; null when they do not.</summary>
    public async Task<AppIdentity?> FindFollowedAsync(MemberId member, string appId, CancellationToken cancellation = default) =>
        (await profiles.ReadAsync(member, cancellation)).Identities.FirstOrDefault(i => i.AppId == appId) is { } person && await IsFollowingAsync(person, cancellation)
            ? person
            : null;

    /// <summary>Forgets whether and when somebody followed.</summary>
    public async Task EraseAsync(AppIdentity person, CancellationToken cancellation)
    {
        var partition = Tables.Identity(person.OpenId.Value);
        if (await partitions.ReadAsync(partition, FollowerRow.KeyOf(person.AppId), cancellation) is not { } row)
            return;

        row.ETag = Azure.ETag.All;
        await partitions.CommitAsync(new Commit(partition, Operation.Start(ids, time)).Delete(row), cancellation);
    }

    /// <summary>Notes what somebody did.</summary>
    /// <returns>The follower as they stand now.</returns>
    public async Task<Follower> ChangeAsync(AppIdentity person, Func<Follower, Follower> change, CancellationToken cancellation)
    {
        var (partition, operation) = (Tables.Identity(person.OpenId.Value), Operation.Start(ids, time));
        return await Backoff.DecideAsync<Follower?>(
            async () =>
            {
                var row = await partitions.ReadAsync(partition, FollowerRow.KeyOf(person.AppId), cancellation);
                var before = row is null ? new Follower() : FollowerRow.FollowerOf(row);
                var after = change(before);
                return ReferenceEquals(before, after)
                    ? new(IsFinal: true, after)
                    : new((await partitions.CommitAsync(new Commit(partition, operation).Put(FollowerRow.Of(person.AppId, after, row?.ETag)), cancellation)).Landed, after);
            },
            busy: null,
            time,
            cancellation) ?? throw new TimeoutException("Others write a follower all the time.");
    }
}
