using WeCommerce.Shop.Conversations;
using WeCommerce.Shop.Entrances;
using WeCommerce.Shop.Pushes;

namespace WeCommerce.Shop.Followers;

/// <summary>Somebody follows an official account (关注): welcomed, known as the member that they are elsewhere, and given the rule's coupon.</summary>
internal sealed class TakeFollow(FollowerBook followers, FollowerWelcome welcome, ScanCount scans, Talk talk) : IPushHandler
{
    public string Kind => "subscribe";

    public async Task HandleAsync(Push push, CancellationToken cancellation)
    {
        if (push.Sender is not { } person)
            return;

        var follower = await followers.ChangeAsync(person, f => f.Follow(push.At, Occasion.SceneOf(push.Message["EventKey"])), cancellation);
        // What is said is due within a minute; who the person is can wait, and must not wait for it.
        var (said, welcomed) = (talk.GoOnAsync(push, CustomerOpening.Touched, cancellation), follower.Follows ? welcome.JoinAsync(person, push, cancellation) : Task.CompletedTask);
        await Task.WhenAll(said, welcomed);
        // Known as the member by now.
        await scans.TakeAsync(push, Occasion.SceneOf(push.Message["EventKey"]), cancellation);
    }
}
