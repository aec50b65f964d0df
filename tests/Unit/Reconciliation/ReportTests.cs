using WeCommerce.Shop.Money;
using WeCommerce.Shop.Reconciliation;
using static WeCommerce.Unit.Reconciliation.Bills;

namespace WeCommerce.Unit.Reconciliation;

public sealed class ReportTests
{
    private static readonly DaySums Ours = new(2, new Fen(4490), 1, new Fen(2500), new Fen(12));

    [Fact]
    public void Csv_OfADayThatAgrees_IsItsSums() => Assert.Equal(
        """
        日期,类别,商户订单号,微信订单号,商户退款单号,商城（元）,微信（元）,说明,处理建议,差异编号
        2026-11-11,汇总,,,,44.90,44.91,收款合计,,
        2026-11-11,汇总,,,,25.00,25.00,退款合计,,
        2026-11-11,汇总,,,,0.12,-0.12,手续费合计,,
        2026-11-11,汇总,,,,19.78,20.03,净额,,

        """.ReplaceLineEndings("\r\n"),
        ReportCsv.Of(Done(Ours with { PaymentsFen = new Fen(4491), FeesFen = new Fen(-12) }), []));

    // OWASP, CSV Injection: cells that begin with = + - @, a tab or a line end are formulas to a spreadsheet.
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("a \"quoted\", b", "\"a \"\"quoted\"\", b\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    public void Csv_NoCellIsAFormula(string text, string cell)
    {
        var line = ReportCsv.Of(Done(Ours), [Some(text)]).Split("\r\n", 3)[1];

        Assert.Equal($"2026-11-11,金额不符,`=1+1,`{Transaction(1)},,19.90,19.91,{cell},处理,Amount-1", line);
    }

    [Fact]
    public void Text_TellsTheDay()
    {
        var report = Done(Ours with { PaymentsFen = new Fen(4491) });

        Assert.Equal(
            $"""
            2026-11-11 对账报告（北京时间）
            状态：已完成
            对账时间：2026-11-11 12:00:00；微信账单 3 行

            收款：商城 2 笔 ¥44.90，微信 2 笔 ¥44.91，相差 -¥0.01
            退款：商城 1 笔 ¥25.00，微信 1 笔 ¥25.00，一致
            手续费：商城 ¥0.12，微信 ¥0.12，一致
            净额：商城 ¥19.78，微信 ¥19.79，相差 -¥0.01

            差异 1 处：金额不符 1

            1. 【金额不符】多一分
               商户订单号：=1+1
               微信订单号：{Transaction(1)}
               处理：处理

            """.ReplaceLineEndings("\n"),
            ReportText.Of(report, [Some("多一分")]));
        Assert.EndsWith("没有差异。\n", ReportText.Of(report, []), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_OfADayWithoutAResult_SaysWhy() => Assert.Equal(
        "2026-11-11 对账报告（北京时间）\n状态：暂时拿不到账单（HASH_MISMATCH），2026-11-11 12:00:00 自动再试\n",
        ReportText.Of(new Report { Day = Day, State = ReportState.Waiting, Run = "1", Problem = "HASH_MISMATCH", NextAt = Noon }, []));

    [Theory]
    [InlineData("4200009999202611110000000001", "Amount-4200009999202611110000000001")]
    [InlineData("EXTRA-1_2", "Amount-EXTRA-1_2")]
    [InlineData("a/b", "Amount-c14cddc033f64b9dea80ea675cf280a015e672516090a5626781153dc68fea11")]
    public void Id_IsTheClassAndTheNumber_OrItsHash(string number, string id)
    {
        Assert.Equal(id, Difference.IdOf(DifferenceClass.Amount, number));
        Assert.True(Difference.IsId(id));
        Assert.False(Difference.IsId(id + "/"));
    }

    // From the rates that WeChat signs: 0.60%, 0.38%, 0.20%, 1%.
    [Theory]
    [InlineData("0.60%", 600_00L)]
    [InlineData("0.6%", 600_00L)]
    [InlineData("0.38%", 380_00L)]
    [InlineData("1.00%", 1_000_00L)]
    [InlineData("0.00%", 0L)]
    public void Rate_IsReadExactly(string text, long rate)
    {
        Assert.True(FeeRule.TryParseRate(text, out var read));
        Assert.Equal(rate, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0.60")]
    [InlineData("%")]
    [InlineData("-0.60%")]
    [InlineData("100.01%")]
    [InlineData("six%")]
    public void Rate_ThatIsNone_IsFalse(string text) => Assert.False(FeeRule.TryParseRate(text, out _));

    // 分, at 0.60%, halves up: 83 → 0.498, 84 → 0.504, 250 → 1.5; and no amount overflows.
    [Theory]
    [InlineData(83, 0)]
    [InlineData(84, 1)]
    [InlineData(250, 2)]
    [InlineData(1990, 12)]
    [InlineData(100_000_000_000_000, 600_000_000_000)]
    public void Fee_IsRoundedToTheFen(long fen, long fee) => Assert.Equal(fee, FeeRule.Of(fen, 60_000));

    private static Report Done(DaySums theirs) => new()
    {
        Day = Day,
        State = ReportState.Done,
        Run = "1",
        Result = new ReportResult("1", Noon, 3, Ours, theirs, Ours.FeesFen, 1, [new ClassCount(DifferenceClass.Amount, 1)]),
    };

    private static Difference Some(string what) =>
        new("Amount-1", DifferenceClass.Amount, "=1+1", Transaction(1), null, new Fen(1990), new Fen(1991), what, "处理", CanTake: false);
}
