using WeCommerce.Shop.Followers;
using WeCommerce.Unit.Orders;

namespace WeCommerce.Unit.Followers;

public sealed class FollowerTests
{
    // Following, leaving and coming back, told in every order and twice.
    [Fact]
    public void Told_InAnyOrder_EndsInTheSame()
    {
        Func<Follower, Follower>[] told =
        [
            f => f.Follow(Some.Noon, "poster-1"), f => f.Unfollow(Some.Noon.AddMinutes(1)), f => f.Follow(Some.Noon.AddMinutes(2), "poster-2"),
        ];
        foreach (var order in new int[][] { [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0], [2, 1, 2, 0, 1, 0] })
        {
            var follower = order.Aggregate(new Follower(), (f, n) => told[n](f));
            Assert.Equal((true, "poster-2", Some.Noon.AddMinutes(1)), (follower.Follows, follower.Scene, follower.UnfollowedAt));
        }
    }

    [Fact]
    public void Follows_UntilTheyLeave()
    {
        Assert.False(new Follower().Follows);
        Assert.True(new Follower().Follow(Some.Noon, "").Follows);
        Assert.False(new Follower().Follow(Some.Noon, "").Unfollow(Some.Noon.AddSeconds(1)).Follows);
        // In the same second nobody knows which came last: nobody is bothered.
        Assert.False(new Follower().Follow(Some.Noon, "").Unfollow(Some.Noon).Follows);
        Assert.False(new Follower().Unfollow(Some.Noon).Follows);
    }
}
