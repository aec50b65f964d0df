using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Behaviour;
using WeCommerce.Simulator.Pushes;
using WeCommerce.Simulator.Shipping;

namespace WeCommerce.Simulator.Messages;

/// <summary>订阅消息, 客服消息 and 模板消息: refused without a permission, outside the window, to who does not follow.</summary>
internal sealed class MessageEndpoints(ApiRoutes api, People people, Relations relations, Outbox outbox, Pusher pusher, Schedule schedule, TimeProvider time)
{
    private static readonly TimeSpan TillItArrives = TimeSpan.FromMilliseconds(200);

    private static readonly string[] CustomerTypes = ["text", "image", "voice", "video", "music", "news", "link", "miniprogrampage", "msgmenu"];

    public void Map(IEndpointRouteBuilder routes)
    {
        api.Post(routes, "/cgi-bin/message/subscribe/send", Subscribe);
        api.Post(routes, "/cgi-bin/message/custom/send", Customer);
        api.Post(routes, "/cgi-bin/message/custom/typing", (appId, body) => people.Find(appId, body.Text("touser") ?? "") is null
            ? ApiAnswer.Error(40003, "invalid openid")
            : body.Text("command") is "Typing" or "CancelTyping" ? ApiAnswer.Done : ApiAnswer.Error(45072, "invalid command"));
        api.Post(routes, "/cgi-bin/message/template/send", Template);
    }

    private ApiAnswer Subscribe(string appId, JsonElement body)
    {
        if (body.Text("touser") is not { } openId || people.Find(appId, openId) is null)
            return ApiAnswer.Error(40003, "invalid openid");
        if (body.Text("template_id") is not { Length: > 0 } template)
            return ApiAnswer.Error(40037, "invalid template_id");
        if (body.Part("data") is not { ValueKind: JsonValueKind.Object } data)
            return ApiAnswer.Error(47003, "argument invalid! data");
        if (body.Text("page") is { } page && page.StartsWith('/'))
            return ApiAnswer.Error(41030, "invalid page");
        foreach (var field in data.EnumerateObject())
        {
            if (!TemplateValues.Takes(field.Name, field.Value.Text("value") ?? ""))
                return ApiAnswer.Error(47003, $"argument invalid! data.{field.Name}.value invalid");
        }
        if (!relations.Spend(appId, openId, template))
            return ApiAnswer.Error(43101, "user refuse to accept the msg");

        var msgId = relations.NewMsgId();
        outbox.Add("SubscribeMessage", appId, openId, [], body);
        PushLater(appId, openId, "subscribe_msg_sent_event", new JsonObject
        {
            ["List"] = new JsonObject { ["TemplateId"] = template, ["MsgID"] = $"{msgId}", ["ErrorCode"] = "0", ["ErrorStatus"] = "success" },
        });
        return ApiAnswer.Ok(new { errcode = 0, errmsg = "ok", msgid = msgId });
    }

    private ApiAnswer Customer(string appId, JsonElement body)
    {
        if (body.Text("touser") is not { } openId || people.Find(appId, openId) is null)
            return ApiAnswer.Error(40003, "invalid openid");
        if (body.Text("msgtype") is not { } type || !CustomerTypes.Contains(type, StringComparer.Ordinal) || body.Part(type).ValueKind != JsonValueKind.Object)
            return ApiAnswer.Error(40008, "invalid message type");
        if (type == "text" && string.IsNullOrEmpty(body.Part("text").Text("content")))
            return ApiAnswer.Error(44004, "empty content");
        if (relations.SpendWindow(appId, openId) is { } refused)
            return refused;

        outbox.Add("CustomerMessage", appId, openId, [], body);
        return ApiAnswer.Done;
    }

    private ApiAnswer Template(string appId, JsonElement body)
    {
        if (body.Text("touser") is not { } openId || people.Find(appId, openId) is null)
            return ApiAnswer.Error(40003, "invalid openid");
        if (body.Text("template_id") is not { Length: > 0 })
            return ApiAnswer.Error(40037, "invalid template_id");
        if (!relations.Of(appId, openId).Follows)
            return ApiAnswer.Error(43004, "require subscribe");

        var (msgId, isNew) = relations.Template(appId, body.Text("client_msg_id"));
        if (isNew)
        {
            outbox.Add("TemplateMessage", appId, openId, [], body);
            PushLater(appId, openId, "TEMPLATESENDJOBFINISH", new JsonObject { ["MsgID"] = msgId, ["Status"] = "success" });
        }
        return ApiAnswer.Ok(new { errcode = 0, errmsg = "ok", msgid = msgId });
    }

    private void PushLater(string appId, string openId, string name, JsonObject more)
    {
        var fields = PushFields.OfEvent(appId, openId, name, time.GetUtcNow());
        foreach (var (key, value) in more)
            fields[key] = value?.DeepClone();
        schedule.After(TillItArrives, ct => pusher.PushAsync(appId, openId, fields, ct));
    }
}

/// <summary>The fields that every push has.</summary>
internal static class PushFields
{
    public static JsonObject OfEvent(string appId, string openId, string name, DateTimeOffset at) => new(Base(appId, openId, "event", at)) { ["Event"] = name };

    public static JsonObject OfMessage(string appId, string openId, string type, string msgId, DateTimeOffset at) =>
        new(Base(appId, openId, type, at)) { ["MsgId"] = long.Parse(msgId, CultureInfo.InvariantCulture) };

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Base(string appId, string openId, string type, DateTimeOffset at) =>
    [
        new("ToUserName", $"gh_{appId}"), new("FromUserName", openId), new("CreateTime", at.ToUnixTimeSeconds()), new("MsgType", type),
    ];
}
