using WeCommerce.WeChat.Api;

namespace WeCommerce.WeChat.Safety;

/// <summary>Content checks, straight over HTTP.</summary>
internal sealed class ContentChecksClient(ApiCaller caller) : IContentChecks
{
    private const int Version = 2;
    private const int MostOfAText = 2500;

    public async Task<ApiAnswer<ContentVerdict>> CheckTextAsync(string appId, string openId, ContentScene scene, string text, CancellationToken ct)
    {
        const string call = "check_text";
        if (openId.Length == 0)
            return caller.Refuse(call, "an OpenId is missing");
        if (text.Length is 0 or > MostOfAText)
            return caller.Refuse(call, $"a text has 1 to {MostOfAText} characters");
        var body = JsonText.Object(json =>
        {
            json.WriteString("openid", openId);
            json.WriteNumber("scene", (int)scene);
            json.WriteNumber("version", Version);
            json.WriteString("content", text);
        });
        return await caller.CallAsync<ContentVerdict>(
            call,
            appId,
            "/wxa/msg_sec_check",
            body,
            json => json.Object("result") is var result && result.Text("suggest") is { Length: > 0 } suggest && result.LooseInteger("label") is { } label
                ? new ContentVerdict(ContentVerdict.SuggestionOf(suggest), label, json.LooseText("trace_id") ?? "")
                : null,
            ct);
    }

    public async Task<ApiAnswer<MediaCheck>> CheckMediaAsync(
        string appId, string openId, ContentScene scene, MediaKind media, string url, CancellationToken ct)
    {
        const string call = "check_media";
        if (openId.Length == 0)
            return caller.Refuse(call, "an OpenId is missing");
        if (!WeChatHttp.IsWebAddress(url))
            return caller.Refuse(call, "the file's address is none");
        var body = JsonText.Object(json =>
        {
            json.WriteString("media_url", url);
            json.WriteNumber("media_type", (int)media);
            json.WriteNumber("version", Version);
            json.WriteString("openid", openId);
            json.WriteNumber("scene", (int)scene);
        });
        return await caller.CallAsync<MediaCheck>(
            call,
            appId,
            "/wxa/media_check_async",
            body,
            json => json.LooseText("trace_id") is { Length: > 0 } traceId ? new MediaCheck(traceId) : null,
            ct);
    }
}
