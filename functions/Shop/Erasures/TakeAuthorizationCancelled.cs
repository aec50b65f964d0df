using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Erasures;

/// <summary>A person is gone (授权用户完成注销).</summary>
internal sealed class TakeAuthorizationCancelled(ErasePersons persons) : IPushHandler
{
    public string Kind => ErasureScopes.Cancelled;

    public Task HandleAsync(Push push, CancellationToken cancellation) => persons.EraseAsync(push, cancellation);
}
