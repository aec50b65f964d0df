using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Messages;

namespace WeCommerce.Simulator.Official;

/// <summary>获取用户基本信息: of somebody who is no follower, nothing but that, and who they are.</summary>
internal sealed class UserInfoEndpoint(ApiDoor door, People people, Standings standings)
{
    public void Map(IEndpointRouteBuilder routes) => door.Get(routes, "/cgi-bin/user/info", AppKind.OfficialAccount, Info);

    private ApiAnswer Info(string appId, HttpRequest request)
    {
        string? openid = request.Query["openid"];
        if (string.IsNullOrEmpty(openid) || people.Find(appId, openid) is not { } person)
            return MessageErrors.OpenId;
        if (standings.Of(appId, openid) is not { FollowedAt: { } followedAt } follower)
            return ApiAnswer.Ok(new { subscribe = 0, openid, unionid = person.UnionId });
        var isNumber = uint.TryParse(follower.Scene, out var sceneId);
        return ApiAnswer.Ok(new
        {
            subscribe = 1,
            openid,
            language = "zh_CN",
            subscribe_time = followedAt.ToUnixTimeSeconds(),
            unionid = person.UnionId,
            remark = "",
            groupid = 0,
            tagid_list = Array.Empty<int>(),
            subscribe_scene = follower.Scene is null ? "ADD_SCENE_SEARCH" : "ADD_SCENE_QR_CODE",
            qr_scene = isNumber ? sceneId : 0,
            qr_scene_str = isNumber ? "" : follower.Scene ?? "",
        });
    }
}
