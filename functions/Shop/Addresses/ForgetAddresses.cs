using WeCommerce.Shop.Erasures;
using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Addresses;

/// <summary>Forgets a member's book of addresses.</summary>
internal sealed class ForgetAddresses(AddressBook book) : IForgetful
{
    public Task ForgetAsync(MemberId member, IReadOnlyList<AppIdentity> identities, ErasureScope scope, CancellationToken cancellation) =>
        scope.HasFlag(ErasureScope.Addresses) ? book.EraseAsync(member, cancellation) : Task.CompletedTask;
}
