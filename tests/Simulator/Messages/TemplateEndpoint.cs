using System.Text.Json;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Books;
using WeCommerce.Simulator.Pushes;
using WeCommerce.Simulator.Shipping;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Messages;

internal sealed record TemplateValue(string? Value = null, string? Color = null);

internal sealed record TemplatePage(string? Appid = null, string? Pagepath = null);

/// <summary>发送模板消息.</summary>
internal sealed record TemplateSend(
    string? Touser = null,
    string? TemplateId = null,
    IReadOnlyDictionary<string, TemplateValue?>? Data = null,
    string? Url = null,
    TemplatePage? Miniprogram = null,
    string? ClientMsgId = null);

/// <summary>A template message that was sent under an id of the shop's own (client_msg_id).</summary>
internal sealed record SentTemplate(string AppId, string OpenId, string ClientMsgId, long MsgId, DateTimeOffset At)
{
    public static string Key(string appId, string openId, string clientMsgId) => $"{appId} {openId} {clientMsgId}";
}

internal sealed class SentTemplates() : Book<SentTemplate>(sent => SentTemplate.Key(sent.AppId, sent.OpenId, sent.ClientMsgId));

/// <summary>
/// Template messages (模板消息) of an official account, to its followers. The same client_msg_id to the same person is one message for ten
/// minutes; WeChat promises nothing after that, and here it is sent again.
/// </summary>
internal sealed class TemplateEndpoint(
    TimeProvider time,
    ApiDoor door,
    People people,
    Standings standings,
    SentTemplates sentTemplates,
    Outbox outbox,
    PushEvents events)
{
    private const int LongestId = 32;

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    public void Map(IEndpointRouteBuilder routes) =>
        door.Post<TemplateSend>(routes, "/cgi-bin/message/template/send", AppKind.OfficialAccount, Send);

    private ApiAnswer Send(string appId, TemplateSend asked, JsonElement body)
    {
        if (Check(appId, asked) is { } error)
            return error;
        var openId = asked.Touser!;
        var (msgId, isNew) = Number(appId, openId, asked.ClientMsgId);
        if (isNew)
        {
            outbox.Add("TemplateMessage", appId, openId, [], body);
            events.PushTemplateDone(appId, openId, msgId);
        }
        return ApiAnswer.Ok(new { errcode = 0, errmsg = "ok", msgid = msgId });
    }

    private (long MsgId, bool IsNew) Number(string appId, string openId, string? clientMsgId)
    {
        var (msgId, now) = (WireIds.MsgId(), time.GetUtcNow());
        return string.IsNullOrEmpty(clientMsgId)
            ? (msgId, true)
            : sentTemplates.Change(SentTemplate.Key(appId, openId, clientMsgId), before => before is not null && now - before.At < Remembered
                ? (null, (before.MsgId, false))
                : (new SentTemplate(appId, openId, clientMsgId, msgId, now), (msgId, true)));
    }

    private ApiAnswer? Check(string appId, TemplateSend asked) =>
        string.IsNullOrEmpty(asked.Touser) || people.Find(appId, asked.Touser) is null ? MessageErrors.OpenId
        : string.IsNullOrEmpty(asked.TemplateId) ? MessageErrors.TemplateId
        : asked.ClientMsgId?.Length > LongestId ? MessageErrors.Args
        : asked.Miniprogram is { Appid: null or "" } ? ApiAnswer.Error(40013, "invalid appid")
        : asked.Data is not { Count: > 0 } ? ApiAnswer.Error(47003, "argument invalid! data invalid")
        : asked.Data.FirstOrDefault(value => string.IsNullOrWhiteSpace(value.Value?.Value)) is { Key: { } key } ? MessageErrors.Value(key)
        : !standings.Of(appId, asked.Touser).Follows ? MessageErrors.NotFollower
        : null;
}
