using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Conversations;

/// <summary>What follows from whatever somebody writes or does: the shop may say something for a while, and says what is due.</summary>
internal sealed class Talk(CustomerDesk desk, LaterReplies replies)
{
    /// <exception cref="TimeoutException">WeChat does not take the reply at this moment: the push comes again.</exception>
    public async Task GoOnAsync(Push push, CustomerOpening opening, CancellationToken cancellation)
    {
        if (push.Sender is not { } person)
            return;

        await desk.OpenAsync(person, opening, push.At, cancellation);
        if (!await replies.SayAsync(push, cancellation))
            throw new TimeoutException($"The reply to {push.PushId} is put off.");
    }
}
