using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Conversations;

/// <summary>Somebody sent a picture (图片消息).</summary>
internal sealed class TakeImage(Talk talk) : IPushHandler
{
    public string Kind => "message.image";

    public Task HandleAsync(Push push, CancellationToken cancellation) => talk.GoOnAsync(push, CustomerOpening.Written, cancellation);
}
