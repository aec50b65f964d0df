namespace WeCommerce.Checker.Rules;

/// <summary>Our books equal WeChat's: every payment and every refund, one for one.</summary>
internal static class WeChatRules
{
    public static IEnumerable<Violation> Check(Store store, WeChatBooks weChat, bool isQuiet) =>
        OursAreTheirs(store, weChat).Concat(isQuiet ? TheirsAreOurs(store, weChat) : []);

    // What we have of WeChat is as WeChat has it, at any time: WeChat is always first.
    private static IEnumerable<Violation> OursAreTheirs(Store store, WeChatBooks weChat)
    {
        var trades = weChat.Trades.Where(t => t.IsPaid).ToDictionary(t => t.TransactionId ?? "", StringComparer.Ordinal);
        var refunds = weChat.Refunds.ToDictionary(r => r.OutRefundNo, StringComparer.Ordinal);
        foreach (var order in store.Orders)
        {
            foreach (var payment in order.Payments)
            {
                if (!trades.TryGetValue(payment.TransactionId, out var trade) || trade.TotalFen != payment.PaidFen || trade.OutTradeNo != payment.OutTradeNo)
                    yield return new("our payment is WeChat's", $"{order}: {payment}, WeChat has {trade}");
            }
            foreach (var refund in order.Refunds.Where(r => r.Stage != "Sending"))
            {
                if (!refunds.TryGetValue(refund.RefundId, out var theirs) || theirs.RefundFen != refund.AmountFen || theirs.TransactionId != refund.TransactionId)
                    yield return new("our refund is WeChat's", $"{order}: {refund}, WeChat has {theirs}");
                else if (refund.Stage == "Succeeded" && theirs.Status != "SUCCESS")
                    yield return new("refunded is what WeChat refunded", $"{order}: {refund}, WeChat has {theirs}");
            }
            if (order.IsCancelled && weChat.Trades.Any(t => t.OutTradeNo == order.OutTradeNo && t.State == "NOTPAY"))
                yield return new("a cancelled order cannot be paid", $"{order} is open at WeChat");
        }
    }

    private static IEnumerable<Violation> TheirsAreOurs(Store store, WeChatBooks weChat)
    {
        var payments = store.Orders.SelectMany(o => o.Payments).Select(p => p.TransactionId).ToHashSet(StringComparer.Ordinal);
        foreach (var trade in weChat.Trades.Where(t => t.IsPaid))
        {
            var id = trade.TransactionId ?? "";
            if (!payments.Contains(id) && !store.HasTask("UnknownPayment", id) && !store.HasTask("PaymentMismatch", id))
                yield return new("money is never unseen", $"WeChat was paid {trade}, and the shop knows nothing of it");
        }
        var refunds = store.Orders.SelectMany(o => o.Refunds).ToDictionary(r => r.RefundId, StringComparer.Ordinal);
        foreach (var theirs in weChat.Refunds)
        {
            var ours = refunds.GetValueOrDefault(theirs.OutRefundNo);
            var expected = theirs.Status switch { "SUCCESS" => "Succeeded", "CLOSED" => "Closed", "ABNORMAL" => "Abnormal", _ => "Processing" };
            if (ours is null ? !store.HasTask("RefundedElsewhere", theirs.OutRefundNo) : ours.Stage != expected)
                yield return new("WeChat's refund is ours", $"WeChat has {theirs}, the shop {ours}");
        }
    }
}
