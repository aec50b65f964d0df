using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Conversations;

/// <summary>Somebody spoke (语音消息).</summary>
internal sealed class TakeVoice(Talk talk) : IPushHandler
{
    public string Kind => "message.voice";

    public Task HandleAsync(Push push, CancellationToken cancellation) => talk.GoOnAsync(push, CustomerOpening.Written, cancellation);
}
