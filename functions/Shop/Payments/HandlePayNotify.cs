using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using WeCommerce.Shop.Http;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.Shop.Payments;

/// <summary>
/// WeChat reports a payment (支付通知). Verified over the raw bytes, decrypted, compared, committed, and only then acknowledged.
/// Any failure is 4xx or 5xx, so that WeChat tells it again: 200 with FAIL inside would end the repeats.
/// </summary>
internal sealed partial class HandlePayNotify(NotificationReader reader, PaymentDesk payments, ILogger<HandlePayNotify> logger)
{
    [Function(nameof(HandlePayNotify))]
    [WeChatServer]
    [Answer<Nothing>(204, "Taken; WeChat need not tell it again")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "wechat/pay-notify")] HttpRequest http, CancellationToken cancellation)
    {
        var body = await http.ReadBytesAsync();
        if (body.Problem is { } problem)
            return Fail(problem.Status, problem.Code);

        try
        {
            return await HandleAsync(HeadersOf(http), body.Value, cancellation);
        }
        catch (Exception e) when (!http.HttpContext.RequestAborted.IsCancellationRequested)
        {
            Broken(e);
            return Fail(StatusCodes.Status500InternalServerError, "SYSTEM_ERROR");
        }
    }

    private async Task<IResult> HandleAsync(NotificationHeaders headers, byte[] body, CancellationToken cancellation)
    {
        var verdict = await reader.ReadAsync(headers, body, cancellation);
        if (verdict is not NotificationVerdict.Genuine { Notification: var notification })
        {
            var reason = verdict is NotificationVerdict.Rejected rejected ? rejected.Reason.ToString() : "Unknown";
            Rejected(reason);
            return Fail(StatusCodes.Status401Unauthorized, "SIGN_ERROR");
        }
        // What it is about is told by original_type: other products report under the same event types.
        if (notification.OriginalType != "transaction" || !notification.TryReadTransaction(out var transaction) || transaction.TradeState != TradeState.Success)
        {
            Foreign(notification.Id, notification.EventType, notification.OriginalType);
            return Fail(StatusCodes.Status422UnprocessableEntity, "NOT_A_PAYMENT");
        }

        var taken = await payments.TakeAsync(transaction, cancellation);
        return taken.Problem is { } problem ? Fail(problem.Status, problem.Code) : Results.NoContent();
    }

    private static NotificationHeaders HeadersOf(HttpRequest http) => new(
        Header(http, "Wechatpay-Timestamp"),
        Header(http, "Wechatpay-Nonce"),
        Header(http, "Wechatpay-Signature"),
        Header(http, "Wechatpay-Serial"),
        Header(http, "Wechatpay-Signature-Type"));

    // One that comes twice is joined with a comma, which no header of WeChat's has.
    private static string Header(HttpRequest http, string name) => string.Join(',', http.Headers[name].ToArray());

    private static IResult Fail(int status, string message) => Results.Json(new { code = "FAIL", message }, Answers.Json, statusCode: status);

    [LoggerMessage(5101, LogLevel.Warning, "A pay notify was refused: {Reason}")]
    private partial void Rejected(string reason);

    [LoggerMessage(5102, LogLevel.Error, "Notify {Id} is genuine but no payment: {EventType}, {OriginalType}")]
    private partial void Foreign(string id, string eventType, string originalType);

    [LoggerMessage(5103, LogLevel.Error, "A pay notify could not be taken")]
    private partial void Broken(Exception e);
}
