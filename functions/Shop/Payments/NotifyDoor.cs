using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WeCommerce.Shop.Http;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.Shop.Payments;

/// <summary>
/// Where WeChat Pay's notifies come in: verified over the raw bytes and decrypted before anybody looks at them, acknowledged only after they
/// were taken. Any failure is 4xx or 5xx, so that WeChat tells it again: 200 with FAIL inside would end the repeats.
/// </summary>
internal sealed partial class NotifyDoor(NotificationReader reader, ILogger<NotifyDoor> logger)
{
    /// <param name="take">Commits what the notify says; null when that is done.</param>
    public async Task<IResult> OpenAsync(HttpRequest http, Func<Notification, CancellationToken, Task<Problem?>> take, CancellationToken cancellation)
    {
        var body = await http.ReadBytesAsync();
        if (body.Problem is { } unreadable)
            return Fail(unreadable.Status, unreadable.Code);

        try
        {
            var verdict = await reader.ReadAsync(HeadersOf(http), body.Value, cancellation);
            if (verdict is not NotificationVerdict.Genuine { Notification: var notification })
            {
                Rejected(verdict is NotificationVerdict.Rejected rejected ? rejected.Reason.ToString() : "Unknown");
                return Fail(StatusCodes.Status401Unauthorized, "SIGN_ERROR");
            }
            return await take(notification, cancellation) is { } problem ? Fail(problem.Status, problem.Code) : Results.NoContent();
        }
        catch (Exception e) when (!http.HttpContext.RequestAborted.IsCancellationRequested)
        {
            Broken(e);
            return Fail(StatusCodes.Status500InternalServerError, "SYSTEM_ERROR");
        }
    }

    private static NotificationHeaders HeadersOf(HttpRequest http) => new(
        Header(http, "Wechatpay-Timestamp"),
        Header(http, "Wechatpay-Nonce"),
        Header(http, "Wechatpay-Signature"),
        Header(http, "Wechatpay-Serial"),
        Header(http, "Wechatpay-Signature-Type"));

    private static string? Header(HttpRequest http, string name) => http.Headers[name] is [{ Length: > 0 } value] ? value : null;

    private static IResult Fail(int status, string message) => Results.Json(new { code = "FAIL", message }, Answers.Json, statusCode: status);

    [LoggerMessage(5101, LogLevel.Warning, "A notify was refused: {Reason}")]
    private partial void Rejected(string reason);

    [LoggerMessage(5103, LogLevel.Error, "A notify could not be taken")]
    private partial void Broken(Exception e);
}
