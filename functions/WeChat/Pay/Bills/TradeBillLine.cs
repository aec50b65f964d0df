namespace WeCommerce.WeChat.Pay.Bills;

/// <summary>A payment, or a refund of one.</summary>
public sealed record TradeBillLine
{
    /// <summary>交易时间, UTC; of a refund, when it was made.</summary>
    public required DateTimeOffset TradeTime { get; init; }

    /// <summary>公众账号ID.</summary>
    public required string AppId { get; init; }

    public required string MchId { get; init; }

    /// <summary>特约商户号; null for a merchant of its own.</summary>
    public string? SubMchId { get; init; }

    /// <summary>设备号.</summary>
    public string? DeviceInfo { get; init; }

    public required string TransactionId { get; init; }

    public required string OutTradeNo { get; init; }

    /// <summary>用户标识.</summary>
    public string? PayerOpenId { get; init; }

    /// <summary>JSAPI, NATIVE, APP …</summary>
    public required string TradeType { get; init; }

    public required BillTradeState TradeState { get; init; }

    /// <summary>交易状态 as printed.</summary>
    public required string TradeStateText { get; init; }

    /// <summary>付款银行.</summary>
    public string? BankType { get; init; }

    /// <summary>货币种类: CNY.</summary>
    public required string Currency { get; init; }

    /// <summary>应结订单金额, 分: what WeChat settles of a payment; 0 in the line of a refund.</summary>
    public required long SettlementTotalFen { get; init; }

    /// <summary>代金券金额, 分.</summary>
    public required long CouponFen { get; init; }

    /// <summary>Null in the line of a payment.</summary>
    public TradeBillRefund? Refund { get; init; }

    /// <summary>商品名称.</summary>
    public string? Description { get; init; }

    /// <summary>商户数据包.</summary>
    public string? Attach { get; init; }

    /// <summary>手续费; negative where it came back with a refund.</summary>
    public required MilliFen Fee { get; init; }

    /// <summary>费率 as printed: <c>0.60%</c>.</summary>
    public string? FeeRate { get; init; }

    /// <summary>费率备注.</summary>
    public string? FeeRateRemark { get; init; }

    /// <summary>订单金额, 分: compare it with the own order's; 0 in the line of a refund.</summary>
    public required long OrderTotalFen { get; init; }

    /// <summary>Names the payment, not the payer.</summary>
    public override string ToString() => $"{nameof(TradeBillLine)} {OutTradeNo} {TradeStateText}, {OrderTotalFen} fen, {Refund}";
}

/// <summary>The refund in a line.</summary>
public sealed record TradeBillRefund
{
    /// <summary>微信退款单号.</summary>
    public required string RefundId { get; init; }

    /// <summary>商户退款单号.</summary>
    public required string OutRefundNo { get; init; }

    /// <summary>退款金额, 分: what the merchant bears.</summary>
    public required long RefundFen { get; init; }

    /// <summary>充值券退款金额, 分.</summary>
    public required long CouponRefundFen { get; init; }

    /// <summary>退款类型: ORIGINAL, BALANCE …</summary>
    public string? Channel { get; init; }

    public required BillRefundState Status { get; init; }

    /// <summary>退款状态 as printed.</summary>
    public required string StatusText { get; init; }

    /// <summary>申请退款金额, 分: what the refund was ordered with; compare it with the own refund's.</summary>
    public required long RequestedFen { get; init; }

    /// <summary>退款申请时间, UTC; only in bills of the variant REFUND.</summary>
    public DateTimeOffset? RequestTime { get; init; }

    /// <summary>退款成功时间, UTC; only in bills of the variant REFUND.</summary>
    public DateTimeOffset? SuccessTime { get; init; }
}

/// <summary>交易状态.</summary>
public enum BillTradeState
{
    /// <summary>A state that this code does not know; the line keeps its text.</summary>
    Unknown,

    /// <summary>A payment.</summary>
    Success,

    /// <summary>转入退款: a refund.</summary>
    Refund,

    /// <summary>Only 付款码支付.</summary>
    Revoked,
}

/// <summary>退款状态.</summary>
public enum BillRefundState
{
    /// <summary>A state that this code does not know; the refund keeps its text.</summary>
    Unknown,

    Success,
    Processing,
    Fail,

    /// <summary>转入代发: the way back failed, and the money is to go another.</summary>
    Change,
}
