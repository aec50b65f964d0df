using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Payments;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.Shop.Refunds;

/// <summary>WeChat reports the outcome of a refund (退款结果通知): verified, committed, then acknowledged. Any failure is 4xx or 5xx, so that it is told again.</summary>
internal sealed partial class HandleRefundNotify(NotifyDoor door, RefundDesk refunds, IOptions<PayOptions> merchant, ILogger<HandleRefundNotify> logger)
    : INotifyTaker
{
    public string Endpoint => nameof(HandleRefundNotify);

    [Function(nameof(HandleRefundNotify))]
    [WeChatServer]
    [Answer<Nothing>(204, "Taken; WeChat need not tell it again")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "wechat/refund-notify")] HttpRequest http, CancellationToken cancellation) =>
        door.OpenAsync(http, this, cancellation);

    public async Task<Problem?> TakeAsync(Notification notification, CancellationToken cancellation)
    {
        if (notification.OriginalType != "refund" || !notification.TryReadRefund(out var told))
        {
            Foreign(notification.Id, notification.EventType, notification.OriginalType);
            return PaymentProblems.NotARefund;
        }
        if (told.MchId != merchant.Value.MchId)
            return Orders.OrderProblems.RefundMismatch;

        var taken = await refunds.TakeAsync(told, cancellation);
        if (taken.Problem?.Status != StatusCodes.Status404NotFound)
            return taken.Problem;

        // Not asked for here: kept as a task, so that it is neither lost nor told for a day.
        await refunds.ReportForeignAsync(told, cancellation);
        return null;
    }

    [LoggerMessage(5204, LogLevel.Error, "Notify {Id} is genuine but no refund: {EventType}, {OriginalType}")]
    private partial void Foreign(string id, string eventType, string originalType);
}
