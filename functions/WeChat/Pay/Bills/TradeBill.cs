using System.Diagnostics.CodeAnalysis;

namespace WeCommerce.WeChat.Pay.Bills;

/// <summary>A day's payments and refunds as WeChat's books hold them (交易账单).</summary>
/// <param name="Lines">In the bill's order.</param>
/// <param name="Summary">Agrees with the lines.</param>
public sealed record TradeBill(IReadOnlyList<TradeBillLine> Lines, TradeBillSummary Summary)
{
    /// <summary>
    /// Reads the file as downloaded, uncompressed, of any variant (ALL, SUCCESS, REFUND). False, never an exception of its own, when anything in it
    /// cannot be read exactly or the summary differs from the lines.
    /// </summary>
    public static bool TryRead(Stream utf8, [NotNullWhen(true)] out TradeBill? bill, [NotNullWhen(false)] out BillProblem? problem)
    {
        bill = TradeBillSheet.Instance.TryRead(utf8, out var lines, out var summary, out problem) ? new TradeBill(lines, summary) : null;
        return bill is not null;
    }
}

/// <summary>The last line of a trade bill. A sum is null when the variant has no such column.</summary>
public sealed record TradeBillSummary
{
    /// <summary>总交易单数: the number of lines.</summary>
    public required long Count { get; init; }

    /// <summary>应结订单总金额, 分.</summary>
    public long? SettlementTotalFen { get; init; }

    /// <summary>退款总金额, 分.</summary>
    public long? RefundFen { get; init; }

    /// <summary>充值券退款总金额, 分.</summary>
    public long? CouponRefundFen { get; init; }

    /// <summary>手续费总金额: the lines' sum exactly, or rounded to fen.</summary>
    public MilliFen? Fee { get; init; }

    /// <summary>订单总金额, 分.</summary>
    public long? OrderTotalFen { get; init; }

    /// <summary>申请退款总金额, 分.</summary>
    public long? RequestedRefundFen { get; init; }
}
