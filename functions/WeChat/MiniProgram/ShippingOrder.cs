namespace WeCommerce.WeChat.MiniProgram;

/// <summary>A payment as the shipping information service sees it (查询订单发货状态).</summary>
public sealed record ShippingOrder
{
    /// <summary>merchant_id.</summary>
    public required string MchId { get; init; }

    /// <summary>merchant_trade_no.</summary>
    public required string OutTradeNo { get; init; }

    public string? TransactionId { get; init; }

    public required ShippingOrderState State { get; init; }

    /// <summary>分: what was paid.</summary>
    public required long PaidFen { get; init; }

    /// <summary>UTC.</summary>
    public DateTimeOffset? PayTime { get; init; }

    /// <summary>是否处在交易纠纷中.</summary>
    public required bool IsInComplaint { get; init; }

    /// <summary>Null before anything was reported.</summary>
    public ShippingStatus? Shipping { get; init; }
}

/// <summary>What WeChat knows of a payment's shipping.</summary>
public sealed record ShippingStatus
{
    /// <summary>Null for a type that this code does not know.</summary>
    public LogisticsType? LogisticsType { get; init; }

    public required bool IsSplit { get; init; }

    /// <summary>finish_shipping: all is shipped.</summary>
    public required bool IsFinished { get; init; }

    /// <summary>finish_shipping_count: 0 before all is shipped, then 1; 2 when it was corrected, and no further correction is allowed.</summary>
    public required long FinishedCount { get; init; }

    public required IReadOnlyList<ReportedParcel> Parcels { get; init; }
}

/// <summary>A parcel as reported.</summary>
/// <param name="CarrierCode">express_company.</param>
/// <param name="TrackingNo">Null unless by express.</param>
/// <param name="ItemDesc">goods_desc.</param>
/// <param name="UploadTime">UTC, in seconds.</param>
public sealed record ReportedParcel(string? CarrierCode, string? TrackingNo, string? ItemDesc, DateTimeOffset? UploadTime);

/// <summary>order_state.</summary>
public enum ShippingOrderState
{
    /// <summary>A state that this code does not know.</summary>
    Unknown,

    /// <summary>待发货.</summary>
    ToShip,

    /// <summary>已发货.</summary>
    Shipped,

    /// <summary>确认收货.</summary>
    Received,

    /// <summary>交易完成.</summary>
    Done,

    /// <summary>已退款.</summary>
    Refunded,

    /// <summary>资金待结算.</summary>
    AwaitingSettlement,
}
