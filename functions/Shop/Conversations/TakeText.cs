using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Conversations;

/// <summary>Somebody wrote (文本消息).</summary>
internal sealed class TakeText(Talk talk) : IPushHandler
{
    public string Kind => "message.text";

    public Task HandleAsync(Push push, CancellationToken cancellation) => talk.GoOnAsync(push, CustomerOpening.Written, cancellation);
}
