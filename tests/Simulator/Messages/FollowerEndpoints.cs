using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using QRCoder;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Shipping;

namespace WeCommerce.Simulator.Messages;

/// <summary>An official account's followers, parametric codes (带参数的二维码) and menu (自定义菜单).</summary>
internal sealed class FollowerEndpoints(SimulatorOptions options, ApiRoutes api, People people, Relations relations, Outbox outbox)
{
    private const int MostSeconds = 30 * 24 * 3600;

    private readonly ConcurrentDictionary<string, JsonElement> _menus = new(StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder routes)
    {
        api.Get(routes, "/cgi-bin/user/info", UserInfo);
        api.Post(routes, "/cgi-bin/qrcode/create", CreateCode);
        routes.MapGet("/cgi-bin/showqrcode", (string? ticket) => SceneOf(ticket) is null ? Results.NotFound() : Results.Bytes(Png(UrlOf(ticket!)), "image/png"));
        api.Post(routes, "/cgi-bin/menu/create", CreateMenu);
        api.Get(routes, "/cgi-bin/menu/get", (appId, _) => _menus.TryGetValue(appId, out var menu) ? ApiAnswer.Ok(new { menu }) : ApiAnswer.Error(46003, "menu no exist"));
        api.Get(routes, "/cgi-bin/menu/delete", (appId, _) =>
        {
            _menus.TryRemove(appId, out var _);
            return ApiAnswer.Done;
        });
    }

    public void Clear() => _menus.Clear();

    /// <summary>A ticket says its scene, so that it needs no books.</summary>
    public static string TicketOf(string scene) => "gQ" + Convert.ToBase64String(Encoding.UTF8.GetBytes(scene)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static byte[] Png(string text)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(data);
        return png.GetGraphic(10);
    }

    private ApiAnswer UserInfo(string appId, HttpRequest request)
    {
        if (options.App(appId)?.Kind != AppKind.OfficialAccount)
            return ApiAnswer.Error(48001, "api unauthorized");
        if (people.Find(appId, request.Query["openid"].ToString()) is not { } person)
            return ApiAnswer.Error(40003, "invalid openid");

        var relation = relations.Of(appId, person.OpenId(appId));
        return relation.Follows
            ? ApiAnswer.Ok(new
            {
                subscribe = 1,
                openid = relation.OpenId,
                unionid = person.UnionId,
                language = "zh_CN",
                subscribe_time = relation.FollowedAt?.ToUnixTimeSeconds(),
                subscribe_scene = relation.FollowScene.Length > 0 ? "ADD_SCENE_QR_CODE" : "ADD_SCENE_SEARCH",
                remark = "",
                groupid = 0,
                qr_scene = 0,
                qr_scene_str = relation.FollowScene,
            })
            : ApiAnswer.Ok(new { subscribe = 0, openid = relation.OpenId });
    }

    private ApiAnswer CreateCode(string appId, JsonElement body)
    {
        if (options.App(appId)?.Kind != AppKind.OfficialAccount)
            return ApiAnswer.Error(48001, "api unauthorized");
        var scene = body.Part("action_info").Part("scene");
        var (isText, ends) = body.Text("action_name") switch
        {
            "QR_SCENE" => (false, true),
            "QR_STR_SCENE" => (true, true),
            "QR_LIMIT_SCENE" => (false, false),
            "QR_LIMIT_STR_SCENE" => (true, false),
            _ => ((bool?)null, false),
        };
        if (isText is null)
            return ApiAnswer.Error(40050, "invalid action info");
        var text = isText.Value ? scene.Text("scene_str") : scene.Number("scene_id") is > 0 and var id ? $"{id}" : null;
        if (text is not { Length: >= 1 and <= 64 })
            return ApiAnswer.Error(40053, "invalid action info");
        if (ends && body.Number("expire_seconds") is < 60 or > MostSeconds)
            return ApiAnswer.Error(40052, "invalid action name");

        var ticket = TicketOf(text);
        return ends
            ? ApiAnswer.Ok(new { ticket, expire_seconds = body.Number("expire_seconds") ?? 60, url = UrlOf(ticket) })
            : ApiAnswer.Ok(new { ticket, url = UrlOf(ticket) });
    }

    private ApiAnswer CreateMenu(string appId, JsonElement body)
    {
        if (options.App(appId)?.Kind != AppKind.OfficialAccount)
            return ApiAnswer.Error(48001, "api unauthorized");
        if (body.Part("button") is not { ValueKind: JsonValueKind.Array } buttons || buttons.GetArrayLength() is 0 or > 3)
            return ApiAnswer.Error(40016, "invalid button size");
        foreach (var button in buttons.EnumerateArray())
        {
            var below = button.Part("sub_button") is { ValueKind: JsonValueKind.Array } subs ? subs.EnumerateArray().ToList() : [];
            if (below.Count > 5)
                return ApiAnswer.Error(40023, "invalid sub button size");
            if (ButtonFault(button, most: 16, hasBelow: below.Count > 0) is { } fault)
                return fault;
            if (below.Select(b => ButtonFault(b, most: 60, hasBelow: false)).FirstOrDefault(f => f is not null) is { } belowFault)
                return belowFault;
        }
        _menus[appId] = body;
        outbox.Add("Menu", appId, null, [], body);
        return ApiAnswer.Done;
    }

    private static ApiAnswer? ButtonFault(JsonElement button, int most, bool hasBelow)
    {
        var length = Encoding.UTF8.GetByteCount(button.Text("name") ?? "");
        if (length == 0 || length > most)
            return ApiAnswer.Error(40018, "invalid button name size");
        if (hasBelow)
            return null;
        return button.Text("type") switch
        {
            "click" => button.Text("key") is { Length: > 0 and <= 128 } ? null : ApiAnswer.Error(40019, "invalid button key size"),
            "view" => IsUrl(button.Text("url")) ? null : ApiAnswer.Error(40054, "invalid sub button url domain"),
            "miniprogram" => button.Text("appid") is { Length: > 0 } && button.Text("pagepath") is { Length: > 0 } && IsUrl(button.Text("url"))
                ? null
                : ApiAnswer.Error(40166, "invalid appid"),
            _ => ApiAnswer.Error(40017, "invalid button type"),
        };
    }

    private static bool IsUrl(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static string UrlOf(string ticket) => $"http://weixin.qq.com/q/{ticket}";

    private static string? SceneOf(string? ticket)
    {
        try
        {
            return ticket is ['g', 'Q', .. var rest]
                ? Encoding.UTF8.GetString(Convert.FromBase64String(rest.Replace('-', '+').Replace('_', '/').PadRight((rest.Length + 3) / 4 * 4, '=')))
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
