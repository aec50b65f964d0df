using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Conversations;

/// <summary>A follower tapped a button of the menu (菜单点击).</summary>
internal sealed class TakeClick(Talk talk) : IPushHandler
{
    public string Kind => "click";

    public Task HandleAsync(Push push, CancellationToken cancellation) => talk.GoOnAsync(push, CustomerOpening.Touched, cancellation);
}
