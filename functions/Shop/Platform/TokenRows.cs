using WeCommerce.Storage;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.MiniProgram;

namespace WeCommerce.Shop.Platform;

/// <summary>WeChat access tokens, shared by all instances, sealed; and the lease of the one that fetches a new one.</summary>
internal sealed class TokenRows(Partitions partitions, Vault vault, Ids ids, TimeProvider time) : IAccessTokenStore
{
    private const string Token = "token";
    private const string Lease = "lease";

    public async Task<StoredAccessToken?> ReadAsync(string appId, CancellationToken cancellation)
    {
        var row = await partitions.ReadAsync(PartitionOf(appId), Token, cancellation);
        return row?.ReadSealed(vault, PartitionOf(appId).Table, "Value") is { } value && row.GetDateTimeOffset("ExpiresAt") is { } expires ? new StoredAccessToken(value, expires) : null;
    }

    public async Task<bool> TryLeaseAsync(string appId, TimeSpan duration, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var row = await partitions.ReadAsync(PartitionOf(appId), Lease, cancellation);
        if (row?.GetDateTimeOffset("Until") is { } until && until > now)
            return false;

        var lease = Rows.New(Lease);
        lease["Until"] = now + duration;
        lease.ETag = row?.ETag ?? default;
        return (await partitions.CommitAsync(new Commit(PartitionOf(appId), Operation.Start(ids, time)).Put(lease), cancellation)).Landed;
    }

    public async Task SaveAsync(string appId, StoredAccessToken token, CancellationToken cancellation)
    {
        var row = Rows.New(Token).WithSealed(vault, PartitionOf(appId), "Value", token.Value);
        row["ExpiresAt"] = token.ExpiresAt;
        var lease = Rows.New(Lease);
        lease["Until"] = time.GetUtcNow();
        await partitions.CommitAsync(new Commit(PartitionOf(appId), Operation.Start(ids, time)).Upsert(row).Upsert(lease), cancellation);
    }

    private static PartitionId PartitionOf(string appId) => Tables.Platform($"access-token {appId}");
}
