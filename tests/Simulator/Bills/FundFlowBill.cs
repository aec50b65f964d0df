using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WeCommerce.Simulator.Pay;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Bills;

/// <summary>
/// 资金账单 of the basic account: a payment comes in whole and its 手续费 goes out after it; a refund goes out less the 手续费 that it gives back,
/// which its 备注 names.
/// </summary>
internal static class FundFlowBill
{
    private static readonly string[] Header =
    [
        "记账时间", "微信支付业务单号", "资金流水单号", "业务名称", "业务类型", "收支类型", "收支金额（元）", "账户结余（元）", "资金变更提交申请人", "备注", "业务凭证号",
    ];

    private static readonly string[] SummaryHeader = ["资金流水总笔数", "收入笔数", "收入金额", "支出笔数", "支出金额"];

    /// <param name="lines">The day's lines, in order of time.</param>
    /// <param name="openingFen">What the account held when the day began.</param>
    public static byte[] Write(IEnumerable<BillLine> lines, long openingFen)
    {
        List<Flow> flows = [.. lines.SelectMany(Flows)];
        var balance = openingFen;
        var (income, outgo) = (flows.FindAll(f => f.Income), flows.FindAll(f => !f.Income));
        return BillText.Write(
            Header,
            [.. flows.Select((flow, n) => Cells(flow, n, balance += flow.Income ? flow.Fen : -flow.Fen))],
            SummaryHeader,
            [$"{flows.Count}", $"{income.Count}", Yuan.Text(income.Sum(f => f.Fen)), $"{outgo.Count}", Yuan.Text(outgo.Sum(f => f.Fen))]);
    }

    private static IEnumerable<Flow> Flows(BillLine line)
    {
        if (line.Refund is { } refund)
        {
            if (refund.Counts)
            {
                var remark = $"退款总金额{Yuan.Text(line.RefundFen)}元;含手续费{Yuan.Text(-line.FeeFen)}元";
                yield return new(line, refund.RefundId, "退款", "退款", Income: false, line.RefundFen + line.FeeFen, refund.OutRefundNo, remark);
            }
            yield break;
        }
        yield return new(line, line.Trade.TransactionId!, "交易", "交易", Income: true, line.TotalFen, line.Trade.OutTradeNo);
        if (line.FeeFen > 0)
            yield return new(line, line.Trade.TransactionId!, "交易", "扣除交易手续费", Income: false, line.FeeFen, line.Trade.OutTradeNo);
    }

    private static string[] Cells(Flow flow, int n, long balance) =>
    [
        TradeBill.Time(flow.Line.Time),
        flow.BusinessId,
        FlowId(flow, n),
        flow.Name,
        flow.Type,
        flow.Income ? "收入" : "支出",
        Yuan.Text(flow.Fen),
        Yuan.Text(balance),
        flow.Line.Refund is null ? "system" : $"{flow.Line.Trade.MchId}API",
        flow.Remark,
        flow.Voucher,
    ];

    // 28 digits, the same whenever the bill is fetched.
    private static string FlowId(Flow flow, int n)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{flow.BusinessId} {flow.Type} {n}"));
        var day = ChinaTime.At(flow.Line.Time).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        return $"4200000{BitConverter.ToUInt32(hash) % 1000:000}{day}{BitConverter.ToUInt64(hash, 8) % 10_000_000_000:0000000000}";
    }

    private sealed record Flow(
        BillLine Line,
        string BusinessId,
        string Name,
        string Type,
        bool Income,
        long Fen,
        string Voucher,
        string Remark = "");
}
