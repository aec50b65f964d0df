using WeCommerce.Shop.Conversations;
using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Followers;

/// <summary>Somebody does not follow any more (取消关注): nothing is said to them from now on.</summary>
internal sealed class TakeUnfollow(FollowerBook followers, CustomerDesk desk) : IPushHandler
{
    public string Kind => "unsubscribe";

    public async Task HandleAsync(Push push, CancellationToken cancellation)
    {
        if (push.Sender is not { } person)
            return;

        await followers.ChangeAsync(person, f => f.Unfollow(push.At), cancellation);
        await desk.CloseAsync(person, push.At, cancellation);
    }
}
