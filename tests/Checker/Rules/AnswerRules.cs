namespace WeCommerce.Checker.Rules;

/// <summary>Everything that was answered with a 2xx is there afterwards.</summary>
internal static class AnswerRules
{
    public static IEnumerable<Violation> Check(Store store, IEnumerable<Answered> answered) =>
        answered.Where(a => !IsThere(store, a)).Select(a => new Violation("what was answered is there", $"{a}"));

    private static bool IsThere(Store store, Answered answered) => answered switch
    {
        Answered.LoggedIn a => store.Of("Identities").Any(r => r.PartitionKey == a.OpenId && r.Text("MemberId") == a.MemberId),
        Answered.Placed a => Order(store, a.OrderId) is { } order && order.TotalFen == a.TotalFen
            && store.Of("Members", $"key!{a.Key}").Any(r => r.RowKey == $"key!{a.Key}" && r.Text("OrderId") == a.OrderId),
        Answered.OrderCancelled a => Order(store, a.OrderId) is { IsCancelled: true },
        Answered.PaymentTaken a => Order(store, a.OutTradeNo[..^2])?.Payments.Any(p => p.TransactionId == a.TransactionId) == true,
        Answered.RefundTaken a => IsTaken(store, a),
        Answered.Shipped a => Order(store, a.OrderId)?.Parcels.Any(p => p.TrackingNo == a.TrackingNo) == true,
        Answered.Received a => Order(store, a.OrderId)?.ReceivedAt is not null,
        Answered.AfterSaleRequested a => Case(store, a.RefundId)?.Key == a.Key,
        Answered.AfterSaleMoved a => Case(store, a.RefundId) is { } sale && sale.Stage != a.From,
        Answered.StockChanged a => store.Of("Stock", $"change!{a.Key}").Any(r => r.RowKey == $"change!{a.Key}" && r.PartitionKey == a.SkuId && r.Number("Delta") == a.Delta),
        Answered.CouponClaimed a => store.Of("Members", $"coupon!{a.CouponId}").Any(r => r.Text("Stage") is "Unused" or "InUse" or "Used"),
        Answered.CouponsGranted a => store.Of("CouponGrants", "grant").Any(r => r.PartitionKey == a.GrantId),
        _ => throw new InvalidOperationException($"Nobody knows how {answered.GetType().Name} is seen."),
    };

    private static bool IsTaken(Store store, Answered.RefundTaken told)
    {
        var refund = store.Orders.SelectMany(o => o.Refunds).FirstOrDefault(r => r.RefundId == told.OutRefundNo);
        return refund is null ? store.HasTask("RefundedElsewhere", told.OutRefundNo)
            : told.Status == "SUCCESS" ? refund.Stage == "Succeeded"
            : refund.Stage != "Sending";
    }

    private static OrderSeen? Order(Store store, string id) => store.OrdersById.GetValueOrDefault(id);

    private static CaseSeen? Case(Store store, string id) => store.Orders.SelectMany(o => o.Cases).FirstOrDefault(c => c.RefundId == id);
}
