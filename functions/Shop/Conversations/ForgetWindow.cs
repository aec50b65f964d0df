using WeCommerce.Shop.Erasures;
using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Conversations;

/// <summary>Nothing is said any more to who is gone, and when they wrote is forgotten.</summary>
internal sealed class ForgetWindow(CustomerDesk desk) : IForgetful
{
    public async Task ForgetAsync(MemberId member, IReadOnlyList<AppIdentity> identities, ErasureScope scope, CancellationToken cancellation)
    {
        foreach (var identity in scope == ErasureScope.Everything ? identities : [])
            await desk.EraseAsync(identity, cancellation);
    }
}
