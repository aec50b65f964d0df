using WeCommerce.Shop.Erasures;

namespace WeCommerce.Shop.Members;

/// <summary>Forgets name, picture and phone; the copies beside the identities follow.</summary>
internal sealed class ForgetProfile(Profiles profiles) : IForgetful
{
    public async Task ForgetAsync(MemberId member, IReadOnlyList<AppIdentity> identities, ErasureScope scope, CancellationToken cancellation)
    {
        var before = await profiles.ReadAsync(member, cancellation);
        if (Without(before, scope) == before)
            return;

        if (await profiles.ChangeAsync(member, p => Without(p, scope), cancellation) is null)
            throw new TimeoutException($"Others write the profile of {member} all the time.");
    }

    private static Profile Without(Profile profile, ErasureScope scope) => profile with
    {
        Nickname = scope.HasFlag(ErasureScope.Portrait) ? null : profile.Nickname,
        AvatarUrl = scope.HasFlag(ErasureScope.Portrait) ? null : profile.AvatarUrl,
        Phone = scope.HasFlag(ErasureScope.Phone) ? null : profile.Phone,
        Identities = scope.HasFlag(ErasureScope.Person) ? [] : profile.Identities,
    };
}
