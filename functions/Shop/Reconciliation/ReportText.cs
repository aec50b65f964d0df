using System.Globalization;
using System.Text;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Reconciliation;

/// <summary>A report to be read by a person. Times are Beijing's.</summary>
internal static class ReportText
{
    public static string Of(Report report, IReadOnlyList<Difference> differences)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{report.Day:yyyy-MM-dd} 对账报告（北京时间）\n")
            .Append(CultureInfo.InvariantCulture, $"状态：{StateOf(report)}\n");
        if (report.Result is not { } result)
            return text.ToString();

        text.Append(CultureInfo.InvariantCulture, $"对账时间：{At(result.At)}；微信账单 {result.BillLines} 行\n\n");
        Sum(text, "收款", $"{result.Ours.Payments} 笔 {result.Ours.PaymentsFen}", $"{result.Theirs.Payments} 笔 {result.Theirs.PaymentsFen}", result.Ours.PaymentsFen - result.Theirs.PaymentsFen);
        Sum(text, "退款", $"{result.Ours.Refunds} 笔 {result.Ours.RefundsFen}", $"{result.Theirs.Refunds} 笔 {result.Theirs.RefundsFen}", result.Ours.RefundsFen - result.Theirs.RefundsFen);
        Sum(text, "手续费", $"{result.Ours.FeesFen}", $"{result.Theirs.FeesFen}", result.Ours.FeesFen - result.Theirs.FeesFen);
        Sum(text, "净额", $"{result.Ours.NetFen}", $"{result.Theirs.NetFen}", result.Ours.NetFen - result.Theirs.NetFen);

        if (differences.Count == 0)
            return text.Append("\n没有差异。\n").ToString();

        text.Append(CultureInfo.InvariantCulture, $"\n差异 {differences.Count} 处：")
            .AppendJoin('，', result.Classes.Select(c => $"{DifferenceTexts.NameOf(c.Class)} {c.Count}"))
            .Append('\n');
        foreach (var (n, d) in differences.Index())
            Describe(text, n + 1, d);
        return text.ToString();
    }

    private static void Describe(StringBuilder text, int number, Difference d)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n{number}. 【{DifferenceTexts.NameOf(d.Class)}】{d.What}\n");
        Number(text, "商户订单号", d.OutTradeNo);
        Number(text, "微信订单号", d.TransactionId);
        Number(text, "商户退款单号", d.OutRefundNo);
        text.Append(CultureInfo.InvariantCulture, $"   处理：{d.Remedy}\n");
    }

    private static void Number(StringBuilder text, string name, string? number)
    {
        if (!string.IsNullOrEmpty(number))
            text.Append(CultureInfo.InvariantCulture, $"   {name}：{number}\n");
    }

    private static void Sum(StringBuilder text, string what, string ours, string theirs, Fen difference) =>
        text.Append(CultureInfo.InvariantCulture, $"{what}：商城 {ours}，微信 {theirs}，{(difference == Fen.Zero ? "一致" : $"相差 {difference}")}\n");

    private static string StateOf(Report report) => report.State switch
    {
        ReportState.Queued => "等待对账",
        ReportState.Running => "正在对账",
        ReportState.Waiting when report.NextAt is { } next => $"暂时拿不到账单（{report.Problem}），{At(next)} 自动再试",
        ReportState.Waiting => $"暂时拿不到账单（{report.Problem}），自动再试",
        ReportState.Done => "已完成",
        ReportState.Failed => $"失败（{report.Problem}），需要人工处理",
    };

    private static string At(DateTimeOffset at) => $"{ShopDay.Of(at):yyyy-MM-dd} {TimeOnly.FromTimeSpan(at - ShopDay.Begin(ShopDay.Of(at))):HH:mm:ss}";
}
