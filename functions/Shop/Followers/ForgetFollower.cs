using WeCommerce.Shop.Erasures;
using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Followers;

/// <summary>Forgets that who is gone ever followed.</summary>
internal sealed class ForgetFollower(FollowerBook followers) : IForgetful
{
    public async Task ForgetAsync(MemberId member, IReadOnlyList<AppIdentity> identities, ErasureScope scope, CancellationToken cancellation)
    {
        foreach (var identity in scope == ErasureScope.Everything ? identities : [])
            await followers.EraseAsync(identity, cancellation);
    }
}
