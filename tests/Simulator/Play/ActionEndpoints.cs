using System.Globalization;
using System.Text.Json.Nodes;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Messages;
using WeCommerce.Simulator.Pushes;
using WeCommerce.Simulator.Shipping;

namespace WeCommerce.Simulator.Play;

/// <summary>What a person did to an app: <c>action</c> says which of the other fields count.</summary>
/// <param name="OpenId">The person's in any of the apps.</param>
/// <param name="App">The app that it is done to; the first one unless given.</param>
internal sealed record Deed(
    string OpenId,
    string Action,
    string? App = null,
    string? Scene = null,
    string? Key = null,
    string? Url = null,
    string? Content = null,
    string? MediaId = null,
    string? SessionFrom = null,
    string? Codes = null,
    string? PopupScene = null,
    string? MsgId = null,
    IReadOnlyList<PopupAnswer>? Answers = null,
    IReadOnlyList<string>? TemplateIds = null);

internal sealed record PopupAnswer(string TemplateId, bool Accept);

/// <summary>The hands of the people who play: they follow, scan, click, write and answer pop-ups; WeChat's books know it, and WeChat pushes it.</summary>
internal sealed class ActionEndpoints(SimulatorOptions options, People people, Relations relations, Outbox outbox, PushConsole console, Pusher pusher, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/simulator/actions", DoAsync);
        routes.MapGet("/simulator/relations", () => PlayJson.Ok(new { relations = relations.All }));
    }

    private async Task<IResult> DoAsync(HttpRequest request)
    {
        var (action, error) = await PlayJson.ReadAsync<Deed>(request);
        if (action is null)
            return error!;
        var appId = action.App ?? options.Apps[0].AppId;
        if (options.App(appId) is null)
            return PlayJson.Refuse("UNKNOWN_APP", $"No app {appId} in the settings.");
        if (people.Find(action.OpenId) is not var (_, person))
            return PlayJson.Refuse("UNKNOWN_USER", "No user of any app has this openId.");

        var openId = person.OpenId(appId);
        if (PushOf(action, appId, openId, person) is not { } fields)
            return PlayJson.Refuse("UNKNOWN_ACTION", $"Nobody does {action.Action}, or what it needs is missing.");
        var answer = await pusher.PushAsync(appId, openId, fields, request.HttpContext.RequestAborted);
        var (reply, fault) = PushReplies.Read(console.Find(appId), appId, answer?.Body);
        if (reply is not null)
            outbox.Add("PassiveReply", appId, openId, [], PushReplies.ToElement(reply));
        return PlayJson.Ok(new { openId, status = answer?.Status, body = answer?.Body, error = fault ?? answer?.Error, pushed = fields, reply });
    }

    /// <summary>Writes the action into WeChat's books.</summary>
    /// <returns>What WeChat pushes; null when nobody does that.</returns>
    private JsonObject? PushOf(Deed action, string appId, string openId, Person person)
    {
        switch (action)
        {
            case { Action: "follow" }:
                return Follow(appId, openId, action.Scene);
            case { Action: "unfollow" }:
                relations.Unfollow(appId, openId);
                return Event("unsubscribe", ("EventKey", ""));
            case { Action: "scan", Scene: { } scene }:
                if (!relations.Of(appId, openId).Follows)
                    return Follow(appId, openId, scene);
                relations.Act(appId, openId);
                return Event("SCAN", ("EventKey", scene), ("Ticket", FollowerEndpoints.TicketOf(scene)));
            case { Action: "click", Key: { } key }:
                relations.Act(appId, openId);
                return Event("CLICK", ("EventKey", key));
            case { Action: "view", Url: { } url }:
                return Event("VIEW", ("EventKey", url), ("MenuId", "1"));
            case { Action: "write", Content: { } content }:
                relations.Write(appId, openId);
                return Message("text", ("Content", content));
            case { Action: "image" }:
                relations.Write(appId, openId);
                return Message("image", ("PicUrl", "https://example.com/picture.jpg"), ("MediaId", action.MediaId ?? "media-1"));
            case { Action: "enterService" }:
                return Event("user_enter_tempsession", ("SessionFrom", action.SessionFrom ?? ""));
            case { Action: "subscribe", Answers: { Count: > 0 } answers }:
                foreach (var accepted in answers.Where(a => a.Accept))
                    relations.Accept(appId, openId, accepted.TemplateId);
                return List("subscribe_msg_popup_event", answers.Select(a => new JsonObject
                {
                    ["TemplateId"] = a.TemplateId,
                    ["SubscribeStatusString"] = a.Accept ? "accept" : "reject",
                    ["PopupScene"] = action.PopupScene ?? "0",
                }));
            case { Action: "refuseTemplates", TemplateIds: { Count: > 0 } templates }:
                foreach (var template in templates)
                    relations.Refuse(appId, openId, template);
                return List("subscribe_msg_change_event", templates.Select(t => new JsonObject { ["TemplateId"] = t, ["SubscribeStatusString"] = "reject" }));
            case { Action: "revoke" }:
                return Event("user_authorization_revoke", ("OpenID", openId), ("UnionID", person.UnionId), ("AppID", appId), ("RevokeInfo", action.Codes ?? "301"));
            case { Action: "cancel" }:
                return Event("user_authorization_cancellation", ("OpenID", openId), ("UnionID", person.UnionId), ("AppID", appId), ("RevokeInfo", "301"));
            case { Action: "modify" }:
                return Event("user_info_modified", ("OpenID", openId), ("AppID", appId), ("RevokeInfo", action.Codes ?? "6"));
            default:
                return null;
        }

        JsonObject Event(string name, params (string Name, string Value)[] more)
        {
            var fields = PushFields.OfEvent(appId, openId, name, time.GetUtcNow());
            foreach (var (key, value) in more)
                fields[key] = value;
            return fields;
        }

        JsonObject Message(string type, params (string Name, string Value)[] more)
        {
            var msgId = action.MsgId ?? relations.NewMsgId().ToString(CultureInfo.InvariantCulture);
            var fields = PushFields.OfMessage(appId, openId, type, msgId, time.GetUtcNow());
            foreach (var (key, value) in more)
                fields[key] = value;
            return fields;
        }

        // One item comes as an object, several as an array.
        JsonObject List(string name, IEnumerable<JsonObject> items)
        {
            var fields = PushFields.OfEvent(appId, openId, name, time.GetUtcNow());
            var all = items.ToArray<JsonNode>();
            fields["List"] = all.Length == 1 ? all[0] : new JsonArray(all);
            return fields;
        }
    }

    private JsonObject Follow(string appId, string openId, string? scene)
    {
        relations.Follow(appId, openId, scene ?? "");
        var fields = PushFields.OfEvent(appId, openId, "subscribe", time.GetUtcNow());
        fields["EventKey"] = scene is null ? "" : $"qrscene_{scene}";
        if (scene is not null)
            fields["Ticket"] = FollowerEndpoints.TicketOf(scene);
        return fields;
    }
}
