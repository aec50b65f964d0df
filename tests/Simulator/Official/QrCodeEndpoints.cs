using System.Text.Json;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Official;

internal sealed record QrScene(long? SceneId = null, string? SceneStr = null);

internal sealed record QrAction(QrScene? Scene = null);

/// <summary>生成带参数二维码.</summary>
internal sealed record QrCreate(string? ActionName = null, QrAction? ActionInfo = null, int? ExpireSeconds = null);

/// <summary>QR codes with a scene: for some time (QR_SCENE, QR_STR_SCENE) or for ever (QR_LIMIT_SCENE, QR_LIMIT_STR_SCENE).</summary>
internal sealed class QrCodeEndpoints(ApiDoor door, QrCodes qrCodes, TimeProvider time)
{
    private const int LongestLife = 2_592_000;
    private const int DefaultLife = 60;
    private const int LastLimitedId = 100_000;
    private const int Width = 430;

    public void Map(IEndpointRouteBuilder routes)
    {
        door.Post<QrCreate>(routes, "/cgi-bin/qrcode/create", AppKind.OfficialAccount, Create);
        // mp.weixin.qq.com: whoever has the ticket may look.
        routes.MapGet("/cgi-bin/showqrcode", (string? ticket) =>
            ticket is not null && qrCodes.Find(ticket) is { } code && !(code.Until <= time.GetUtcNow()) ? QrPng.Of(code.Url, Width) : Results.NotFound());
    }

    private ApiAnswer Create(string appId, QrCreate asked, JsonElement body)
    {
        if (asked.ActionName is not ("QR_SCENE" or "QR_STR_SCENE" or "QR_LIMIT_SCENE" or "QR_LIMIT_STR_SCENE"))
            return ApiAnswer.Error(40052, "invalid action name");
        var isLimited = asked.ActionName.Contains("LIMIT", StringComparison.Ordinal);
        var seconds = asked.ExpireSeconds ?? DefaultLife;
        if (SceneOf(asked, isLimited) is not { } scene || (!isLimited && seconds is < 1 or > LongestLife))
            return ApiAnswer.Error(40053, "invalid action info");

        var ticket = WireIds.Ticket();
        var code = qrCodes.Put(new(
            ticket, appId, scene, $"http://weixin.qq.com/q/{ticket[^22..]}", isLimited ? null : time.GetUtcNow().AddSeconds(seconds)));
        return ApiAnswer.Ok(new { ticket, expire_seconds = isLimited ? (int?)null : seconds, url = code.Url });
    }

    private static string? SceneOf(QrCreate asked, bool isLimited) => asked switch
    {
        { ActionInfo.Scene: null } or { ActionInfo: null } => null,
        { ActionName: "QR_STR_SCENE" or "QR_LIMIT_STR_SCENE", ActionInfo.Scene.SceneStr: { Length: >= 1 and <= 64 } text } => text,
        { ActionName: "QR_SCENE" or "QR_LIMIT_SCENE", ActionInfo.Scene.SceneId: >= 1 and var id } when id <= (isLimited ? LastLimitedId : uint.MaxValue) =>
            $"{id}",
        _ => null,
    };
}
