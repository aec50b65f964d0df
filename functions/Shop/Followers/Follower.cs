using Azure;
using Azure.Data.Tables;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Followers;

/// <summary>Somebody whom an official account knows (关注者). Pure: what WeChat tells late, again or out of order ends in the same.</summary>
/// <param name="FollowedAt">When they followed last.</param>
/// <param name="UnfollowedAt">When they unfollowed last.</param>
/// <param name="Scene">The scene of the parametric code by which they came last; empty when they came otherwise.</param>
internal sealed record Follower(DateTimeOffset? FollowedAt = null, DateTimeOffset? UnfollowedAt = null, string Scene = "")
{
    /// <summary>WeChat tells whole seconds: who did both in one is left alone.</summary>
    public bool Follows => FollowedAt is { } followed && !(UnfollowedAt >= followed);

    public Follower Follow(DateTimeOffset at, string scene) => FollowedAt >= at ? this : this with { FollowedAt = at, Scene = scene };

    public Follower Unfollow(DateTimeOffset at) => UnfollowedAt >= at ? this : this with { UnfollowedAt = at };
}

/// <summary>In the partition of a person's OpenId: <c>follower!{AppId}</c>.</summary>
internal static class FollowerRow
{
    public static string KeyOf(string appId) => $"follower!{appId}";

    public static TableEntity Of(string appId, Follower follower, ETag? etag)
    {
        var row = Rows.New(KeyOf(appId)).WithJson("Follower", follower);
        row.ETag = etag ?? default;
        return row;
    }

    public static Follower FollowerOf(TableEntity row) => row.ReadJson<Follower>("Follower");
}
