using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.OfficialAccount;

namespace WeCommerce.WeChat.Messages;

/// <summary>Messages, straight over HTTP.</summary>
internal sealed class MessagesClient(ApiCaller caller, IOptions<OfficialAccountOptions> accounts) : IMessages
{
    private const int MostOfAText = 2048;
    private const int MostOfAClientMsgId = 32;

    public Task<ApiAnswer<Sent>> SendSubscribeAsync(string appId, SubscribeMessage message, CancellationToken ct)
    {
        foreach (var (key, value) in message.Values)
        {
            if (SubscribeFields.KindOf(key) is not { } kind || !SubscribeFields.Takes(kind, value))
                return Refused(ApiFailureKind.ValueRefused, $"{key} does not take its value");
        }
        return CallAsync("send_subscribe", appId, "/cgi-bin/message/subscribe/send", json =>
        {
            json.WriteString("touser", message.OpenId);
            json.WriteString("template_id", message.TemplateId);
            if (message.Page is { } page)
                json.WriteString("page", page);
            WriteValues(json, message.Values);
            json.WriteString("miniprogram_state", message.State switch
            {
                MiniProgramState.Formal => "formal",
                MiniProgramState.Trial => "trial",
                MiniProgramState.Developer => "developer",
                _ => throw new InvalidOperationException($"There is no state {message.State}."),
            });
            json.WriteString("lang", "zh_CN");
        }, ct);
    }

    public Task<ApiAnswer<Sent>> SendCustomerAsync(string appId, string openId, CustomerMessage content, CancellationToken ct)
    {
        if (content is CustomerMessage.Text { Content: var text } && (text.Length == 0 || Encoding.UTF8.GetByteCount(text) > MostOfAText))
            return Refused(ApiFailureKind.OurFault, "a text has 1 to 2048 bytes");

        var isAccount = accounts.Value.Apps.Exists(a => a.AppId == appId);
        return CallAsync("send_customer", appId, "/cgi-bin/message/custom/send", json =>
        {
            json.WriteString("touser", openId);
            Write(json, content, isAccount);
        }, ct);
    }

    public Task<ApiAnswer<Sent>> SendTemplateAsync(string appId, TemplateMessage message, CancellationToken ct) =>
        message.ClientMsgId.Length is 0 or > MostOfAClientMsgId
            ? Refused(ApiFailureKind.OurFault, "a client_msg_id has 1 to 32 characters")
            : CallAsync("send_template", appId, "/cgi-bin/message/template/send", json =>
            {
                json.WriteString("touser", message.OpenId);
                json.WriteString("template_id", message.TemplateId);
                if (message.MiniProgram is var (app, page))
                {
                    json.WriteStartObject("miniprogram");
                    json.WriteString("appid", app);
                    json.WriteString("pagepath", page);
                    json.WriteEndObject();
                }
                json.WriteString("client_msg_id", message.ClientMsgId);
                WriteValues(json, message.Values);
            }, ct);

    private Task<ApiAnswer<Sent>> CallAsync(string name, string appId, string path, Action<Utf8JsonWriter> members, CancellationToken ct) =>
        caller.CallAsync(name, appId, path, JsonText.Object(members), json => json.ValueKind == JsonValueKind.Object ? new Sent(json.LooseText("msgid")) : null, ct);

    private static Task<ApiAnswer<Sent>> Refused(ApiFailureKind kind, string why) => Task.FromResult<ApiAnswer<Sent>>(new ApiFailure(kind, 0, why));

    private static void WriteValues(Utf8JsonWriter json, IReadOnlyDictionary<string, string> values)
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

    private static void Write(Utf8JsonWriter json, CustomerMessage content, bool isAccount)
    {
        switch (content)
        {
            case CustomerMessage.Text text:
                Begin("text");
                json.WriteString("content", text.Content);
                break;
            case CustomerMessage.Image image:
                Begin("image");
                json.WriteString("media_id", image.MediaId);
                break;
            // An official account knows no links, a mini-program no news.
            case CustomerMessage.Link link when isAccount:
                Begin("news");
                json.WriteStartArray("articles");
                json.WriteStartObject();
                WriteLink(link, "picurl");
                json.WriteEndObject();
                json.WriteEndArray();
                break;
            case CustomerMessage.Link link:
                Begin("link");
                WriteLink(link, "thumb_url");
                break;
            case CustomerMessage.Card card:
                Begin("miniprogrampage");
                json.WriteString("title", card.Title);
                if (isAccount)
                    json.WriteString("appid", card.AppId);
                json.WriteString("pagepath", card.PagePath);
                json.WriteString("thumb_media_id", card.ThumbMediaId);
                break;
            default:
                throw new InvalidOperationException($"There is no message {content.GetType().Name}.");
        }
        json.WriteEndObject();

        void Begin(string type)
        {
            json.WriteString("msgtype", type);
            json.WriteStartObject(type);
        }

        void WriteLink(CustomerMessage.Link link, string picture)
        {
            json.WriteString("title", link.Title);
            json.WriteString("description", link.Description);
            json.WriteString("url", link.Url);
            json.WriteString(picture, link.PictureUrl);
        }
    }
}
