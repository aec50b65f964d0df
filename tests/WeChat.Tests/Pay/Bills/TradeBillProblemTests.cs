using System.Text;
using CsCheck;
using WeCommerce.WeChat.Pay.Bills;
using static WeCommerce.WeChat.Tests.Pay.Bills.BillSamples;

namespace WeCommerce.WeChat.Tests.Pay.Bills;

/// <summary>What is refused, and how it is named.</summary>
public sealed class TradeBillProblemTests
{
    [Theory]
    [InlineData("0.06000")]
    [InlineData("0.06")]
    public void A_sum_of_fees_is_exact_or_rounded_to_the_fen(string sum)
    {
        // 0.11940 − 0.05940 = 0.06; 0.12339 − 0.05940 = 0.06399 → 0.06
        Read(File(Header, Paid, Refunded, SummaryHeader, Summary.Replace("0.06000", sum, StringComparison.Ordinal)));
        var rounded = Paid.Replace("0.11940", "0.12339", StringComparison.Ordinal);
        Read(File(Header, rounded, Refunded, SummaryHeader, Summary.Replace("0.06000", sum, StringComparison.Ordinal)));
        var other = Paid.Replace("0.11940", "0.12441", StringComparison.Ordinal);
        Assert.Equal("手续费总金额", Problem(File(Header, other, Refunded, SummaryHeader, Summary)).Column);
    }

    public static TheoryData<string, int, string, string> Wrong => new()
    {
        { "", 1, "", "the bill is empty" },
        { Lines(Header.Replace(",订单金额", "", StringComparison.Ordinal)), 1, "订单金额", "the column is missing" },
        { Lines(Header, Paid, Refunded), 3, "总交易单数", "the bill ends without its summary" },
        { Lines(Header, Paid, Refunded, SummaryHeader), 4, "总交易单数", "the summary is incomplete" },
        { Lines(Header, Paid, Refunded[..^6]), 3, "", "has 26 cells instead of 27" },
        { Lines(Header, Paid + ",`x", Refunded), 2, "", "has 28 cells instead of 27" },
        { Lines(Header, Paid, Refunded, SummaryHeader, "`2.0,`19.9"), 5, "", "has 2 cells instead of 7" },
        { Lines(Header, Paid, Refunded, SummaryHeader, Summary, Paid), 6, "", "the bill goes on after its summary" },
        { Lines(Header, Paid.Replace("19.90,`1.00", "19.905,`1.00", StringComparison.Ordinal)), 2, "应结订单金额", "is no amount in whole fen" },
        { Lines(Header, Paid.Replace("0.11940", "0.119401", StringComparison.Ordinal)), 2, "手续费", "is no amount with five decimals" },
        { Lines(Header, Paid.Replace("2026-01-01 08", "2026-02-30 08", StringComparison.Ordinal)), 2, "交易时间", "is no time" },
        { Lines(Header, Paid.Replace("`2026010100001", "`", StringComparison.Ordinal)), 2, "商户订单号", "is missing" },
        { Lines(Header, Paid, Refunded.Replace("`50000001", "`0", StringComparison.Ordinal)), 3, "微信退款单号", "is missing where an amount is refunded" },
        { Lines(Header, Paid.Replace("`QQ", "\"`QQ", StringComparison.Ordinal)), 2, "", "a quote is not closed" },
        { Lines(Header, new string('x', 70_000)), 2, "", "the line is too long" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_read_is_named_by_line_and_column(string text, int line, string column, string what)
    {
        Assert.Equal(new BillProblem(line, column, what), Problem(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void A_carriage_return_alone_ends_no_line()
    {
        var text = Lines(Header, Paid.Replace("公仔, 红", "公仔\r红", StringComparison.Ordinal), Refunded, SummaryHeader, Summary);

        Assert.Equal("QQ公仔\r红", Read(Encoding.UTF8.GetBytes(text)).Lines[0].Description);
    }

    [Theory]
    [InlineData(0, "3.0", "总交易单数")]
    [InlineData(1, "19.91", "应结订单总金额")]
    [InlineData(2, "9.89", "退款总金额")]
    [InlineData(3, "0.0", "充值券退款总金额")]
    [InlineData(4, "0.06001", "手续费总金额")]
    [InlineData(5, "0.00", "订单总金额")]
    [InlineData(6, "-9.90", "申请退款总金额")]
    public void A_summary_that_differs_from_the_lines_is_refused(int column, string value, string name)
    {
        var cells = Summary[1..].Split(",`");
        cells[column] = value;

        Assert.Equal(
            new BillProblem(5, name, "does not agree with the lines"),
            Problem(File(Header, Paid, Refunded, SummaryHeader, "`" + string.Join(",`", cells))));
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_named()
    {
        byte[] file = [.. Encoding.UTF8.GetBytes(Lines(Header)), 0x60, 0xB9, 0xAB];

        Assert.Equal(new BillProblem(2, "", "the line is not UTF-8"), Problem(file));
    }

    [Fact]
    public void Sums_beyond_what_a_long_holds_are_no_match_and_no_exception()
    {
        var huge = Paid.Replace("19.90", "92233720368547758.07", StringComparison.Ordinal);

        Assert.Equal("应结订单总金额", Problem(File([Header, huge, huge, SummaryHeader, Summary.Replace("9.90", "0.00", StringComparison.Ordinal)])).Column);
    }

    [Fact]
    public void Every_truncation_is_noticed() => Gen.Int[0, Trade.Length - 1].Sample(length =>
    {
        // Without the last line end, or the last zero of 9.90, it is the same bill.
        if (length < Trade.Length - 3)
            Assert.False(TradeBill.TryRead(new MemoryStream(Trade[..length]), out _, out _));
    });

    [Fact]
    public void Noise_never_throws() => Gen.Select(Gen.Int[0, Trade.Length - 1], Gen.Byte.Array[1, 4]).Sample((at, noise) =>
    {
        byte[] file = [.. Trade[..at], .. noise, .. Trade[at..]];
        Assert.True(TradeBill.TryRead(new MemoryStream(file), out var bill, out var problem) ? problem is null : bill is null && problem is not null);
    });
}
