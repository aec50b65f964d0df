using Azure.Data.Tables;
using WeCommerce.Shop.Entrances;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Login;

/// <summary>Which member somebody is, by the ids that WeChat gives: one row for each OpenId and app, one for each UnionId.</summary>
internal sealed class Identities(Partitions partitions, Vault vault, EffectRunner effects, Ids ids, TimeProvider time)
{
    private const string UnionRow = "union";
    private const string GoneRow = "gone";
    private const string JoinedAt = "JoinedAt";
    private const string Welcomed = "Welcomed";

    /// <summary>Finds the member, or makes one. Several first logins at once end in one member: who inserts the row first decides.</summary>
    /// <param name="arrival">How the person came: the way by which a new member is won.</param>
    public async Task<(MemberView Member, bool IsNew)> FindOrMakeAsync(AppIdentity identity, string? unionId, Arrival arrival, CancellationToken cancellation)
    {
        var partition = Tables.Identity(identity.OpenId.Value);
        if (await partitions.ReadAsync(partition, identity.AppId, cancellation) is { } known)
        {
            await WelcomeAsync(known, identity, unionId, arrival, cancellation);
            return (ViewOf(known), IsNew: false);
        }

        var made = RowOf("", MemberId.New(ids), time.GetUtcNow());
        // The same person in another of our apps is the same member.
        var (first, isNew) = unionId is null ? (made, true) : await ClaimAsync(Tables.Identity(unionId), UnionRow, made, cancellation);
        var (row, inserted) = await InsertOrReadAsync(partition, identity.AppId, first, cancellation);
        await WelcomeAsync(row, identity, unionId, arrival, cancellation);
        // Who made the member tells it, even if another was faster with this row.
        return (ViewOf(row), isNew && (inserted || unionId is not null));
    }

    /// <summary>The member, if the person has ever been one.</summary>
    public async Task<MemberId?> FindAsync(AppIdentity? identity, CancellationToken cancellation) =>
        identity is not null && await partitions.ReadAsync(Tables.Identity(identity.OpenId.Value), identity.AppId, cancellation) is { } row ? MemberOf(row) : null;

    /// <summary>That this person is this member is known no longer: who comes back is somebody new.</summary>
    public async Task ForgetAsync(MemberId member, AppIdentity identity, CancellationToken cancellation)
    {
        // Who comes back by their UnionId finds that nobody is there.
        await partitions.CommitAsync(new Commit(Tables.Of(member), Operation.Start(ids, time)).Upsert(Rows.New(GoneRow)), cancellation);
        if (await partitions.ReadAsync(Tables.Identity(identity.OpenId.Value), identity.AppId, cancellation) is { } row && MemberOf(row) == member)
            await partitions.CommitAsync(new Commit(Tables.Identity(identity.OpenId.Value), Operation.Start(ids, time)).Delete(row), cancellation);
    }

    /// <summary>Copies to an identity what login answers, so that a login is one read.</summary>
    /// <returns>False when others write it all the time.</returns>
    public Task<bool> CopyProfileAsync(AppIdentity identity, MemberView view, CancellationToken cancellation)
    {
        var partition = Tables.Identity(identity.OpenId.Value);
        return Backoff.DecideAsync(
            async () =>
            {
                // Who was forgotten meanwhile stays so.
                if (await partitions.ReadAsync(partition, identity.AppId, cancellation) is not { } row || MemberOf(row) != view.MemberId)
                    return new(IsFinal: true, Value: true);

                row["Nickname"] = view.Nickname;
                row["AvatarUrl"] = view.AvatarUrl;
                row.WithSealed(vault, partition, "PhoneMasked", view.PhoneMasked ?? "");
                return new Attempt<bool>((await partitions.CommitAsync(new Commit(partition, Operation.Start(ids, time)).Replace(row), cancellation)).Landed, Value: true);
            },
            busy: false,
            time,
            cancellation);
    }

