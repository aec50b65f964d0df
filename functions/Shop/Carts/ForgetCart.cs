using WeCommerce.Shop.Erasures;
using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Carts;

/// <summary>Empties the cart of who is gone.</summary>
internal sealed class ForgetCart(Cart cart) : IForgetful
{
    public async Task ForgetAsync(MemberId member, IReadOnlyList<AppIdentity> identities, ErasureScope scope, CancellationToken cancellation)
    {
        if (scope != ErasureScope.Everything)
            return;

        foreach (var (sku, _) in await cart.ReadAsync(member, cancellation))
            await cart.SetAsync(member, sku, quantity: 0, cancellation);
    }
}
