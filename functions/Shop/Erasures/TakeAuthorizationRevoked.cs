using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Erasures;

/// <summary>A person took back consents (授权用户资料撤回).</summary>
internal sealed class TakeAuthorizationRevoked(ErasePersons persons) : IPushHandler
{
    public string Kind => ErasureScopes.Revoked;

    public Task HandleAsync(Push push, CancellationToken cancellation) => persons.EraseAsync(push, cancellation);
}
