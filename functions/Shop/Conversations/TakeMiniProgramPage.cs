using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Conversations;

/// <summary>Somebody sent a card of the mini-program (小程序卡片): a product that they ask about.</summary>
internal sealed class TakeMiniProgramPage(Talk talk) : IPushHandler
{
    public string Kind => "message.miniprogrampage";

    public Task HandleAsync(Push push, CancellationToken cancellation) => talk.GoOnAsync(push, CustomerOpening.Written, cancellation);
}
