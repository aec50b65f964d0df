using Azure.Data.Tables;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Members;

/// <summary>What a member told us about themselves.</summary>
internal sealed record Profile
{
    public string? Nickname { get; init; }

    public string? AvatarUrl { get; init; }

    /// <summary>With country code, as WeChat gave it after the member agreed. Never in an answer or a log.</summary>
    public string? Phone { get; init; }

    /// <summary>The apps in which the member has logged in: where the copy for the next login stands.</summary>
    public IReadOnlyList<AppIdentity> Identities { get; init; } = [];

    /// <summary>138****8000: what answers carry.</summary>
    public string? PhoneMasked => Phone is null ? null : Mask(Phone);

    public override string ToString() => nameof(Profile);

    public Profile SeenAs(AppIdentity identity) =>
        Identities.Contains(identity) ? this : this with { Identities = [.. Identities, identity] };

    private static string Mask(string phone) =>
        phone.Length < 8 ? new string('*', phone.Length) : $"{phone[..^8]}****{phone[^4..]}";
}

/// <summary>A member as one app knows them.</summary>
internal sealed record AppIdentity(string AppId, OpenId OpenId);

/// <summary>The public side of a profile: what login and the profile's own routes answer.</summary>
internal sealed record MemberView(MemberId MemberId, string? Nickname, string? AvatarUrl, string? PhoneMasked)
{
    public static MemberView Of(MemberId member, Profile profile) => new(member, profile.Nickname, profile.AvatarUrl, profile.PhoneMasked);
}

/// <summary>A profile changed: login answers from a copy beside the identity, so that logging in is one read.</summary>
internal sealed record ProfileChanged(MemberId MemberId);

/// <summary>The profile's row, sealed. A member who told us nothing yet has none.</summary>
internal sealed class Profiles(Partitions partitions, Vault vault, EffectRunner effects, Ids ids, TimeProvider time)
{
    private const string Row = "profile";

    public async Task<Profile> ReadAsync(MemberId member, CancellationToken cancellation = default) =>
        await partitions.ReadAsync(Tables.Of(member), Row, cancellation) is { } row ? ProfileOf(row) : new Profile();

    /// <summary>Changes the profile; on a conflict the change is made anew on what stands there.</summary>
    /// <returns>The profile as it is now; null when too many write at once.</returns>
    public Task<Profile?> ChangeAsync(MemberId member, Func<Profile, Profile> change, CancellationToken cancellation = default) =>
        ChangeAsync(member, change, [], cancellation);

    /// <inheritdoc cref="ChangeAsync(MemberId, Func{Profile, Profile}, CancellationToken)"/>
    /// <param name="member">Whose.</param>
    /// <param name="change">The change.</param>
    /// <param name="following">What follows from it, besides that the copies change.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<Profile?> ChangeAsync(MemberId member, Func<Profile, Profile> change, IReadOnlyList<object> following, CancellationToken cancellation)
    {
        var operation = Operation.Start(ids, time);
        var wakeUp = effects.WakeUpAsync(Tables.Of(member), operation, cancellation);
        return Backoff.DecideAsync<Profile?>(
            async () =>
            {
                var reading = partitions.ReadAsync(Tables.Of(member), Row, cancellation);
                await Task.WhenAll(wakeUp, reading);
                var row = await reading;
                var profile = change(row is null ? new Profile() : ProfileOf(row));
                var written = Rows.New(Row).WithSealedJson(vault, Tables.Of(member), "Profile", profile);
                written.ETag = row?.ETag ?? default;
                var commit = new Commit(Tables.Of(member), operation).Put(written).Effect(new ProfileChanged(member));
                foreach (var effect in following)
                    commit.Effect(effect);
                return new((await partitions.CommitAsync(commit, cancellation)).Landed, profile);
            },
            busy: null,
            time,
            cancellation);
    }

    private Profile ProfileOf(TableEntity row) => row.ReadSealedJson<Profile>(vault, Tables.AllMembers, "Profile");
}
