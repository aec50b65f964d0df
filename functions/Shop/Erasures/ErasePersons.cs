using WeCommerce.Shop.Login;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Pushes;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Erasures;

/// <summary>Forgets what WeChat says that a person took back, and records that it was done: at the member and in the operators' list.</summary>
internal sealed class ErasePersons(Identities identities, Profiles profiles, IEnumerable<IForgetful> nouns, Partitions partitions, Ids ids, TimeProvider time)
{
    public async Task EraseAsync(Push push, CancellationToken cancellation)
    {
        // Named both ways in WeChat's own samples.
        var openId = Field(push, "OpenID", "openid");
        if (!OpenId.TryParse(openId, out var person) || await identities.FindAsync(new AppIdentity(push.AppId, person), cancellation) is not { } member)
            return;

        var codes = Field(push, "RevokeInfo", "revoke_info");
        var scope = ErasureScopes.Of(push.Kind, codes);
        var isGone = scope == ErasureScope.Everything;
        var pushed = new AppIdentity(push.AppId, person);
        var others = (await profiles.ReadAsync(member, cancellation)).Identities.Where(i => i != pushed).ToList();
        foreach (var identity in isGone ? others : [])
            await identities.ForgetAsync(member, identity, cancellation);
        foreach (var noun in nouns)
            await noun.ForgetAsync(member, [.. others, pushed], scope, cancellation);
        await RecordAsync(new Erasure(push.PushId.Value, member, push.AppId, push.Kind, codes, scope, push.At, time.GetUtcNow()), cancellation);
        // Last: until then a repeat finds the member, and goes on.
        if (isGone)
            await identities.ForgetAsync(member, pushed, cancellation);
    }

    private async Task RecordAsync(Erasure erasure, CancellationToken cancellation)
    {
        await partitions.CommitAsync(new Commit(Tables.Of(erasure.MemberId), Operation.Start(ids, time)).Upsert(ErasureRows.Of(erasure)), cancellation);
        await partitions.CommitAsync(new Commit(Tables.Erasures, Operation.Start(ids, time)).Upsert(ErasureRows.ListedOf(erasure)), cancellation);
    }

    private static string Field(Push push, string name, string other) => push.Message[name] is { Length: > 0 } value ? value : push.Message[other];
}
