using System.Text;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>
/// A report as CSV (RFC 4180): a line for each difference, then the day's sums, in yuan. Numbers carry a back-tick before them, as in WeChat's own
/// bills, so that spreadsheets keep all their digits; no cell is ever read as a formula.
/// </summary>
internal static class ReportCsv
{
    private const string FormulaStarts = "=+-@\t\r\n";

    public static string Of(Report report, IReadOnlyList<Difference> differences)
    {
        var csv = new StringBuilder();
        Line(csv, "日期", "类别", "商户订单号", "微信订单号", "商户退款单号", "商城（元）", "微信（元）", "说明", "处理建议", "差异编号");
        foreach (var d in differences)
        {
            Line(
                csv, Day(report), DifferenceTexts.NameOf(d.Class), Number(d.OutTradeNo), Number(d.TransactionId), Number(d.OutRefundNo), Yuan(d.OursFen), Yuan(d.TheirsFen),
                Text(d.What), Text(d.Remedy), Text(d.Id));
        }
        if (report.Result is { } result)
        {
            Sum(csv, report, "收款合计", result.Ours.PaymentsFen, result.Theirs.PaymentsFen);
            Sum(csv, report, "退款合计", result.Ours.RefundsFen, result.Theirs.RefundsFen);
            Sum(csv, report, "手续费合计", result.Ours.FeesFen, result.Theirs.FeesFen);
            Sum(csv, report, "净额", result.Ours.NetFen, result.Theirs.NetFen);
        }
        return csv.ToString();
    }

    private static void Sum(StringBuilder csv, Report report, string what, Fen ours, Fen theirs) =>
        Line(csv, Day(report), "汇总", "", "", "", Yuan(ours), Yuan(theirs), what, "", "");

    private static string Day(Report report) => $"{report.Day:yyyy-MM-dd}";

    private static string Number(string? number) => string.IsNullOrEmpty(number) ? "" : $"`{number}";

    /// <summary>A plain number, minus sign and all: made of digits here, not taken from anywhere.</summary>
    private static string Yuan(Fen? fen) => fen is { } amount ? $"{amount}".Replace("¥", "", StringComparison.Ordinal) : "";

    private static string Text(string text) => text.Length > 0 && FormulaStarts.Contains(text[0]) ? $"'{text}" : text;

    private static void Line(StringBuilder csv, params ReadOnlySpan<string> cells)
    {
        for (var n = 0; n < cells.Length; n++)
            csv.Append(n == 0 ? "" : ",").Append(cells[n].AsSpan().IndexOfAny("\",\r\n") < 0 ? cells[n] : $"\"{cells[n].Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        csv.Append("\r\n");
    }
}
