using System.Text.Json;

namespace WeCommerce.Checker;

/// <summary>WeChat's own books, as the simulator's <c>/simulator/ledger</c> tells them.</summary>
public sealed record WeChatBooks(IReadOnlyList<TradeSeen> Trades, IReadOnlyList<WeChatRefundSeen> Refunds)
{
    /// <summary>Subscribe messages that WeChat took; null where that is not known.</summary>
    public int? SubscribeMessages { get; init; }

    public static WeChatBooks Of(JsonElement ledger) => new(ledger.Many("trades", TradeSeen.Of), ledger.Many("refunds", WeChatRefundSeen.Of));
}

/// <param name="State">NOTPAY, SUCCESS, REFUND, CLOSED.</param>
public sealed record TradeSeen(string OutTradeNo, string? TransactionId, string State, long TotalFen)
{
    public bool IsPaid => State is "SUCCESS" or "REFUND";

    internal static TradeSeen Of(JsonElement trade) =>
        new(trade.Text("outTradeNo"), trade.TextOrNull("transactionId"), trade.Text("state"), trade.Number("totalFen"));
}

/// <param name="Status">PROCESSING, SUCCESS, CLOSED, ABNORMAL.</param>
public sealed record WeChatRefundSeen(string OutRefundNo, string TransactionId, string Status, long RefundFen)
{
    internal static WeChatRefundSeen Of(JsonElement refund) =>
        new(refund.Text("outRefundNo"), refund.Text("transactionId"), refund.Text("status"), refund.Number("refundFen"));
}
