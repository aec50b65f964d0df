using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Behaviour;
using WeCommerce.Simulator.Pushes;

namespace WeCommerce.Simulator.Messages;

/// <summary>内容安全: a text with 违规 in it is risky, one with 待审 is for people to see; a picture whose address says risky is, one that says missing is not there.</summary>
internal sealed class SafetyEndpoints(ApiRoutes api, People people, Pusher pusher, Schedule schedule, TimeProvider time)
{
    private const string System = "o_wechat_system";

    private static readonly TimeSpan TillItIsSeen = TimeSpan.FromMilliseconds(300);

    public void Map(IEndpointRouteBuilder routes)
    {
        api.Post(routes, "/wxa/msg_sec_check", CheckText);
        api.Post(routes, "/wxa/media_check_async", CheckMedia);
    }

    private ApiAnswer CheckText(string appId, JsonElement body)
    {
        if (Fault(appId, body) is { } fault)
            return fault;
        if (body.Text("content") is not { Length: > 0 and <= 2500 } content)
            return ApiAnswer.Error(44002, "empty post data");

        var (suggest, label) = content.Contains("违规", StringComparison.Ordinal) ? ("risky", 20006)
            : content.Contains("待审", StringComparison.Ordinal) ? ("review", 21000)
            : ("pass", 100);
        return ApiAnswer.Ok(new { errcode = 0, errmsg = "ok", trace_id = TraceId(), result = new { suggest, label } });
    }

    private ApiAnswer CheckMedia(string appId, JsonElement body)
    {
        if (Fault(appId, body) is { } fault)
            return fault;
        if (body.Number("media_type") is not (1 or 2) || body.Text("media_url") is not { Length: > 0 } url)
            return ApiAnswer.Error(40004, "invalid media type");

        var trace = TraceId();
        var (suggest, label) = url.Contains("risky", StringComparison.Ordinal) ? ("risky", 20002) : ("pass", 100);
        var fields = PushFields.OfEvent(appId, System, "wxa_media_check", time.GetUtcNow());
        fields["appid"] = appId;
        fields["trace_id"] = trace;
        fields["version"] = 2;
        fields["errcode"] = url.Contains("missing", StringComparison.Ordinal) ? -1008 : 0;
        fields["errmsg"] = "";
        fields["result"] = new JsonObject { ["suggest"] = suggest, ["label"] = label };
        fields["detail"] = new JsonArray(new JsonObject { ["strategy"] = "content_model", ["errcode"] = 0, ["suggest"] = suggest, ["label"] = label, ["prob"] = 90 });
        schedule.After(TillItIsSeen, ct => pusher.PushAsync(appId, System, fields, ct));
        return ApiAnswer.Ok(new { errcode = 0, errmsg = "ok", trace_id = trace });
    }

    private ApiAnswer? Fault(string appId, JsonElement body) =>
        body.Number("version") != 2 ? ApiAnswer.Error(40097, "invalid args")
        : body.Number("scene") is not (>= 1 and <= 4) ? ApiAnswer.Error(40129, "invalid scene")
        : people.Find(appId, body.Text("openid") ?? "") is null ? ApiAnswer.Error(40003, "invalid openid")
        : null;

    private static string TraceId() => RandomNumberGenerator.GetHexString(24, lowercase: true);
}
