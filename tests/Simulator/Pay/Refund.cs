using System.Text.Json.Serialization;
using WeCommerce.Simulator.Behaviour;

namespace WeCommerce.Simulator.Pay;

/// <summary>status of a refund (退款状态).</summary>
internal enum RefundStatus
{
    Processing,
    Success,
    Closed,
    Abnormal,
}

/// <summary>A refund order (退款单) as WeChat's books hold it.</summary>
internal sealed record Refund
{
    public required string RefundId { get; init; }

    public required string OutRefundNo { get; init; }

    public required string OutTradeNo { get; init; }

    public required string TransactionId { get; init; }

    public required long RefundFen { get; init; }

    public required long TotalFen { get; init; }

    public string? Reason { get; init; }

    public string? NotifyUrl { get; init; }

    public required string FundsAccount { get; init; }

    /// <summary>A digest of the parameters: the same number must repeat them.</summary>
    public required string Fingerprint { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>What it will become.</summary>
    public required RefundOutcome Outcome { get; init; }

    /// <summary>手续费 that the merchant gets back.</summary>
    public long FeeFen { get; init; }

    /// <summary>channel: where the money goes.</summary>
    public string Channel { get; init; } = "ORIGINAL";

    public string ReceivedAccount { get; init; } = "支付用户零钱";

    public RefundStatus Status { get; init; } = RefundStatus.Processing;

    public DateTimeOffset? SuccessTime { get; init; }

    /// <summary>A closed refund gives its amount back to what may be refunded.</summary>
    [JsonIgnore]
    public bool Counts => Status != RefundStatus.Closed;

    /// <summary>What it takes from the merchant.</summary>
    [JsonIgnore]
    public long CostFen => RefundFen - FeeFen;
}
