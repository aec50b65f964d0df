using System.Text.Json.Nodes;
using WeCommerce.Simulator.Messages;
using WeCommerce.Simulator.Official;
using WeCommerce.Simulator.Pushes;

namespace WeCommerce.Simulator.Play;

/// <summary>The person's answer about one template in the pop-up of wx.requestSubscribeMessage.</summary>
internal sealed record PopupAnswer(string TemplateId, bool Accept);

/// <summary>What a person does in WeChat. Which of the fields count depends on <see cref="Action"/>.</summary>
/// <param name="OpenId">Of any app.</param>
/// <param name="App">With which app it is done. The default is the first official account for what needs one, else the app of the OpenId.</param>
internal sealed record UserAction(
    string? OpenId = null,
    string? Action = null,
    string? App = null,
    string? Scene = null,
    string? Key = null,
    string? Url = null,
    string? Content = null,
    string? MediaId = null,
    string? SessionFrom = null,
    IReadOnlyList<PopupAnswer>? Answers = null,
    int PopupScene = 0,
    IReadOnlyList<string>? TemplateIds = null,
    string? Codes = null);

/// <summary>An action as WeChat takes it: what it changes in the books, and what is pushed about it.</summary>
/// <param name="Change">What becomes of how the person stands with the app.</param>
/// <param name="Push">The push, in the form that the app's settings ask for.</param>
/// <param name="Kind">With which apps it can be done; null is with all.</param>
internal sealed record Deed(Func<Standing, Standing> Change, Func<PushSettings, JsonObject> Push, AppKind? Kind = null);

/// <summary>Everything that a person can do with an app. Pure, but for the clock.</summary>
internal sealed class Deeds(QrCodes qrCodes, TimeProvider time)
{
    private const string Picture = "http://mmbiz.qpic.cn/mmbiz_jpg/simulator/0";

    /// <summary>Null when there is no such action, or it lacks a field.</summary>
    public Deed? Of(UserAction asked, Standing before)
    {
        var (appId, openId, now) = (before.AppId, before.OpenId, time.GetUtcNow());
        return asked switch
        {
            { Action: "follow" } => Official(standing => standing.Follow(asked.Scene, now), "subscribe", Scanned(asked.Scene, "qrscene_")),
            { Action: "unfollow" } => Official(standing => standing.Unfollow(), "unsubscribe", new() { ["EventKey"] = "" }),
            { Action: "scan", Scene.Length: > 0 } when before.Follows => Official(standing => standing.Touch(now), "SCAN", Scanned(asked.Scene, "")),
            { Action: "scan", Scene.Length: > 0 } =>
                Official(standing => standing.Follow(asked.Scene, now), "subscribe", Scanned(asked.Scene, "qrscene_")),
            { Action: "click", Key.Length: > 0 } => Official(standing => standing.Touch(now), "CLICK", new() { ["EventKey"] = asked.Key }),
            { Action: "view", Url.Length: > 0 } => Official(Same, "VIEW", new() { ["EventKey"] = asked.Url }),
            { Action: "write", Content.Length: > 0 } => Written("text", new() { ["Content"] = asked.Content }),
            { Action: "image" } => Written("image", new() { ["PicUrl"] = Picture, ["MediaId"] = asked.MediaId ?? "simulator-image" }),
            { Action: "enterService" } => Mini(
                standing => standing.Enter(now), "user_enter_tempsession", _ => new() { ["SessionFrom"] = asked.SessionFrom ?? "" }),
            { Action: "subscribe", Answers.Count: > 0 } => Mini(
                standing => asked.Answers.Where(answer => answer.Accept).Aggregate(standing, (after, answer) => after.Accept(answer.TemplateId)),
                "subscribe_msg_popup_event",
                settings => PushFields.List(settings, "SubscribeMsgPopupEvent", [.. asked.Answers.Select(Popup)])),
            { Action: "refuseTemplates", TemplateIds.Count: > 0 } => Mini(
                standing => asked.TemplateIds.Aggregate(standing, (after, templateId) => after.Refuse(templateId)),
                "subscribe_msg_change_event",
                settings => PushFields.List(settings, "SubscribeMsgChangeEvent", [.. asked.TemplateIds.Select(Refused)])),
            { Action: "revoke", Codes.Length: > 0 } => Own(Same, "user_authorization_revoke", asked.Codes),
            { Action: "modify", Codes.Length: > 0 } => Own(Same, "user_info_modified", asked.Codes),
            { Action: "cancel" } => Own(_ => new(appId, openId), "user_authorization_cancellation", codes: null),
            _ => null,
        };

        Deed Official(Func<Standing, Standing> change, string name, JsonObject fields) =>
            new(change, _ => PushFields.Event(appId, openId, name, now, fields), AppKind.OfficialAccount);

        Deed Mini(Func<Standing, Standing> change, string name, Func<PushSettings, JsonObject> fields) =>
            new(change, settings => PushFields.Event(appId, openId, name, now, fields(settings)), AppKind.MiniProgram);

        Deed Written(string type, JsonObject fields) =>
            new(standing => standing.Write(now), _ => PushFields.Message(appId, openId, type, now, fields));

        // About a person, but not from them: only OpenID says whom.
        Deed Own(Func<Standing, Standing> change, string name, string? codes)
        {
            var fields = new JsonObject { ["OpenID"] = openId, ["AppID"] = appId };
            if (codes is not null)
                fields["RevokeInfo"] = codes;
            return new(change, _ => PushFields.Event(appId, PushFields.System, name, now, fields));
        }

        JsonObject Scanned(string? scene, string prefix)
        {
            var fields = new JsonObject { ["EventKey"] = string.IsNullOrEmpty(scene) ? "" : prefix + scene };
            if (scene is not null && qrCodes.Of(appId, scene) is { } code)
                fields["Ticket"] = code.Ticket;
            return fields;
        }

        JsonObject Popup(PopupAnswer answer) => new()
        {
            ["TemplateId"] = answer.TemplateId,
            ["SubscribeStatusString"] = answer.Accept ? "accept" : "reject",
            ["PopupScene"] = asked.PopupScene,
        };
    }

    private static JsonObject Refused(string templateId) => new() { ["TemplateId"] = templateId, ["SubscribeStatusString"] = "reject" };

    private static Standing Same(Standing standing) => standing;
}
