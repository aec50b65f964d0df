using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Tasks;
using WeCommerce.Storage;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.MiniProgram;

namespace WeCommerce.Shop.Shipping;

/// <summary>
/// Tells WeChat about an order's parcels (发货信息录入), all of them each time, until it has them: without it WeChat keeps the money. Right after
/// a payment WeChat may not know it yet (10060001): later. What it refuses for good becomes a task.
/// </summary>
internal sealed partial class ReportShippings(
    OrderBook book, IMiniProgram mini, OperatorTasks tasks, IOptions<ShippingOptions> rules, TimeProvider time, ILogger<ReportShippings> logger)
    : IEffectHandler<ReportShipping>
{
    private static readonly TimeSpan LeastTimeToAct = TimeSpan.FromHours(2);

    public async Task<EffectOutcome> DoAsync(ReportShipping effect, EffectContext context, CancellationToken cancellation)
    {
        Activity.Current?.SetTag("shop.order_id", effect.OrderId.Value);
        if (await book.ReadAsync(effect.OrderId, cancellation) is not { } order)
            return EffectOutcome.Later();
        if (order.Payment is not { } payment || order.IsShippingReported || order.Status == OrderStatus.Closed)
            return EffectOutcome.Done;

        var isAll = order.ShipStatus is ShipStatus.Shipped or ShipStatus.Received;
        var told = await mini.ReportShippingAsync(order.AppId, ReportOf(order, payment, isAll), cancellation);
        if (told is ApiAnswer<Reported>.Failure { Error: var failure })
            return await RefusedAsync(order, payment, failure, cancellation);

        var taken = await book.ApplyAsync(order.OrderId, new OrderCommand.ShippingReported(order.Shipments.Count, isAll), context, cancellation);
        if (context.Attempt > 1)
            await tasks.EndAsync(new EndTask(TaskKind.ShippingRefused, order.OrderId.Value, "微信已接受发货信息"), cancellation);
        return taken.Problem is null ? EffectOutcome.Done : EffectOutcome.Later();
    }

    private ShippingReport ReportOf(Order order, Payment payment, bool isAll) => new()
    {
        TransactionId = payment.TransactionId,
        PayerOpenId = order.OpenId.Value,
        LogisticsType = LogisticsType.Express,
        IsSplit = order.Shipments.Count > 1 || !isAll,
        IsAllDelivered = isAll,
        Parcels = [.. order.Shipments.Select(s => ParcelOf(order, s))],
        UploadTime = time.GetUtcNow(),
    };

    private static Parcel ParcelOf(Order order, Shipment shipment) => new()
    {
        CarrierCode = shipment.Carrier,
        TrackingNo = shipment.TrackingNo,
        ItemDesc = string.Join('，', shipment.Lines.Select(l => $"{order.Lines.Single(x => x.LineNo == l.LineNo).Title}*{l.Quantity}")),
        ReceiverContact = shipment.Carrier == Parcel.SfExpress ? ContactMask.Of(order.Address.Phone ?? "") : null,
    };

    private async Task<EffectOutcome> RefusedAsync(Order order, Payment payment, ApiFailure failure, CancellationToken cancellation)
    {
        Refused(order.OrderId.Value, failure.Kind, failure.ErrCode);
        switch (failure.Kind)
        {
            case ApiFailureKind.NotYet or ApiFailureKind.TryAgain or ApiFailureKind.TooFrequent or ApiFailureKind.UploadTimeTooOld:
                return EffectOutcome.Later();
            case ApiFailureKind.AlreadyShipped or ApiFailureKind.ReuploadUsed or ApiFailureKind.StateForbids:
                await tasks.RaiseAsync(TaskOf(order, payment, failure), cancellation);
                return EffectOutcome.Done;
            default:
                // A wrong setting can be put right: then it goes on by itself.
                await tasks.RaiseAsync(TaskOf(order, payment, failure), cancellation);
                return EffectOutcome.Later();
        }
    }

    private RaiseTask TaskOf(Order order, Payment payment, ApiFailure failure)
    {
        var now = time.GetUtcNow();
        var due = payment.At.AddHours(rules.Value.ShipHours);
        return new(
            TaskKind.ShippingRefused,
            order.OrderId.Value,
            $"订单 {order.OrderId} 的发货信息未被微信接受（错误码 {failure.ErrCode}）。没有发货信息，微信不结算货款。",
            "在小程序后台“订单与物流 / 发货信息管理”核对并手工录入；小程序未开通发货信息管理的，把 Shipping__ReportToWeChat 设为 false。",
            due > now + LeastTimeToAct ? due : now + LeastTimeToAct);
    }

    [LoggerMessage(7001, LogLevel.Warning, "WeChat does not take the shipping information of {OrderId}: {Kind} {ErrCode}")]
    private partial void Refused(string orderId, ApiFailureKind kind, long errCode);
}
