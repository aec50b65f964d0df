using System.Text.Json;
using WeCommerce.WeChat.Api;

namespace WeCommerce.WeChat.Codes;

/// <summary>Codes and links, straight over HTTP.</summary>
internal sealed class CodesClient(ApiCaller caller, TimeProvider time) : ICodes
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public async Task<ApiAnswer<CodePicture>> DrawCodeAsync(string appId, string scene, string? page, int width, CancellationToken ct)
    {
        const string call = "draw_code";
        if (!CodeRules.IsScene(scene))
            return caller.Refuse(call, $"a scene has 1 to {CodeRules.MostOfAScene} of WeChat's characters");
        if (page is not null && !CodeRules.IsPage(page))
            return caller.Refuse(call, "a page has no leading / and no query");
        if (width is < CodeRules.LeastWidth or > CodeRules.MostWidth)
            return caller.Refuse(call, $"a code is {CodeRules.LeastWidth} to {CodeRules.MostWidth} pixels wide");
        var body = JsonText.Object(json =>
        {
            json.WriteString("scene", scene);
            if (page is { Length: > 0 })
                json.WriteString("page", page);
            json.WriteNumber("width", width);
        });
        return await caller.DownloadAsync(call, appId, "/wxa/getwxacodeunlimit", body, PictureOf, ct);
    }

    public Task<ApiAnswer<CodeLink>> MakeUrlLinkAsync(string appId, CodePath path, TimeSpan life, CancellationToken ct) =>
        LinkAsync("make_url_link", appId, "/wxa/generate_urllink", "url_link", FaultOf(path) ?? FaultOf(life), json =>
        {
            WritePath(json, path);
            WriteLife(json, life);
        }, ct);

    public Task<ApiAnswer<CodeLink>> MakeSchemeAsync(string appId, CodePath path, TimeSpan life, CancellationToken ct) =>
        LinkAsync("make_scheme", appId, "/wxa/generatescheme", "openlink", FaultOf(path) ?? FaultOf(life), json =>
        {
            json.WriteStartObject("jump_wxa");
            WritePath(json, path);
            json.WriteEndObject();
            json.WriteBoolean("is_expire", true);
            WriteLife(json, life);
        }, ct);

    public Task<ApiAnswer<CodeLink>> MakeShortLinkAsync(string appId, CodePath path, string title, CancellationToken ct)
    {
        var url = path.Query.Length == 0 ? path.Path : $"{path.Path}?{path.Query}";
        var fault = FaultOf(path) ?? (path.Path.Length == 0 || url.Length > CodeRules.MostOfAPath ? "a short link needs a page, with its query at most 1,024 characters" : null);
        return LinkAsync("make_short_link", appId, "/wxa/genwxashortlink", "link", fault, json =>
        {
            json.WriteString("page_url", url);
            json.WriteString("page_title", title);
            json.WriteBoolean("is_permanent", false);
        }, ct);
    }

    public async Task<ApiAnswer<QrCode>> MakeQrCodeAsync(string appId, string scene, TimeSpan? life, CancellationToken ct)
    {
        const string call = "make_qr_code";
        if (scene.Length is 0 or > CodeRules.MostOfAnAccountsScene)
            return caller.Refuse(call, $"a scene has 1 to {CodeRules.MostOfAnAccountsScene} characters");
        if (life is { } given && FaultOf(given) is { } fault)
            return caller.Refuse(call, fault);
        var body = JsonText.Object(json =>
        {
            if (life is { } ends)
                json.WriteNumber("expire_seconds", (long)ends.TotalSeconds);
            json.WriteString("action_name", life is null ? "QR_LIMIT_STR_SCENE" : "QR_STR_SCENE");
            json.WriteStartObject("action_info");
            json.WriteStartObject("scene");
            json.WriteString("scene_str", scene);
            json.WriteEndObject();
            json.WriteEndObject();
        });
        return await caller.CallAsync<QrCode>(
            call,
            appId,
            "/cgi-bin/qrcode/create",
            body,
            json => json.Text("ticket") is { Length: > 0 } ticket && json.Text("url") is { Length: > 0 } url ? new QrCode(ticket, url) : null,
            ct);
    }

    private async Task<ApiAnswer<CodeLink>> LinkAsync(
        string call, string appId, string path, string field, string? fault, Action<Utf8JsonWriter> body, CancellationToken ct) =>
        fault is not null
            ? caller.Refuse(call, fault)
            : await caller.CallAsync<CodeLink>(
                call, appId, path, JsonText.Object(body), json => json.Text(field) is { Length: > 0 } link ? new CodeLink(link) : null, ct);

    private static string? FaultOf(CodePath path) =>
        !CodeRules.IsPage(path.Path) ? "a page has no leading / and no query"
        : !CodeRules.IsQuery(path.Query) ? "a query is k=v&k=v, escaped, at most 1,024 characters"
        : null;

    private static string? FaultOf(TimeSpan life) => CodeRules.IsLife(life) ? null : "a life is 1 minute to 30 days";

    private static void WritePath(Utf8JsonWriter json, CodePath path)
    {
        json.WriteString("path", path.Path);
        json.WriteString("query", path.Query);
    }

    /// <summary>Whole days as an interval: thirty of them, told as an instant, would be too many on a clock that is a little ahead of WeChat's.</summary>
    private void WriteLife(Utf8JsonWriter json, TimeSpan life)
    {
        var days = life.Ticks % Day.Ticks == 0;
        json.WriteNumber("expire_type", days ? 1 : 0);
        if (days)
            json.WriteNumber("expire_interval", life.Days);
        else
            json.WriteNumber("expire_time", (time.GetUtcNow() + life).ToUnixTimeSeconds());
    }

    // By the bytes: the label is image/jpeg for either.
    private static CodePicture? PictureOf(byte[] bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => new CodePicture(bytes, "image/png"),
        [0xFF, 0xD8, 0xFF, ..] => new CodePicture(bytes, "image/jpeg"),
        _ => null,
    };
}
