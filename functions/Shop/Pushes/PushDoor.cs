using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using WeCommerce.Shop.Http;
using WeCommerce.WeChat.Push;

namespace WeCommerce.Shop.Pushes;

/// <summary>
/// Where WeChat's pushes come in (消息推送): verified before anything in them is believed, kept, and only then answered. What they ask for is done
/// afterwards: WeChat gives up after five seconds.
/// </summary>
internal sealed partial class PushDoor(PushApps apps, PushBook book, TimeProvider time, ILogger<PushDoor> logger)
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
    [Answer<string>(200, "success: WeChat need not push it again", Query = "signature,timestamp,nonce,encrypt_type,msg_signature,openid")]
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
                await book.TakeAsync(Push.Of(known, message, time.GetUtcNow()), cancellation);
                return Results.Text(Success, "text/plain", Encoding.UTF8);
            case PushVerdict.Rejected { Reason: var reason }:
                return Refuse(app, reason);
            case var verdict:
                throw new InvalidOperationException($"There is no verdict {verdict.GetType().Name}.");
        }
    }

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