    // Recorded in the member's own partition: this one's key is a person's, and messages name partitions. Until that is done every login does it again.
    private async Task WelcomeAsync(TableEntity row, AppIdentity identity, string? unionId, Arrival arrival, CancellationToken cancellation)
    {
        if (WelcomeDueOf(row) is not { } joinedAt)
            return;

        var member = MemberOf(row);
        var operation = Operation.Start(ids, time);
        await effects.WakeUpAsync(Tables.Of(member), operation, cancellation);
        var commit = new Commit(Tables.Of(member), operation).Effect(new MemberJoined(member, joinedAt));
        if (arrival.SaysSomething)
            commit.Effect(new NewcomerArrived(member, joinedAt, arrival));
        await partitions.CommitAsync(commit, cancellation);
        await MarkWelcomedAsync(Tables.Identity(identity.OpenId.Value), identity.AppId, cancellation);
        if (unionId is not null)
            await MarkWelcomedAsync(Tables.Identity(unionId), UnionRow, cancellation);
    }

    private Task<CommitResult> MarkWelcomedAsync(PartitionId partition, string rowKey, CancellationToken cancellation)
    {
        var row = Rows.New(rowKey);
        row[Welcomed] = true;
        return partitions.CommitAsync(new Commit(partition, Operation.Start(ids, time)).Upsert(row), cancellation);
    }

    private async Task<(TableEntity Row, bool IsNew)> ClaimAsync(PartitionId partition, string rowKey, TableEntity candidate, CancellationToken cancellation)
    {
        if (await partitions.ReadAsync(partition, rowKey, cancellation) is { } known)
        {
            if (await partitions.ReadAsync(Tables.Of(MemberOf(known)), GoneRow, cancellation) is null)
                return (known, false);
            // WeChat did not say under which UnionId that one was known.
            await partitions.CommitAsync(new Commit(partition, Operation.Start(ids, time)).Delete(known), cancellation);
        }
        return await InsertOrReadAsync(partition, rowKey, candidate, cancellation);
    }

    /// <param name="first">The member, and whether it has yet to be welcomed.</param>
    private async Task<(TableEntity Row, bool Inserted)> InsertOrReadAsync(PartitionId partition, string rowKey, TableEntity first, CancellationToken cancellation)
    {
        var row = RowOf(rowKey, MemberOf(first), WelcomeDueOf(first));
        if ((await partitions.CommitAsync(new Commit(partition, Operation.Start(ids, time)).Insert(row), cancellation)).Landed)
            return (row, Inserted: true);

        var winner = await partitions.ReadAsync(partition, rowKey, cancellation);
        return (winner ?? throw new InvalidOperationException("An identity that was there is gone."), Inserted: false);
    }

    private static TableEntity RowOf(string rowKey, MemberId member, DateTimeOffset? joinedAt = null)
    {
        var row = Rows.New(rowKey);
        row["MemberId"] = member.Value;
        if (joinedAt is { } at)
            row[JoinedAt] = at;
        return row;
    }

    /// <summary>When who is not welcomed yet joined; null for everybody else.</summary>
    private static DateTimeOffset? WelcomeDueOf(TableEntity row) => row.ContainsKey(Welcomed) ? null : row.GetDateTimeOffset(JoinedAt);

    private static MemberId MemberOf(TableEntity row) =>
        MemberId.TryParse(row.GetString("MemberId"), out var member) ? member : throw new InvalidDataException("An identity without a member.");

    private MemberView ViewOf(TableEntity row) =>
        new(MemberOf(row), row.GetString("Nickname"), row.GetString("AvatarUrl"), row.ReadSealed(vault, Tables.AllIdentities, "PhoneMasked") is { Length: > 0 } phone ? phone : null);
}

/// <summary>Keeps the copies beside the identities equal to the profile.</summary>
internal sealed class CopyProfile(Profiles profiles, Identities identities) : IEffectHandler<ProfileChanged>
{
    public async Task<EffectOutcome> DoAsync(ProfileChanged effect, EffectContext context, CancellationToken cancellation)
    {
        var profile = await profiles.ReadAsync(effect.MemberId, cancellation);
        foreach (var identity in profile.Identities)
        {
            if (!await identities.CopyProfileAsync(identity, MemberView.Of(effect.MemberId, profile), cancellation))
                return EffectOutcome.Later();
        }
        return EffectOutcome.Done;
    }
}
