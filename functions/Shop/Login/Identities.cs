using Azure.Data.Tables;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Login;

/// <summary>Which member somebody is, by the ids that WeChat gives: one row for each OpenId and app, one for each UnionId.</summary>
internal sealed class Identities(Partitions partitions, Vault vault, EffectRunner effects, Ids ids, TimeProvider time)
{
    private const string UnionRow = "union";

    /// <summary>Finds the member, or makes one. Several first logins at once end in one member: who inserts the row first decides.</summary>
    public async Task<(MemberView Member, bool IsNew)> FindOrMakeAsync(AppIdentity identity, string? unionId, CancellationToken cancellation)
    {
        var partition = Tables.Identity(identity.OpenId.Value);
        if (await partitions.ReadAsync(partition, identity.AppId, cancellation) is { } known)
            return (ViewOf(known), IsNew: false);

        var candidate = MemberId.New(ids);
        // The same person in another of our apps is the same member.
        var (member, isNew) = unionId is null ? (candidate, true) : await ClaimAsync(Tables.Identity(unionId), UnionRow, candidate, cancellation);
        var (row, inserted) = await InsertOrReadAsync(partition, identity.AppId, member, joins: unionId is null, cancellation);
        // Who made the member tells it, even if another was faster with this row.
        return (ViewOf(row), isNew && (inserted || unionId is not null));
    }

    /// <summary>Copies to an identity what login answers, so that a login is one read.</summary>
    public async Task CopyProfileAsync(AppIdentity identity, MemberView view, CancellationToken cancellation)
    {
        var row = RowOf(identity.AppId, view.MemberId);
        row["Nickname"] = view.Nickname;
        row["AvatarUrl"] = view.AvatarUrl;
        var partition = Tables.Identity(identity.OpenId.Value);
        if (view.PhoneMasked is { } masked)
            row.WithSealed(vault, partition, "PhoneMasked", masked);
        var commit = new Commit(partition, Operation.Start(ids, time)).Upsert(row);
        await partitions.CommitAsync(commit, cancellation);
    }

    private async Task<(MemberId Member, bool IsNew)> ClaimAsync(PartitionId partition, string rowKey, MemberId candidate, CancellationToken cancellation)
    {
        if (await partitions.ReadAsync(partition, rowKey, cancellation) is { } known)
            return (MemberOf(known), IsNew: false);

        var (row, inserted) = await InsertOrReadAsync(partition, rowKey, candidate, joins: true, cancellation);
        return (MemberOf(row), inserted);
    }

    /// <param name="joins">Whether this row is what makes the member.</param>
    private async Task<(TableEntity Row, bool Inserted)> InsertOrReadAsync(
        PartitionId partition, string rowKey, MemberId member, bool joins, CancellationToken cancellation)
    {
        var row = RowOf(rowKey, member);
        var operation = Operation.Start(ids, time);
        var commit = new Commit(partition, operation).Insert(row);
        if (joins)
        {
            await effects.WakeUpAsync(partition, operation, cancellation);
            commit.Effect(new MemberJoined(member, time.GetUtcNow()));
        }
        if ((await partitions.CommitAsync(commit, cancellation)).Landed)
            return (row, Inserted: true);

        var winner = await partitions.ReadAsync(partition, rowKey, cancellation);
        return (winner ?? throw new InvalidOperationException("An identity that was there is gone."), Inserted: false);
    }

    private static TableEntity RowOf(string rowKey, MemberId member)
    {
        var row = Rows.New(rowKey);
        row["MemberId"] = member.Value;
        return row;
    }

    private static MemberId MemberOf(TableEntity row) =>
        MemberId.TryParse(row.GetString("MemberId"), out var member) ? member : throw new InvalidDataException("An identity without a member.");

    private MemberView ViewOf(TableEntity row) =>
        new(MemberOf(row), row.GetString("Nickname"), row.GetString("AvatarUrl"), row.ReadSealed(vault, Tables.AllIdentities, "PhoneMasked"));
}

/// <summary>Keeps the copies beside the identities equal to the profile.</summary>
internal sealed class CopyProfile(Profiles profiles, Identities identities) : IEffectHandler<ProfileChanged>
{
    public async Task<EffectOutcome> DoAsync(ProfileChanged effect, EffectContext context, CancellationToken cancellation)
    {
        var profile = await profiles.ReadAsync(effect.MemberId, cancellation);
        foreach (var identity in profile.Identities)
            await identities.CopyProfileAsync(identity, MemberView.Of(effect.MemberId, profile), cancellation);
        return EffectOutcome.Done;
    }
}
