using WeCommerce.Shop.Members;
using WeCommerce.Shop.Notices;
using WeCommerce.Shop.Refunds;

namespace WeCommerce.Shop.Orders;

/// <summary>What notices about orders say.</summary>
internal sealed class OrderNotices(OrderBook orders, TimeProvider time) : INoticeSource
{
    public IReadOnlyList<NoticeKind> Kinds { get; } =
        [NoticeKind.Paid, NoticeKind.Shipped, NoticeKind.RefundDone, NoticeKind.PaymentDue, NoticeKind.GroupFilled, NoticeKind.GroupFailed];

    public async Task<NoticeFacts?> ReadAsync(NoticeKind kind, MemberId member, string about, CancellationToken cancellation)
    {
        // A parcel's number follows its order's id.
        var (id, parcel) = about.Split('-') is [var first, var number] ? (first, number) : (about, "");
        var refund = kind == NoticeKind.RefundDone && RefundId.TryParse(about, out var refundId) ? refundId : (RefundId?)null;
        if ((refund?.OrderId ?? (OrderId.TryParse(id, out var orderId) ? orderId : null)) is not { } found || await orders.ReadAsync(found, cancellation) is not { } order)
            throw new InvalidDataException($"{kind} {about} is about no order.");

        return ValuesOf(kind, order, parcel, refund) is { } values
            ? new NoticeFacts(
                new Dictionary<string, string>(values, StringComparer.Ordinal) { ["order"] = order.OrderId.Value, ["product"] = order.Description },
                new AppIdentity(order.AppId, order.OpenId))
            : null;
    }

    private Dictionary<string, string>? ValuesOf(NoticeKind kind, Order order, string parcel, RefundId? refundId) => kind switch
    {
        // One that was given back meanwhile is told as such.
        NoticeKind.Paid when order.Payment is { } payment => new() { ["amount"] = $"{payment.PaidFen}", ["time"] = NoticeFact.Of(payment.At) },
        NoticeKind.Shipped when order.Shipments.FirstOrDefault(s => $"{s.Number}" == parcel) is { } sent =>
            new() { ["carrier"] = sent.Carrier, ["trackingNo"] = sent.TrackingNo, ["time"] = NoticeFact.Of(sent.At) },
        NoticeKind.RefundDone when order.Refunds.FirstOrDefault(r => r.RefundId == refundId) is { SucceededAt: { } at } refund =>
            new() { ["amount"] = $"{refund.AmountFen}", ["reason"] = refund.Reason, ["time"] = NoticeFact.Of(at) },
        NoticeKind.PaymentDue when order.Status == OrderStatus.PendingPayment && time.GetUtcNow() < order.PayBefore =>
            new() { ["amount"] = $"{order.TotalFen}", ["until"] = NoticeFact.Of(order.PayBefore) },
        NoticeKind.GroupFilled when order.GroupBuy is { State: GroupBuys.GroupBuyState.Succeeded } =>
            new() { ["time"] = NoticeFact.Of(time.GetUtcNow()) },
        NoticeKind.GroupFailed when order.Payment is { } paid => new() { ["amount"] = $"{paid.PaidFen}", ["time"] = NoticeFact.Of(time.GetUtcNow()) },
        _ => null,
    };
}
