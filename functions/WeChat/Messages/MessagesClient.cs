using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.OfficialAccount;

namespace WeCommerce.WeChat.Messages;

/// <summary>Messages, straight over HTTP.</summary>
internal sealed class MessagesClient(ApiCaller caller, IOptions<OfficialAccountOptions> accounts) : IMessages
{
    private const int MostOfAClientMsgId = 32;

    public async Task<ApiAnswer<Sent>> SendSubscribeAsync(string appId, SubscribeMessage message, CancellationToken ct)
    {
        const string call = "send_subscribe";
        if (message.OpenId.Length == 0 || message.TemplateId.Length == 0)
            return caller.Refuse(call, "a subscribe message needs an OpenId and a template");
        // WeChat would say 47003.
        if (FaultOf(message.Values) is { } fault)
            return caller.Refuse(call, fault, ApiFailureKind.ValueRefused);
        return await SendAsync(call, appId, "/cgi-bin/message/subscribe/send", json => WriteSubscribe(json, message), ct);
    }

    public async Task<ApiAnswer<Sent>> SendCustomerAsync(string appId, string openId, CustomerMessage content, CancellationToken ct)
    {
        const string call = "send_customer";
        var isAccount = accounts.Value.Apps.Exists(a => a.AppId == appId);
        if (openId.Length == 0)
            return caller.Refuse(call, "a message needs an OpenId");
        if (FaultOf(content, isAccount ? null : appId) is { } fault)
            return caller.Refuse(call, fault);
        return await SendAsync(
            call,
            appId,
            "/cgi-bin/message/custom/send",
            json =>
            {
                json.WriteString("touser", openId);
                WriteCustomer(json, content, isAccount);
            },
            ct);
    }

    public async Task<ApiAnswer<Sent>> SendTemplateAsync(string appId, TemplateMessage message, CancellationToken ct)
    {
        const string call = "send_template";
        if (message.OpenId.Length == 0 || message.TemplateId.Length == 0)
            return caller.Refuse(call, "a template message needs an OpenId and a template");
        if (message.ClientMsgId.Length is 0 or > MostOfAClientMsgId)
            return caller.Refuse(call, "a ClientMsgId has 1 to 32 characters");
        if (message.MiniProgram is { AppId.Length: 0 })
            return caller.Refuse(call, "the mini-program's AppId is missing");
        return await SendAsync(call, appId, "/cgi-bin/message/template/send", json => WriteTemplate(json, message), ct);
    }

    // msgid is a number that may be larger than 2^53.
    private Task<ApiAnswer<Sent>> SendAsync(string call, string appId, string path, Action<Utf8JsonWriter> body, CancellationToken ct) =>
        caller.CallAsync(
            call, appId, path, JsonText.Object(body), json => json.ValueKind == JsonValueKind.Object ? new Sent(json.LooseText("msgid")) : null, ct);

    private static string? FaultOf(IReadOnlyDictionary<string, string> values)
    {
        if (values.Count == 0)
            return "a subscribe message has values";
        foreach (var (key, value) in values)
        {
            if (SubscribeFields.KindOf(key) is not { } kind)
                return $"{key} is no key of a template";
            if (!SubscribeFields.Takes(kind, value))
                return $"{key}: the value breaks the rule of {kind}";
        }
        return null;
    }

    /// <param name="content">What to say.</param>
    /// <param name="miniProgram">The mini-program that sends it; null for an official account.</param>
    private static string? FaultOf(CustomerMessage content, string? miniProgram) => content switch
    {
        CustomerMessage.Text { Content: var text } when Encoding.UTF8.GetByteCount(text) is 0 or > CustomerMessage.Text.MostBytes =>
            $"a text has 1 to {CustomerMessage.Text.MostBytes} bytes",
        CustomerMessage.Image { MediaId.Length: 0 } => "the picture's media_id is missing",
        CustomerMessage.Link { Title.Length: 0 } => "a link needs a title",
        CustomerMessage.Link { Url: var url } when !WeChatHttp.IsWebAddress(url) => "the link's address is none",
        CustomerMessage.Card { AppId.Length: 0 } or CustomerMessage.Card { PagePath.Length: 0 } or CustomerMessage.Card { ThumbMediaId.Length: 0 } =>
            "a card needs an AppId, a page and a picture",
        CustomerMessage.Card { AppId: var appId } when miniProgram is not null && appId != miniProgram => "a mini-program sends cards of its own only",
        _ => null,
    };

