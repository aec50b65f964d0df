using System.Text;
using System.Text.Json;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Shipping;

namespace WeCommerce.Simulator.Messages;

/// <summary>客服输入状态.</summary>
internal sealed record CustomTyping(string? Touser = null, string? Command = null);

/// <summary>Customer service messages (客服消息): taken only for some time after the person did something, and only so many.</summary>
internal sealed class CustomEndpoints(SimulatorOptions options, ApiDoor door, People people, Standings standings, Outbox outbox)
{
    private const int LongestText = 2048;

    // The fields that each type must have.
    private static readonly Dictionary<string, string[]> OfEverybody = new()
    {
        ["text"] = ["content"],
        ["image"] = ["media_id"],
        ["link"] = ["title", "description", "url", "thumb_url"],
        ["miniprogrampage"] = ["title", "pagepath", "thumb_media_id"],
    };

    private static readonly Dictionary<string, string[]> OfOfficialAccounts = new()
    {
        ["text"] = ["content"],
        ["image"] = ["media_id"],
        ["voice"] = ["media_id"],
        ["video"] = ["media_id", "thumb_media_id"],
        ["music"] = ["musicurl", "hqmusicurl", "thumb_media_id"],
        ["news"] = ["articles"],
        ["mpnewsarticle"] = ["article_id"],
        ["msgmenu"] = ["list"],
        ["miniprogrampage"] = ["title", "appid", "pagepath", "thumb_media_id"],
    };

    public void Map(IEndpointRouteBuilder routes)
    {
        door.Post<JsonElement>(routes, "/cgi-bin/message/custom/send", kind: null, (appId, body, _) => Send(appId, body));
        door.Post<CustomTyping>(routes, "/cgi-bin/message/custom/typing", kind: null, Type);
    }

    private ApiAnswer Send(string appId, JsonElement body)
    {
        if (Text(body, "touser") is not { Length: > 0 } openId || people.Find(appId, openId) is null)
            return MessageErrors.OpenId;
        if (Check(appId, body) is { } wrong)
            return wrong;
        if (standings.Try(appId, openId, standing => standing.Answer(options.Time.GetUtcNow())) is { } refused)
            return refused;
        outbox.Add("CustomerMessage", appId, openId, [], body);
        return ApiAnswer.Done;
    }

    private ApiAnswer Type(string appId, CustomTyping asked, JsonElement body) =>
        string.IsNullOrEmpty(asked.Touser) || people.Find(appId, asked.Touser) is null ? MessageErrors.OpenId
        : asked.Command is not ("Typing" or "CancelTyping") ? MessageErrors.Command
        : standings.Of(appId, asked.Touser).SendsAt(options.Time.GetUtcNow()) == 0 ? MessageErrors.OutOfWindow
        : ApiAnswer.Done;

    private ApiAnswer? Check(string appId, JsonElement body)
    {
        var types = options.App(appId)?.Kind == AppKind.OfficialAccount ? OfOfficialAccounts : OfEverybody;
        if (Text(body, "msgtype") is not { } type || !types.TryGetValue(type, out var needed))
            return MessageErrors.MessageType;
        if (!body.TryGetProperty(type, out var content) || content.ValueKind != JsonValueKind.Object)
            return MessageErrors.Empty;
        if (!Array.TrueForAll(needed, name => IsThere(content, name)))
            return MessageErrors.Empty;
        return type == "text" && Encoding.UTF8.GetByteCount(Text(content, "content") ?? "") > LongestText ? MessageErrors.TooLong : null;
    }

    private static bool IsThere(JsonElement content, string name) => content.TryGetProperty(name, out var value) && value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() != "",
        JsonValueKind.Array => value.GetArrayLength() > 0,
        _ => false,
    };

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
