using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Conversations;

/// <summary>Somebody opened the mini-program's customer service (进入客服会话).</summary>
internal sealed class TakeServiceEntry(Talk talk) : IPushHandler
{
    public string Kind => "user_enter_tempsession";

    public Task HandleAsync(Push push, CancellationToken cancellation) => talk.GoOnAsync(push, CustomerOpening.Entered, cancellation);
}
