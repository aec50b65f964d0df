using System.Text.Json.Serialization;

namespace WeCommerce.Simulator.Pay;

/// <summary>trade_state, as far as JSAPI payments go.</summary>
internal enum TradeState
{
    NotPay,
    Success,
    Refund,
    Closed,
}

/// <summary>A merchant order (商户订单) as WeChat's books hold it.</summary>
internal sealed record Trade
{
    public required string AppId { get; init; }

    public required string MchId { get; init; }

    public required string OutTradeNo { get; init; }

    public required string Description { get; init; }

    public required string OpenId { get; init; }

    public required long TotalFen { get; init; }

    public required string NotifyUrl { get; init; }

    public string? Attach { get; init; }

    public string? DeviceId { get; init; }

    /// <summary>A digest of the first call's parameters: later calls must repeat them.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The first call's time_expire as asked; null when it named none.</summary>
    public DateTimeOffset? AskedTimeExpire { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the order closes by itself.</summary>
    public required DateTimeOffset TimeExpire { get; init; }

    public TradeState State { get; init; } = TradeState.NotPay;

    public string? TransactionId { get; init; }

    public DateTimeOffset? SuccessTime { get; init; }

    /// <summary>In hundredths of a percent, as it was at the payment.</summary>
    public int FeeRate { get; init; }

    public long FeeFen { get; init; }

    [JsonIgnore]
    public bool Paid => State is TradeState.Success or TradeState.Refund;

    public TradeState StateAt(DateTimeOffset now) => State == TradeState.NotPay && now >= TimeExpire ? TradeState.Closed : State;
}

/// <summary>A prepay_id (预支付交易会话标识): lives two hours, whatever the order's time_expire.</summary>
internal sealed record Prepay(string PrepayId, string OutTradeNo, DateTimeOffset CreatedAt)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(2);

    public bool AliveAt(DateTimeOffset now) => now - CreatedAt < Life;
}
