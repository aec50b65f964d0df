using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using WeCommerce.Shop.Http;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.Shop.Payments;

/// <summary>WeChat reports a payment (支付通知): verified, decrypted, compared, committed, and only then acknowledged.</summary>
internal sealed partial class HandlePayNotify(NotifyDoor door, PaymentDesk payments, ILogger<HandlePayNotify> logger)
    : INotifyTaker
{
    public string Endpoint => nameof(HandlePayNotify);

    [Function(nameof(HandlePayNotify))]
    [WeChatServer]
    [Answer<Nothing>(204, "Taken; WeChat need not tell it again")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "wechat/pay-notify")] HttpRequest http, CancellationToken cancellation) =>
        door.OpenAsync(http, this, cancellation);

    public async Task<Problem?> TakeAsync(Notification notification, CancellationToken cancellation)
    {
        // What it is about is told by original_type: other products report under the same event types.
        if (notification.OriginalType != "transaction" || !notification.TryReadTransaction(out var transaction) || transaction.TradeState != TradeState.Success)
        {
            Foreign(notification.Id, notification.EventType, notification.OriginalType);
            return PaymentProblems.NotAPayment;
        }
        return await payments.TakeReportedAsync(transaction, cancellation);
    }

    [LoggerMessage(5102, LogLevel.Error, "Notify {Id} is genuine but no payment: {EventType}, {OriginalType}")]
    private partial void Foreign(string id, string eventType, string originalType);
}
