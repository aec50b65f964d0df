using System.Text.Json.Serialization;

namespace WeCommerce.Simulator.Pay;

/// <summary>The books at one instant.</summary>
internal sealed record TradesSnapshot(IReadOnlyList<Trade> Trades, IReadOnlyList<Prepay> Prepays, IReadOnlyList<Refund> Refunds)
{
    /// <summary>手续费 that WeChat has kept.</summary>
    [JsonIgnore]
    public long FeesFen => Trades.Sum(t => t.FeeFen) - Refunds.Where(r => r.Counts).Sum(r => r.FeeFen);

    /// <summary>What the merchant has of its payments, after 手续费 and refunds.</summary>
    [JsonIgnore]
    public long EarnedFen => EarnedBefore(DateTimeOffset.MaxValue);

    /// <summary>The same at an earlier time: refunds take their money when they are accepted.</summary>
    public long EarnedBefore(DateTimeOffset instant) =>
        Trades.Where(t => t.SuccessTime < instant).Sum(t => t.TotalFen - t.FeeFen) -
        Refunds.Where(r => r.Counts && r.CreateTime < instant).Sum(r => r.CostFen);
}
