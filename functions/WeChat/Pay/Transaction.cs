namespace WeCommerce.WeChat.Pay;

/// <summary>A payment as WeChat sees it (查询订单, 支付成功通知).</summary>
public sealed record Transaction
{
    public required string AppId { get; init; }

    public required string MchId { get; init; }

    public required string OutTradeNo { get; init; }

    /// <summary>WeChat's number; null until paid.</summary>
    public string? TransactionId { get; init; }

    /// <summary>JSAPI, NATIVE, APP, MICROPAY, MWEB or FACEPAY.</summary>
    public string? TradeType { get; init; }

    public required TradeState TradeState { get; init; }

    public string? TradeStateDesc { get; init; }

    /// <summary>UTC; null until paid.</summary>
    public DateTimeOffset? SuccessTime { get; init; }

    public string? PayerOpenId { get; init; }

    /// <summary>分: the order's amount; compare it with the own order's.</summary>
    public long? TotalFen { get; init; }

    /// <summary>分: what the payer paid; less than <see cref="TotalFen"/> when WeChat's coupons were used.</summary>
    public long? PayerTotalFen { get; init; }

    /// <summary>CNY.</summary>
    public string? Currency { get; init; }

    public string? Attach { get; init; }

    public string? BankType { get; init; }

    /// <summary>Names the payment, not the payer.</summary>
    public override string ToString() => $"{nameof(Transaction)} {OutTradeNo} {TradeState}, {TotalFen} fen";
}

/// <summary>trade_state.</summary>
public enum TradeState
{
    /// <summary>A state that this code does not know.</summary>
    Unknown,

    Success,

    /// <summary>A refund was requested; whether it succeeded, only the refund itself tells.</summary>
    Refund,

    NotPay,
    Closed,

    /// <summary>Only 付款码支付.</summary>
    Revoked,

    /// <summary>Only 付款码支付.</summary>
    UserPaying,

    /// <summary>Only 付款码支付.</summary>
    PayError,

    /// <summary>Accepted, to be debited.</summary>
    Accept,
}
