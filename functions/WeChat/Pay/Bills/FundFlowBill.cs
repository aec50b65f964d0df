using System.Diagnostics.CodeAnalysis;

namespace WeCommerce.WeChat.Pay.Bills;

/// <summary>A day's movements of the merchant's basic account (资金账单).</summary>
/// <param name="Lines">In the bill's order.</param>
/// <param name="Summary">Agrees with the lines.</param>
public sealed record FundFlowBill(IReadOnlyList<FundFlowBillLine> Lines, FundFlowBillSummary Summary)
{
    /// <summary>
    /// Reads the file as downloaded, uncompressed. False, never an exception of its own, when anything in it cannot be read exactly or the summary
    /// differs from the lines.
    /// </summary>
    public static bool TryRead(Stream utf8, [NotNullWhen(true)] out FundFlowBill? bill, [NotNullWhen(false)] out BillProblem? problem)
    {
        bill = FundFlowBillSheet.Instance.TryRead(utf8, out var lines, out var summary, out problem) ? new FundFlowBill(lines, summary) : null;
        return bill is not null;
    }
}

/// <summary>A movement.</summary>
public sealed record FundFlowBillLine
{
    /// <summary>记账时间, UTC.</summary>
    public required DateTimeOffset BookedTime { get; init; }

    /// <summary>微信支付业务单号: the TransactionId of a payment, the RefundId of a refund.</summary>
    public required string BusinessId { get; init; }

    /// <summary>资金流水单号: names the movement.</summary>
    public required string FlowId { get; init; }

    /// <summary>业务名称: 交易, 退款, 提现 …</summary>
    public required string BusinessName { get; init; }

    /// <summary>业务类型: 交易, 退款, 扣除交易手续费 …</summary>
    public required string BusinessType { get; init; }

    /// <summary>收支类型.</summary>
    public required FundDirection Direction { get; init; }

    /// <summary>收支金额（元）, 分; never signed, see <see cref="Direction"/>.</summary>
    public required long AmountFen { get; init; }

    /// <summary>账户结余（元）, 分: after the movement.</summary>
    public required long BalanceFen { get; init; }

    /// <summary>资金变更提交申请人: system, or who withdrew.</summary>
    public string? Applicant { get; init; }

    /// <summary>备注.</summary>
    public string? Remark { get; init; }

    /// <summary>业务凭证号: the merchant's number (OutTradeNo, OutRefundNo …).</summary>
    public string? VoucherNo { get; init; }

    /// <summary>Names the movement, not who asked for it.</summary>
    public override string ToString() => $"{nameof(FundFlowBillLine)} {FlowId} {BusinessType} {Direction}, {AmountFen} fen";
}

/// <summary>收支类型.</summary>
public enum FundDirection
{
    /// <summary>收入.</summary>
    In,

    /// <summary>支出.</summary>
    Out,
}

/// <summary>The last line of a fund-flow bill. A sum is null when the bill has no such column.</summary>
public sealed record FundFlowBillSummary
{
    /// <summary>资金流水总笔数.</summary>
    public required long Count { get; init; }

    /// <summary>收入笔数.</summary>
    public long? InCount { get; init; }

    /// <summary>收入金额, 分.</summary>
    public long? InFen { get; init; }

    /// <summary>支出笔数.</summary>
    public long? OutCount { get; init; }

    /// <summary>支出金额, 分.</summary>
    public long? OutFen { get; init; }
}
