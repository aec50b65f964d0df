namespace WeCommerce.WeChat.Pay.Bills;

/// <summary>The columns of the fund-flow bill (申请资金账单).</summary>
internal sealed class FundFlowBillSheet : BillSheet<FundFlowBillLine, FundFlowBillSummary>
{
    public static FundFlowBillSheet Instance { get; } = new();

    protected override IReadOnlyList<string> Required { get; } =
        ["记账时间", "微信支付业务单号", "资金流水单号", "业务名称", "业务类型", "收支类型", "收支金额(元)", "账户结余(元)"];

    protected override string CountColumn => "资金流水总笔数";

    protected override FundFlowBillLine Line(BillRow row) => new()
    {
        BookedTime = row.Time("记账时间"),
        BusinessId = row.Text("微信支付业务单号"),
        FlowId = row.Number("资金流水单号"),
        BusinessName = row.Word("业务名称"),
        BusinessType = row.Word("业务类型"),
        Direction = Direction(row),
        AmountFen = row.Fen("收支金额(元)"),
        BalanceFen = row.Fen("账户结余(元)"),
        Applicant = row.WordOrNull("资金变更提交申请人"),
        Remark = row.WordOrNull("备注"),
        VoucherNo = row.TextOrNull("业务凭证号"),
    };

    protected override FundFlowBillSummary Summary(BillRow row) => new()
    {
        Count = row.Count(CountColumn),
        InCount = row.Has("收入笔数") ? row.Count("收入笔数") : null,
        InFen = Sum(row, "收入金额"),
        OutCount = row.Has("支出笔数") ? row.Count("支出笔数") : null,
        OutFen = Sum(row, "支出金额"),
    };

    protected override void Compare(FundFlowBillSummary summary, IReadOnlyList<FundFlowBillLine> lines, BillRow row)
    {
        var incoming = lines.Where(l => l.Direction == FundDirection.In).ToList();
        var outgoing = lines.Where(l => l.Direction == FundDirection.Out).ToList();
        Compare(row, CountColumn, summary.Count, lines.Count);
        Compare(row, "收入笔数", summary.InCount, incoming.Count);
        Compare(row, "收入金额", summary.InFen, Total(incoming, l => l.AmountFen));
        Compare(row, "支出笔数", summary.OutCount, outgoing.Count);
        Compare(row, "支出金额", summary.OutFen, Total(outgoing, l => l.AmountFen));
    }

    private static FundDirection Direction(BillRow row) => row.Text("收支类型") switch
    {
        "收入" => FundDirection.In,
        "支出" => FundDirection.Out,
        _ => row.Fail("收支类型", "is neither 收入 nor 支出", FundDirection.In),
    };
}