    private static void WriteSubscribe(Utf8JsonWriter json, SubscribeMessage message)
    {
        json.WriteString("touser", message.OpenId);
        json.WriteString("template_id", message.TemplateId);
        if (message.Page is { Length: > 0 } page)
            json.WriteString("page", page);
        WriteData(json, message.Values);
        json.WriteString("miniprogram_state", message.State switch
        {
            MiniProgramState.Formal => "formal",
            MiniProgramState.Trial => "trial",
            MiniProgramState.Developer => "developer",
            _ => throw new InvalidOperationException($"There is no state {message.State}."),
        });
        json.WriteString("lang", "zh_CN");
    }

    private static void WriteTemplate(Utf8JsonWriter json, TemplateMessage message)
    {
        json.WriteString("touser", message.OpenId);
        json.WriteString("template_id", message.TemplateId);
        if (message.MiniProgram is var (appId, pagePath))
        {
            json.WriteStartObject("miniprogram");
            json.WriteString("appid", appId);
            json.WriteString("pagepath", pagePath);
            json.WriteEndObject();
        }
        json.WriteString("client_msg_id", message.ClientMsgId);
        WriteData(json, message.Values);
    }

    private static void WriteData(Utf8JsonWriter json, IReadOnlyDictionary<string, string> values)
    {
        json.WriteStartObject("data");
        foreach (var (key, value) in values)
        {
            json.WriteStartObject(key);
            json.WriteString("value", value);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteCustomer(Utf8JsonWriter json, CustomerMessage content, bool isAccount)
    {
        switch (content)
        {
            case CustomerMessage.Text { Content: var text }:
                WriteTyped(json, "text", [("content", text)]);
                break;
            case CustomerMessage.Image { MediaId: var mediaId }:
                WriteTyped(json, "image", [("media_id", mediaId)]);
                break;
            case CustomerMessage.Link link when isAccount:
                json.WriteString("msgtype", "news");
                json.WriteStartObject("news");
                json.WriteStartArray("articles");
                json.WriteStartObject();
                WriteAll(json, [("title", link.Title), ("description", link.Description), ("url", link.Url), ("picurl", link.PictureUrl)]);
                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteEndObject();
                break;
            case CustomerMessage.Link link:
                WriteTyped(json, "link", [("title", link.Title), ("description", link.Description), ("url", link.Url), ("thumb_url", link.PictureUrl)]);
                break;
            case CustomerMessage.Card card when isAccount:
                WriteTyped(
                    json, "miniprogrampage", [("title", card.Title), ("appid", card.AppId), ("pagepath", card.PagePath), ("thumb_media_id", card.ThumbMediaId)]);
                break;
            case CustomerMessage.Card card:
                WriteTyped(json, "miniprogrampage", [("title", card.Title), ("pagepath", card.PagePath), ("thumb_media_id", card.ThumbMediaId)]);
                break;
            default:
                throw new InvalidOperationException($"There is no message {content}.");
        }
    }

    private static void WriteTyped(Utf8JsonWriter json, string type, ReadOnlySpan<(string Name, string Value)> fields)
    {
        json.WriteString("msgtype", type);
        json.WriteStartObject(type);
        WriteAll(json, fields);
        json.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter json, ReadOnlySpan<(string Name, string Value)> fields)
    {
        foreach (var (name, value) in fields)
            json.WriteString(name, value);
    }
}
