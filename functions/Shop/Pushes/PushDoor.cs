using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using WeCommerce.Shop.Conversations;
using WeCommerce.Shop.Http;
using WeCommerce.WeChat.Push;

namespace WeCommerce.Shop.Pushes;

/// <summary>
/// Where WeChat's pushes come in (消息推送): verified before anything in them is believed, kept, and only then answered. What they ask for is done
/// afterwards: WeChat gives up after five seconds. Only what can be said at once is: by the rules in memory, the same however often WeChat asks.
/// </summary>
internal sealed partial class PushDoor(PushApps apps, ReplyRules rules, PushBook book, TimeProvider time, ILogger<PushDoor> logger)
{
    /// <summary>Never encrypted, in no mode.</summary>
    private const string Success = "success";

    private static readonly Problem Unknown = Problem.NotFound("PUSH_APP_NOT_FOUND", "The shop has no such app.");
    private static readonly Problem NotBelieved = new(StatusCodes.Status401Unauthorized, "PUSH_REFUSED", "The push is not believed.");

    [Function("CheckPushAddress")]
    [WeChatServer]
    [Answer<string>(200, "The echostr, verbatim: the address is WeChat's to push to (验证消息推送地址)", Query = "signature,timestamp,nonce,echostr")]
    public IResult Check([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "wechat/messages/{app}")] HttpRequest http, string app)
    {
        if (apps.Find(app) is not { } known)
            return Answers.Of(Unknown);

        var query = QueryOf(http);
        return Text(http, "echostr") is { Length: > 0 } echo && known.Protocol.IsUrlCheck(query.Signature, query.Timestamp, query.Nonce)
            ? Results.Text(echo, "text/plain", Encoding.UTF8)
            : Refuse(app, PushRejection.BadSignature);
    }

    [Function("TakePush")]
    [WeChatServer]
    [Answer<string>(200, "success: WeChat need not push it again; or a reply to who wrote (被动回复)", Query = "signature,timestamp,nonce,encrypt_type,msg_signature,openid")]
    public async Task<IResult> TakeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "wechat/messages/{app}")] HttpRequest http, string app, CancellationToken cancellation)
    {
        if (apps.Find(app) is not { } known)
            return Answers.Of(Unknown);

        var body = await http.ReadBytesAsync();
        if (body.Problem is { } unreadable)
            return Answers.Of(unreadable);
        switch (known.Protocol.Read(QueryOf(http), body.Value))
        {
            case PushVerdict.Genuine { Message: var message }:
                var now = time.GetUtcNow();
                return Answer(known, await KeepAsync(known, Push.Of(known, message, now), cancellation), now);
            case PushVerdict.Rejected { Reason: var reason }:
                return Refuse(app, reason);
            case var verdict:
                throw new InvalidOperationException($"There is no verdict {verdict.GetType().Name}.");
        }
    }

    private async Task<Push> KeepAsync(PushApp app, Push push, CancellationToken cancellation) =>
        await book.TakeAsync(push with { Choice = await rules.ChooseAsync(app, push, cancellation) }, cancellation);

    private static IResult Answer(PushApp app, Push push, DateTimeOffset now) => push.Choice is { IsPassive: true, Reply: var reply } && reply.Passive(app.IsOfficial) is { } passive
        ? Results.Text(app.Protocol.Reply(passive, push.Message, now), app.MediaType, Encoding.UTF8)
        : Results.Text(Success, "text/plain", Encoding.UTF8);

    private IResult Refuse(string app, PushRejection reason)
    {
        Refused(app, reason);
        return Answers.Of(NotBelieved);
    }

    private static PushQuery QueryOf(HttpRequest http) => new(Text(http, "signature"), Text(http, "timestamp"), Text(http, "nonce"), Text(http, "msg_signature"));

    // One that comes twice is joined with a comma, which none of WeChat's has.
    private static string? Text(HttpRequest http, string name) => http.Query[name] is { Count: > 0 } values ? $"{values}" : null;

    [LoggerMessage(8001, LogLevel.Warning, "A push for {App} was refused: {Reason}")]
    private partial void Refused(string app, PushRejection reason);
}
