namespace WeCommerce.WeChat.Pay;

/// <summary>
/// An order for a refund (退款申请): within 365 days, at most 50 for one payment, at least a minute apart.
/// Exactly one of <see cref="OutTradeNo"/> and <see cref="TransactionId"/> names the payment.
/// </summary>
public sealed record RefundOrder
{
    public string? OutTradeNo { get; init; }

    public string? TransactionId { get; init; }

    /// <summary>1 to 64 of <c>[0-9A-Za-z_\-|*@]</c>. Repeat with the same number: a new one pays twice.</summary>
    public required string OutRefundNo { get; init; }

    /// <summary>分, 1 to <see cref="TotalFen"/>.</summary>
    public required long RefundFen { get; init; }

    /// <summary>分: the amount of the payment.</summary>
    public required long TotalFen { get; init; }

    /// <summary>Shown to the payer; at most 80 bytes in UTF-8.</summary>
    public string? Reason { get; init; }

    /// <summary>Where the outcome is notified; without it, where the merchant platform says.</summary>
    public Uri? NotifyUrl { get; init; }
}

/// <summary>A refund as WeChat sees it (退款申请, 查询单笔退款). Accepted is not refunded: see <see cref="Status"/>.</summary>
public sealed record Refund
{
    public required string RefundId { get; init; }

    public required string OutRefundNo { get; init; }

    public required string TransactionId { get; init; }

    public required string OutTradeNo { get; init; }

    public required RefundState Status { get; init; }

    /// <summary>分.</summary>
    public required long RefundFen { get; init; }

    /// <summary>分: the amount of the payment.</summary>
    public required long TotalFen { get; init; }

    /// <summary>分: what the payer paid; less than <see cref="TotalFen"/> when WeChat's coupons were used.</summary>
    public long? PayerTotalFen { get; init; }

    /// <summary>分: what the payer gets back, without coupons.</summary>
    public long? PayerRefundFen { get; init; }

    /// <summary>分: what WeChat settled of the payment (应结订单金额).</summary>
    public long? SettlementTotalFen { get; init; }

    /// <summary>分: what the merchant bears of the refund (应结退款金额).</summary>
    public long? SettlementRefundFen { get; init; }

    /// <summary>分: what goes back to coupons (优惠退款金额).</summary>
    public long? DiscountRefundFen { get; init; }

    /// <summary>分: the fee that comes back to the merchant (手续费退款金额).</summary>
    public long? FeeRefundFen { get; init; }

    /// <summary>CNY.</summary>
    public string? Currency { get; init; }

    /// <summary>ORIGINAL, BALANCE, OTHER_BALANCE or OTHER_BANKCARD.</summary>
    public string? Channel { get; init; }

    /// <summary>Out of which of the merchant's funds: AVAILABLE, UNSETTLED …</summary>
    public string? FundsAccount { get; init; }

    /// <summary>UTC.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>UTC; null until refunded.</summary>
    public DateTimeOffset? SuccessTime { get; init; }

    /// <summary>Where the money goes, in WeChat's words for the payer.</summary>
    public string? UserReceivedAccount { get; init; }

    /// <summary>Names the refund, not the account.</summary>
    public override string ToString() => $"{nameof(Refund)} {OutRefundNo} {Status}, {RefundFen} of {TotalFen} fen";
}

/// <summary>status, and refund_status in notifications.</summary>
public enum RefundState
{
    /// <summary>A state that this code does not know.</summary>
    Unknown,

    Success,
    Closed,
    Processing,

    /// <summary>The way back failed (card cancelled …): see <see cref="PayClient.RetryAbnormalRefundAsync"/>.</summary>
    Abnormal,
}
