using System.Text.Json;
using System.Text.Json.Nodes;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Messages;
using WeCommerce.Simulator.Pushes;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Safety;

/// <summary>文本内容安全识别.</summary>
internal sealed record TextCheck(
    string? Content = null,
    int? Version = null,
    int? Scene = null,
    string? Openid = null,
    string? Title = null,
    string? Nickname = null,
    string? Signature = null);

/// <summary>多媒体内容安全识别; 1 is sound, 2 is a picture.</summary>
internal sealed record MediaCheck(
    string? MediaUrl = null,
    int? MediaType = null,
    int? Version = null,
    int? Scene = null,
    string? Openid = null);

/// <summary>
/// Content safety (内容安全), which knows two words and looks at no picture: a text with 违规 is risky (20006), one with 待审 is for review;
/// media whose address contains "risky" is risky, and with "missing" cannot be fetched (-1008). The rest passes.
/// </summary>
internal sealed class SafetyEndpoints(TimeProvider time, ApiDoor door, People people, SessionKeys sessionKeys, PushEvents events)
{
    private const int LongestContent = 2500;
    private const int Normal = 100;
    private const int Crime = 20006;
    private const int Other = 21000;
    private const int FetchFailed = -1008;

    private static readonly TimeSpan Recent = TimeSpan.FromHours(2);

    public void Map(IEndpointRouteBuilder routes)
    {
        door.Post<TextCheck>(routes, "/wxa/msg_sec_check", AppKind.MiniProgram, Look);
        door.Post<MediaCheck>(routes, "/wxa/media_check_async", AppKind.MiniProgram, LookLater);
    }

    private ApiAnswer Look(string appId, TextCheck asked, JsonElement body)
    {
        if (Check(appId, asked.Openid, asked.Version, asked.Scene) is { } error)
            return error;
        if (string.IsNullOrEmpty(asked.Content))
            return ApiAnswer.Error(44002, "empty post data");
        if (asked.Content.EnumerateRunes().Count() > LongestContent || (asked.Signature is not null && asked.Scene != 1))
            return ApiAnswer.Error(40097, "invalid args");

        var (suggest, label) = VerdictOf($"{asked.Content}\n{asked.Title}\n{asked.Nickname}\n{asked.Signature}");
        return ApiAnswer.Ok(new
        {
            errcode = 0,
            errmsg = "ok",
            result = new { suggest, label },
            detail = new[] { new { strategy = "content_model", errcode = 0, suggest, label, prob = 90 } },
            trace_id = WireIds.TraceId(),
        });
    }

    private ApiAnswer LookLater(string appId, MediaCheck asked, JsonElement body)
    {
        if (Check(appId, asked.Openid, asked.Version, asked.Scene) is { } error)
            return error;
        if (asked.MediaType is not (1 or 2))
            return ApiAnswer.Error(40004, "invalid media type");
        if (!Uri.TryCreate(asked.MediaUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return ApiAnswer.Error(40097, "invalid args");

        var traceId = WireIds.TraceId();
        events.PushOwn(appId, "wxa_media_check", ResultOf(appId, traceId, asked.MediaUrl));
        return ApiAnswer.Ok(new { errcode = 0, errmsg = "ok", trace_id = traceId });
    }

    // WeChat wants a visit in the last two hours. Of whoever has not logged in since the simulator started, it knows no visit and asks for none.
    private ApiAnswer? Check(string appId, string? openId, int? version, int? scene) =>
        version != 2 ? ApiAnswer.Error(40097, "invalid args")
        : scene is not (>= 1 and <= 4) ? ApiAnswer.Error(40129, "invalid scene")
        : string.IsNullOrEmpty(openId) || people.Find(appId, openId) is null ? MessageErrors.OpenId
        : time.GetUtcNow() - sessionKeys.LastLogin(openId) > Recent ? ApiAnswer.Error(61010, "code is expired")
        : null;

    private static (string Suggest, int Label) VerdictOf(string text) =>
        text.Contains("违规", StringComparison.Ordinal) ? ("risky", Crime)
        : text.Contains("待审", StringComparison.Ordinal) ? ("review", Other)
        : ("pass", Normal);

    private static JsonObject ResultOf(string appId, string traceId, string url)
    {
        var fields = new JsonObject { ["appid"] = appId, ["trace_id"] = traceId, ["version"] = 2 };
        if (url.Contains("missing", StringComparison.Ordinal))
        {
            (fields["errcode"], fields["errmsg"]) = (FetchFailed, "download failed");
            return fields;
        }

        var (suggest, label) = url.Contains("risky", StringComparison.Ordinal) ? ("risky", Crime) : ("pass", Normal);
        (fields["errcode"], fields["errmsg"]) = (0, "ok");
        fields["result"] = new JsonObject { ["suggest"] = suggest, ["label"] = label };
        fields["detail"] = new JsonArray(new JsonObject
        {
            ["strategy"] = "content_model",
            ["errcode"] = 0,
            ["suggest"] = suggest,
            ["label"] = label,
            ["prob"] = 90,
        });
        return fields;
    }
}
