using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Erasures;

/// <summary>A person's name or picture was cleared by WeChat (授权用户资料变更): the shop's copy goes, too.</summary>
internal sealed class TakeInfoModified(ErasePersons persons) : IPushHandler
{
    public string Kind => ErasureScopes.Modified;

    public Task HandleAsync(Push push, CancellationToken cancellation) => persons.EraseAsync(push, cancellation);
}
