using System.Globalization;
using WeCommerce.Simulator.Pay;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Bills;

/// <summary>bill_type, as far as the simulator has trades for it.</summary>
internal enum TradeBillType
{
    All,

    /// <summary>Payments only, without the refunds' columns.</summary>
    Success,

    /// <summary>Refunds only, with the times of application and success.</summary>
    Refund,
}

/// <summary>交易账单: what was paid and refunded, in yuan, and a line of sums.</summary>
internal static class TradeBill
{
    private static readonly Column[] Columns =
    [
        new("交易时间", line => Time(line.Time), TradeBillType.All, TradeBillType.Success),
        new("交易时间", line => Time(line.Trade.SuccessTime), TradeBillType.Refund),
        new("公众账号ID", line => line.Trade.AppId),
        new("商户号", line => line.Trade.MchId),
        new("特约商户号", _ => "0"),
        new("设备号", line => line.Trade.DeviceId),
        new("微信订单号", line => line.Trade.TransactionId),
        new("商户订单号", line => line.Trade.OutTradeNo),
        new("用户标识", line => line.Trade.OpenId),
        new("交易类型", _ => "JSAPI"),
        new("交易状态", line => line.State),
        new("付款银行", _ => "OTHERS"),
        new("货币种类", _ => "CNY"),
        new("应结订单金额", line => Yuan.Text(line.TotalFen)),
        new("代金券金额", _ => Yuan.Text(0)),
        new("退款申请时间", line => Time(line.Refund?.CreateTime), TradeBillType.Refund),
        new("退款成功时间", line => Time(line.Refund?.SuccessTime), TradeBillType.Refund),
        new("微信退款单号", line => line.Refund?.RefundId ?? "0", TradeBillType.All, TradeBillType.Refund),
        new("商户退款单号", line => line.Refund?.OutRefundNo ?? "0", TradeBillType.All, TradeBillType.Refund),
        new("退款金额", line => Yuan.Text(line.RefundFen), TradeBillType.All, TradeBillType.Refund),
        new("充值券退款金额", _ => Yuan.Text(0), TradeBillType.All, TradeBillType.Refund),
        new("退款类型", line => line.Refund?.Channel, TradeBillType.All, TradeBillType.Refund),
        new("退款状态", line => line.RefundState, TradeBillType.All, TradeBillType.Refund),
        new("商品名称", line => line.Trade.Description),
        new("商户数据包", line => line.Trade.Attach),
        new("手续费", line => Yuan.FeeText(line.FeeFen)),
        new("费率", line => Fee.RateText(line.Trade.FeeRate)),
        new("订单金额", line => Yuan.Text(line.TotalFen)),
        new("申请退款金额", line => Yuan.Text(line.RefundFen), TradeBillType.All, TradeBillType.Refund),
        new("费率备注", _ => ""),
    ];

    public static IReadOnlyList<BillLine> Select(IEnumerable<BillLine> lines, TradeBillType type) =>
        [.. lines.Where(line => type == TradeBillType.All || (line.Refund is not null) == (type == TradeBillType.Refund))];

    public static byte[] Write(IReadOnlyList<BillLine> lines, TradeBillType type)
    {
        var columns = Array.FindAll(Columns, c => c.Only.Length == 0 || c.Only.Contains(type));
        var (total, refunds) = (lines.Sum(l => l.TotalFen), lines.Sum(l => l.RefundFen));
        return BillText.Write(
            [.. columns.Select(c => c.Name)],
            lines.Select(line => columns.Select(c => c.Cell(line))),
            ["总交易单数", "应结订单总金额", "退款总金额", "充值券退款总金额", "手续费总金额", "订单总金额", "申请退款总金额"],
            [
                $"{lines.Count}", Yuan.Text(total), Yuan.Text(refunds), Yuan.Text(0), Yuan.FeeText(lines.Sum(l => l.FeeFen)), Yuan.Text(total),
                Yuan.Text(refunds),
            ]);
    }

    public static string Time(DateTimeOffset? instant) =>
        instant is { } at ? ChinaTime.At(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "";

    private sealed record Column(string Name, Func<BillLine, string?> Cell, params TradeBillType[] Only);
}
