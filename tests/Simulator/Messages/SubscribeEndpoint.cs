using System.Text.Json;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Pushes;
using WeCommerce.Simulator.Shipping;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Messages;

internal sealed record SubscribeValue(string? Value = null);

/// <summary>发送订阅消息.</summary>
internal sealed record SubscribeSend(
    string? Touser = null,
    string? TemplateId = null,
    IReadOnlyDictionary<string, SubscribeValue?>? Data = null,
    string? Page = null,
    string? MiniprogramState = null,
    string? Lang = null);

/// <summary>Subscription messages (订阅消息): one accept of the pop-up is one message, and what is refused spends nothing.</summary>
internal sealed class SubscribeEndpoint(ApiDoor door, People people, Standings standings, Outbox outbox, PushEvents events)
{
    public void Map(IEndpointRouteBuilder routes) =>
        door.Post<SubscribeSend>(routes, "/cgi-bin/message/subscribe/send", AppKind.MiniProgram, Send);

    private ApiAnswer Send(string appId, SubscribeSend asked, JsonElement body)
    {
        if (Check(appId, asked) is { } error)
            return error;
        var (openId, templateId) = (asked.Touser!, asked.TemplateId!);
        var sent = standings.Try(appId, openId, standing => standing.Spend(templateId) is { } after ? (after, true) : (null, false));
        if (!sent)
            return MessageErrors.NotSubscribed;

        var msgId = WireIds.MsgId();
        outbox.Add("SubscribeMessage", appId, openId, [], body);
        events.PushSent(appId, openId, templateId, msgId);
        return ApiAnswer.Ok(new { errcode = 0, errmsg = "ok", msgid = msgId });
    }

    private ApiAnswer? Check(string appId, SubscribeSend asked) =>
        string.IsNullOrEmpty(asked.Touser) || people.Find(appId, asked.Touser) is null ? MessageErrors.OpenId
        : string.IsNullOrEmpty(asked.TemplateId) ? MessageErrors.TemplateId
        : asked.MiniprogramState is not (null or "developer" or "trial" or "formal") ? MessageErrors.Args
        : asked.Lang is not (null or "zh_CN" or "en_US" or "zh_HK" or "zh_TW") ? MessageErrors.Args
        : asked.Data is not { Count: > 0 } ? ApiAnswer.Error(47003, "argument invalid! data invalid")
        : asked.Data.FirstOrDefault(value => !TemplateValues.IsValid(value.Key, value.Value?.Value)) is { Key: { } key } ? MessageErrors.Value(key)
        : null;
}
