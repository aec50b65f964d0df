namespace WeCommerce.Simulator.Pay;

/// <summary>手续费: what WeChat keeps of a payment, and gives back in proportion when it is refunded. Rates are in hundredths of a percent.</summary>
internal static class Fee
{
    /// <summary>To the nearest fen.</summary>
    public static long Of(long fen, int rate) => ((fen * rate) + 5000) / 10_000;

    /// <summary>Parts add up: a trade that is refunded whole gives its whole fee back.</summary>
    public static long Returned(Trade trade, IReadOnlyCollection<Refund> earlier, long refundFen) =>
        Math.Max(0, Of(earlier.Sum(r => r.RefundFen) + refundFen, trade.FeeRate) - earlier.Sum(r => r.FeeFen));

    /// <summary>60 is <c>0.60%</c>.</summary>
    public static string RateText(int rate) => $"{rate / 100}.{rate % 100:00}%";
}
