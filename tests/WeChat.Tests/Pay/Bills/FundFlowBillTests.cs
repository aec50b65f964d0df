using WeCommerce.WeChat.Pay.Bills;
using static WeCommerce.WeChat.Tests.Pay.Bills.BillSamples;

namespace WeCommerce.WeChat.Tests.Pay.Bills;

public sealed class FundFlowBillTests
{
    [Fact]
    public void Movements_are_read_to_the_last_column()
    {
        Assert.True(FundFlowBill.TryRead(new MemoryStream(FundFlow), out var bill, out _));

        Assert.Equal(
            new FundFlowBillLine
            {
                BookedTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
                BusinessId = "4200000001",
                FlowId = "1001",
                BusinessName = "交易",
                BusinessType = "交易",
                Direction = FundDirection.In,
                AmountFen = 1990,
                BalanceFen = 11990,
                Applicant = "system",
                Remark = "结算总金额 19.90 元",
                VoucherNo = "2026010100001",
            },
            bill.Lines[0]);
        Assert.Equal((FundDirection.Out, 12L, 11978L, null), (bill.Lines[1].Direction, bill.Lines[1].AmountFen, bill.Lines[1].BalanceFen, bill.Lines[1].Remark));
        Assert.Equal(new FundFlowBillSummary { Count = 2, InCount = 1, InFen = 1990, OutCount = 1, OutFen = 12 }, bill.Summary);
        Assert.DoesNotContain("system", bill.Lines[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_width_brackets_are_the_same_columns() =>
        Assert.True(FundFlowBill.TryRead(
            new MemoryStream(File(FlowHeader.Replace('（', '(').Replace('）', ')'), FlowIn, FlowOut, FlowSummaryHeader, FlowSummary)), out _, out _));

    [Theory]
    [InlineData("`3,`1,`19.90,`1,`0.12", "资金流水总笔数")]
    [InlineData("`2,`2,`19.90,`1,`0.12", "收入笔数")]
    [InlineData("`2,`1,`19.89,`1,`0.12", "收入金额")]
    [InlineData("`2,`1,`19.90,`0,`0.12", "支出笔数")]
    [InlineData("`2,`1,`19.90,`1,`0.21", "支出金额")]
    public void A_summary_that_differs_from_the_lines_is_refused(string summary, string column) =>
        Assert.Equal(new BillProblem(5, column, "does not agree with the lines"), Problem(FlowIn, FlowOut, FlowSummaryHeader, summary));

    [Fact]
    public void A_direction_must_be_known() =>
        Assert.Equal(
            new BillProblem(2, "收支类型", "is neither 收入 nor 支出"),
            Problem(FlowIn.Replace("收入", "冻结", StringComparison.Ordinal), FlowSummaryHeader, FlowSummary));

    private static BillProblem Problem(params string[] lines)
    {
        Assert.False(FundFlowBill.TryRead(new MemoryStream(File([FlowHeader, .. lines])), out _, out var problem));
        return problem;
    }
}
