using System.Text;
using System.Text.Json;
using WeCommerce.WeChat.Pay.Bills;
using static WeCommerce.WeChat.Tests.Pay.Bills.BillSamples;

namespace WeCommerce.WeChat.Tests.Pay.Bills;

public sealed class TradeBillTests
{
    [Fact]
    public void A_payment_and_its_refund_are_read_to_the_last_column()
    {
        var bill = Read(Trade);

        Assert.Equal(
            new TradeBillLine
            {
                // 08:00 in Beijing.
                TradeTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
                AppId = "wx1234567890abcdef",
                MchId = "1900007291",
                TransactionId = "4200000001",
                OutTradeNo = "2026010100001",
                PayerOpenId = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
                TradeType = "JSAPI",
                TradeState = BillTradeState.Success,
                TradeStateText = "SUCCESS",
                BankType = "OTHERS",
                Currency = "CNY",
                SettlementTotalFen = 1990,
                CouponFen = 100,
                Description = "QQ公仔, 红",
                Attach = "a",
                Fee = new MilliFen(11940),
                FeeRate = "0.60%",
                OrderTotalFen = 1990,
            },
            bill.Lines[0]);
        Assert.Equal((BillTradeState.Refund, new MilliFen(-5940), "活动费率"), (bill.Lines[1].TradeState, bill.Lines[1].Fee, bill.Lines[1].FeeRateRemark));
        Assert.Equal(
            new TradeBillRefund
            {
                RefundId = "50000001",
                OutRefundNo = "RF2026010100001",
                RefundFen = 990,
                CouponRefundFen = 50,
                Channel = "ORIGINAL",
                Status = BillRefundState.Processing,
                StatusText = "PROCESSING",
                RequestedFen = 990,
            },
            bill.Lines[1].Refund);
        Assert.Equal(
            new TradeBillSummary
            {
                Count = 2,
                SettlementTotalFen = 1990,
                RefundFen = 990,
                CouponRefundFen = 50,
                Fee = new MilliFen(6000),
                OrderTotalFen = 1990,
                RequestedRefundFen = 990,
            },
            bill.Summary);
        Assert.All(bill.Lines, l => Assert.DoesNotContain("oUpF8", l.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void The_published_bill_is_read() => VectorSet.Each("v3.trade_bill_csv", 1, v =>
    {
        var bill = Read(Convert.FromBase64String(v.Input("csv_base64")));

        Assert.Equal(v.Expected.GetProperty("row_count").GetInt32(), bill.Lines.Count);
        var header = Texts(v.Expected.GetProperty("header"));
        Assert.Equal(Header.Split(','), header);
        var first = header.Zip(Texts(v.Expected.GetProperty("first_row"))).ToDictionary();
        var line = bill.Lines[0];
        Assert.Equal(
            (first["微信订单号"], first["商户订单号"], first["交易状态"], first["微信退款单号"], first["商户退款单号"], first["商品名称"], first["费率"]),
            (line.TransactionId, line.OutTradeNo, line.TradeStateText, line.Refund!.RefundId, line.Refund.OutRefundNo, line.Description, line.FeeRate));
        Assert.Equal((1L, 1L, new MilliFen(0)), (line.Refund.RefundFen, line.Refund.RequestedFen, line.Fee));
        // 45.0, 0.47, 0.14, 0.0, 0.08, 0.47, 0.14
        Assert.Equal(
            new TradeBillSummary
            {
                Count = 45,
                SettlementTotalFen = 47,
                RefundFen = 14,
                CouponRefundFen = 0,
                Fee = new MilliFen(8000),
                OrderTotalFen = 47,
                RequestedRefundFen = 14,
            },
            bill.Summary);
    });

    [Fact]
    public void Line_feeds_alone_no_mark_and_empty_lines_at_the_end_are_the_same_bill()
    {
        var text = string.Join('\n', Header, Paid, Refunded, SummaryHeader, Summary) + "\n\n \n";

        Assert.Equal(Read(Trade).Lines, Read(Encoding.UTF8.GetBytes(text)).Lines);
        Assert.Equal(Read(Trade).Lines, Read(Encoding.UTF8.GetBytes(text.TrimEnd())).Lines);
    }

    [Fact]
    public void Columns_are_found_by_name()
    {
        // Turned around, with a 28th and a 29th column that nobody knows.
        string Turned(string line, char separator, string more) => string.Join(separator, line.Split(separator).Reverse()) + more;
        var header = Turned(Header, ',', ",新列,另一列");
        var lines = new[] { Paid, Refunded }.Select(l => "`" + string.Join(",`", l[1..].Split(",`").Reverse()) + ",`x,`y").ToList();

        Assert.Equal(Read(Trade).Lines, Read(File([header, .. lines, Turned(SummaryHeader, ',', ""), Turned(Summary, ',', "")])).Lines);
    }

    [Fact]
    public void Quoted_cells_may_hold_commas_quotes_and_line_ends()
    {
        var paid = Paid.Replace("`QQ公仔, 红", "\"`QQ \"\"公仔\"\",`红\r\n大\r号\"", StringComparison.Ordinal);

        Assert.Equal("QQ \"公仔\",`红\r\n大\r号", Read(File(Header, paid, Refunded, SummaryHeader, Summary)).Lines[0].Description);
    }

    [Theory]
    [InlineData("`\"小米\"手机, 白\"")]
    [InlineData("`,,\"")]
    public void Behind_a_back_tick_quotes_and_commas_are_text(string cell)
    {
        var paid = Paid.Replace("`QQ公仔, 红", cell, StringComparison.Ordinal);

        Assert.Equal(cell[1..], Read(File(Header, paid, Refunded, SummaryHeader, Summary)).Lines[0].Description);
    }

    [Fact]
    public void The_variant_SUCCESS_has_no_refunds()
    {
        string Without(string line, string separator) => string.Join(separator, line.Split(separator).Where((_, i) => i is < 14 or > 19 and not 25));
        var bill = Read(File(Without(Header, ","), Without(Paid, ",`"), "总交易单数,应结订单总金额,手续费总金额,订单总金额", "`1,`19.90,`0.12,`19.90"));

        Assert.Equal(Read(Trade).Lines[0], Assert.Single(bill.Lines));
        Assert.Equal((null, null, null), (bill.Summary.RefundFen, bill.Summary.CouponRefundFen, bill.Summary.RequestedRefundFen));
    }

    [Fact]
    public void The_variant_REFUND_knows_when_it_was_asked_for_and_done()
    {
        string With(string line, string separator, string a, string b) =>
            string.Join(separator, [.. line.Split(separator)[..14], a, b, .. line.Split(separator)[14..]]);
        var refund = Read(File(
            With(Header, ",", "退款申请时间", "退款成功时间"),
            With(Refunded.Replace("PROCESSING", "CHANGE", StringComparison.Ordinal), ",`", "2026-01-01 10:00:00", ""),
            SummaryHeader,
            "`1.0,`0.00,`9.90,`0.50,`-0.05940,`0.00,`9.90")).Lines[0].Refund!;

        Assert.Equal((BillRefundState.Change, new DateTimeOffset(2026, 1, 1, 2, 0, 0, TimeSpan.Zero), null), (refund.Status, refund.RequestTime, refund.SuccessTime));
    }

    [Fact]
    public void Unknown_states_keep_their_text()
    {
        var lines = Read(File(
            Header,
            Paid.Replace("`SUCCESS", "`REVOKED", StringComparison.Ordinal),
            Refunded.Replace("`REFUND", "`新状态", StringComparison.Ordinal).Replace("PROCESSING", "NEW", StringComparison.Ordinal),
            SummaryHeader,
            Summary)).Lines;

        Assert.Equal(BillTradeState.Revoked, lines[0].TradeState);
        Assert.Equal((BillTradeState.Unknown, "新状态"), (lines[1].TradeState, lines[1].TradeStateText));
        Assert.Equal((BillRefundState.Unknown, "NEW"), (lines[1].Refund!.Status, lines[1].Refund!.StatusText));
    }

    [Fact]
    public void A_day_without_trades_is_a_bill_without_lines()
    {
        var bill = Read(File(Header, SummaryHeader, "`0.0,`0.0,`0.0,`0.0,`0.0,`0.0,`0.0"));

        Assert.Empty(bill.Lines);
        Assert.Equal((0L, 0L), (bill.Summary.Count, bill.Summary.OrderTotalFen));
    }

    [Fact]
    public void A_large_bill_is_read_whatever_the_stream_gives_at_a_time()
    {
        var file = File([Header, .. Enumerable.Repeat(Paid, 5000), SummaryHeader, "`5000.0,`99500.00,`0.0,`0.0,`597.00000,`99500.00,`0.0"]);
        using var stream = new Trickle(file);

        Assert.True(TradeBill.TryRead(stream, out var bill, out var problem), problem?.ToString());
        Assert.Equal(5000, bill.Lines.Count);
    }

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetString()!)];

    /// <summary>Gives 1 to 7000 bytes at a time.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        private int _reads;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1 + (_reads++ * 997 % 7000)));
    }
}
