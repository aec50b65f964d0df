using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Conversations;

/// <summary>Somebody sent a film (视频消息).</summary>
internal sealed class TakeVideo(Talk talk) : IPushHandler
{
    public string Kind => "message.video";

    public Task HandleAsync(Push push, CancellationToken cancellation) => talk.GoOnAsync(push, CustomerOpening.Written, cancellation);
}
