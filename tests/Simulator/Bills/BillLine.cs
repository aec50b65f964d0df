using WeCommerce.Simulator.Pay;

namespace WeCommerce.Simulator.Bills;

/// <summary>One line of a trade bill (交易账单): a payment, or a refund. A lie changes it here, so that sums, hash and fund flow follow.</summary>
internal sealed record BillLine
{
    /// <summary>The payment's success, or the refund's creation.</summary>
    public required DateTimeOffset Time { get; init; }

    public required Trade Trade { get; init; }

    public Refund? Refund { get; init; }

    /// <summary>交易状态: SUCCESS, REFUND.</summary>
    public required string State { get; init; }

    /// <summary>退款状态; empty for a payment.</summary>
    public string RefundState { get; init; } = "";

    public long TotalFen { get; init; }

    public long RefundFen { get; init; }

    /// <summary>手续费; what a refund gives back is negative.</summary>
    public long FeeFen { get; init; }

    public static BillLine Of(Trade trade) => new()
    {
        Time = trade.SuccessTime!.Value,
        Trade = trade,
        State = "SUCCESS",
        TotalFen = trade.TotalFen,
        FeeFen = trade.FeeFen,
    };

    public static BillLine Of(Refund refund, Trade trade) => new()
    {
        Time = refund.CreateTime,
        Trade = trade,
        Refund = refund,
        State = "REFUND",
        RefundState = refund.Status switch
        {
            RefundStatus.Processing => "PROCESSING",
            RefundStatus.Success => "SUCCESS",
            RefundStatus.Closed => "FAIL",
            RefundStatus.Abnormal => "CHANGE",
        },
        RefundFen = refund.RefundFen,
        FeeFen = refund.Counts ? -refund.FeeFen : 0,
    };
}
