using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeCommerce.Shop.Flights;
using WeCommerce.Shop.Http;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.Shop.Payments;

/// <summary>
/// Where WeChat Pay's notifies come in: verified over the raw bytes and decrypted before anybody looks at them, acknowledged only after they
/// were taken. Any failure is 4xx or 5xx, so that WeChat tells it again: 200 with FAIL inside would end the repeats.
/// </summary>
internal sealed partial class NotifyDoor(NotificationReader reader, NotifyLog log, IServiceScopeFactory scopes, ILogger<NotifyDoor> logger)
{
    private static readonly Problem SignError = new(StatusCodes.Status401Unauthorized, "SIGN_ERROR", "The notify is not believed.");
    private static readonly Problem SystemError = new(StatusCodes.Status500InternalServerError, "SYSTEM_ERROR", "The notify could not be taken.");

    public async Task<IResult> OpenAsync(HttpRequest http, INotifyTaker taker, CancellationToken cancellation)
    {
        var id = log.Begin();
        var headers = HeadersOf(http);
        var body = await http.ReadBytesAsync();
        if (body.Problem is { } unreadable)
        {
            log.End(id, taker.Endpoint, headers, [], unreadable.Code, unreadable.Status, unreadable.Code);
            return Fail(unreadable.Status, unreadable.Code);
        }

        var verdict = "Unknown";
        Problem? problem;
        try
        {
            var read = await reader.ReadAsync(headers, body.Value, cancellation);
            verdict = VerdictOf(read);
            problem = await TakeAsync(read, taker, cancellation);
        }
        catch (Exception e) when (!http.HttpContext.RequestAborted.IsCancellationRequested)
        {
            Broken(e);
            problem = SystemError;
        }
        log.End(id, taker.Endpoint, headers, body.Value, verdict, problem?.Status ?? StatusCodes.Status204NoContent, problem?.Code);
        return problem is null ? Results.NoContent() : Fail(problem.Status, problem.Code);
    }

    /// <summary>Takes a notify that was kept again: what its endpoint would answer, were it not for its age.</summary>
    public async Task<(string Verdict, int Status, string? Code)> ReplayAsync(KeptNotify notify, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var taker = scope.ServiceProvider.GetServices<INotifyTaker>().Single(t => t.Endpoint == notify.Endpoint);
        var read = await reader.ReadKeptAsync(NotifyLog.HeadersOf(notify), notify.Body, cancellation);
        var problem = await TakeAsync(read, taker, cancellation);
        return (VerdictOf(read), problem?.Status ?? StatusCodes.Status204NoContent, problem?.Code);
    }

    private async Task<Problem?> TakeAsync(NotificationVerdict verdict, INotifyTaker taker, CancellationToken cancellation)
    {
        if (verdict is NotificationVerdict.Genuine { Notification: var notification })
            return await taker.TakeAsync(notification, cancellation);

        Rejected(VerdictOf(verdict));
        return SignError;
    }

    private static string VerdictOf(NotificationVerdict verdict) => verdict switch
    {
        NotificationVerdict.Genuine => KeptNotify.Genuine,
        NotificationVerdict.Rejected { Reason: var reason } => $"{reason}",
        _ => throw new InvalidOperationException($"There is no verdict {verdict.GetType().Name}."),
    };

    private static NotificationHeaders HeadersOf(HttpRequest http) => new(
        Header(http, "Wechatpay-Timestamp"),
        Header(http, "Wechatpay-Nonce"),
        Header(http, "Wechatpay-Signature"),
        Header(http, "Wechatpay-Serial"),
        Header(http, "Wechatpay-Signature-Type"));

    // One that comes twice is joined with a comma, which no header of WeChat's has.
    private static string? Header(HttpRequest http, string name) => http.Headers[name] is { Count: > 0 } values ? string.Join(',', values.ToArray()) : null;

    private static IResult Fail(int status, string message) => Results.Json(new { code = "FAIL", message }, Answers.Json, statusCode: status);

    [LoggerMessage(5101, LogLevel.Warning, "A notify was refused: {Reason}")]
    private partial void Rejected(string reason);

    [LoggerMessage(5103, LogLevel.Error, "A notify could not be taken")]
    private partial void Broken(Exception e);
}

/// <summary>Takes the notifies of one endpoint.</summary>
internal interface INotifyTaker
{
    /// <summary>The function's name.</summary>
    string Endpoint { get; }

    /// <summary>Commits what the notify says; null when that is done.</summary>
    Task<Problem?> TakeAsync(Notification notification, CancellationToken cancellation);
}
