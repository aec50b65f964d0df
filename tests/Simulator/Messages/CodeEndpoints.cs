using System.Text.Json;
using System.Text.RegularExpressions;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Messages;

/// <summary>小程序码, URL Link, URL Scheme and Short Link.</summary>
internal sealed partial class CodeEndpoints(SimulatorOptions options, ApiRoutes api, TimeProvider time)
{
    private static readonly TimeSpan MostLife = TimeSpan.FromDays(30);

    public void Map(IEndpointRouteBuilder routes)
    {
        api.Post(routes, "/wxa/getwxacodeunlimit", UnlimitedCode);
        api.Post(routes, "/wxa/generatescheme", (appId, body) =>
            Refused(appId) ?? PathFault(body.Part("jump_wxa")) ?? LifeFault(body) ?? ApiAnswer.Ok(new { errcode = 0, errmsg = "ok", openlink = $"weixin://dl/business/?t={WireIds.ResourceNonce()}" }));
        api.Post(routes, "/wxa/generate_urllink", (appId, body) =>
            Refused(appId) ?? PathFault(body) ?? LifeFault(body) ?? ApiAnswer.Ok(new { errcode = 0, errmsg = "ok", url_link = $"https://wxaurl.cn/{WireIds.ResourceNonce()}" }));
        api.Post(routes, "/wxa/genwxashortlink", (appId, body) => Refused(appId) ?? (body.Text("page_url") is not { Length: > 0 }
            ? ApiAnswer.Error(40165, "invalid weapp pagepath")
            : ApiAnswer.Ok(new { errcode = 0, errmsg = "ok", link = $"#小程序://{body.Text("page_title")}/{WireIds.ResourceNonce()}" })));
    }

    private IResult UnlimitedCode(string appId, JsonElement body)
    {
        if (Refused(appId) is { } refused)
            return refused;
        if (body.Text("scene") is not { Length: > 0 } scene)
            return ApiAnswer.Error(40097, "invalid args");
        if (scene.Length > 32)
            return ApiAnswer.Error(40169, "invalid length for scene, or the data is not json string");
        if (!Scene().IsMatch(scene))
            return ApiAnswer.Error(40129, "invalid scene");
        var page = body.Text("page") ?? "";
        if (page.StartsWith('/') || page.Contains('?', StringComparison.Ordinal))
            return ApiAnswer.Error(41030, "invalid page");
        if (body.Number("width") is < 280 or > 1280)
            return ApiAnswer.Error(40097, "invalid args");
        return Results.Bytes(FollowerEndpoints.Png($"wxacode {appId} {page} {scene}"), "image/png");
    }

    private ApiAnswer? Refused(string appId) => options.App(appId)?.Kind == AppKind.MiniProgram ? null : ApiAnswer.Error(40002, "invalid grant_type");

    private static ApiAnswer? PathFault(JsonElement body)
    {
        if (body.Text("query") is { Length: > 0 } query && (query.Length > 1024 || !Query().IsMatch(query)))
            return ApiAnswer.Error(40212, "invalid query");
        return body.Text("path")?.Contains('?', StringComparison.Ordinal) == true ? ApiAnswer.Error(40165, "invalid weapp pagepath") : null;
    }

    private ApiAnswer? LifeFault(JsonElement body)
    {
        var life = body.Number("expire_type") == 1
            ? body.Number("expire_interval") is { } days ? TimeSpan.FromDays(days) : (TimeSpan?)null
            : body.Number("expire_time") is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) - time.GetUtcNow() : MostLife;
        return life is { } given && given > TimeSpan.FromMinutes(1) && given <= MostLife + TimeSpan.FromMinutes(1)
            ? null
            : ApiAnswer.Error(85401, "time limit between 1min and 1month");
    }

    [GeneratedRegex("^[0-9a-zA-Z!#$&'()*+,/:;=?@._~-]+$")]
    private static partial Regex Scene();

    [GeneratedRegex("^[0-9a-zA-Z!#$&'()*+,/:;=?@._~%-]+$")]
    private static partial Regex Query();
}
