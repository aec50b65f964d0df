using System.Text.Json.Nodes;

namespace WeCommerce.Simulator.Tests;

/// <summary>申请交易账单: form and figures.</summary>
public sealed class TradeBillTests
{
    /// <summary>The 27 columns of an ALL bill, as 下载账单 lists them.</summary>
    private const string All =
        "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额," +
        "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";

    [Fact]
    public async Task A_payment_is_a_line_of_27_cells()
    {
        await using var game = await Game.StartAsync();
        var transactionId = await game.PaidAsync("ORDER-1");
        var openId = (await game.GetAsync("/simulator/users")).Json.GetProperty("users")[0].GetProperty("openId").GetString();
        var bill = await Bill.FetchAsync(game, "bill_type=ALL");
        Assert.Equal(All, string.Join(',', bill.Header));
        Assert.Equal(
            $"2026-03-01 09:00:00,{Game.AppId},1900000001,0,,{transactionId},ORDER-1,{openId},JSAPI,SUCCESS,OTHERS,CNY,19.90,0.00,0,0,0.00,0.00,,,雨前龙井 100g,第一单,0.12000,0.60%,19.90,0.00,",
            string.Join(',', Assert.Single(bill.Lines).Values));
        Assert.Equal(["1", "19.90", "0.00", "0.00", "0.12000", "19.90", "0.00"], bill.Summary.Values);
        Assert.Equal(
            "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额",
            string.Join(',', bill.Summary.Keys));
    }

    [Fact]
    public async Task A_refund_is_a_line_of_the_day_on_which_it_was_created()
    {
        await using var game = await Game.StartAsync();
        var transactionId = await game.PaidAsync("ORDER-1");
        var refundId = (await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 990))).Text("refund_id");
        await game.PassAsync(TimeSpan.FromSeconds(1));
        var line = (await Bill.FetchAsync(game)).Lines[1];
        Assert.Equal((transactionId, "REFUND", "0.00", "0.00"), (line["微信订单号"], line["交易状态"], line["应结订单金额"], line["订单金额"]));
        Assert.Equal((refundId, "R-1", "9.90", "9.90"), (line["微信退款单号"], line["商户退款单号"], line["退款金额"], line["申请退款金额"]));
        Assert.Equal(("ORIGINAL", "SUCCESS", "-0.06000"), (line["退款类型"], line["退款状态"], line["手续费"]));
    }

    [Fact]
    public async Task SUCCESS_lacks_the_refunds_columns_and_REFUND_has_their_times()
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1");
        await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 990));
        await game.PassAsync(TimeSpan.FromSeconds(1));

        var success = await Bill.FetchAsync(game, "bill_type=SUCCESS");
        Assert.Equal(20, success.Header.Count);
        Assert.DoesNotContain(success.Header, name => name.Contains("退款", StringComparison.Ordinal));
        Assert.Equal("SUCCESS", Assert.Single(success.Lines)["交易状态"]);

        var refund = await Bill.FetchAsync(game, "bill_type=REFUND");
        var line = Assert.Single(refund.Lines);
        Assert.Equal(29, refund.Header.Count);
        Assert.Equal(("2026-03-01 09:00:00", "2026-03-01 09:00:01"), (line["退款申请时间"], line["退款成功时间"]));
        Assert.Equal(["1", "0.00", "9.90", "0.00", "-0.06000", "0.00", "9.90"], refund.Summary.Values);
    }

    [Theory]
    [InlineData("Success", "SUCCESS")]
    [InlineData("Closed", "FAIL")]
    [InlineData("Abnormal", "CHANGE")]
    public async Task A_refund_shows_what_became_of_it(string outcome, string state)
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { refund = new { outcome } });
        await game.PaidAsync("ORDER-1");
        await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 990));
        Assert.Equal("PROCESSING", (await Bill.FetchAsync(game)).Lines[1]["退款状态"]);
        await game.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(state, (await Bill.FetchAsync(game)).Lines[1]["退款状态"]);
    }

    [Fact]
    public async Task Commas_stay_and_line_ends_and_back_ticks_go()
    {
        await using var game = await Game.StartAsync();
        var openId = await game.UserAsync();
        var order = game.Order("ORDER-1", openId);
        (order["description"], order["attach"]) = ("龙井,`碧螺春`", JsonValue.Create("a\r\nb"));
        await game.PayAsync((await game.PrepayAsync(order)).Text("prepay_id")!, openId);
        var line = Assert.Single((await Bill.FetchAsync(game)).Lines);
        Assert.Equal(("龙井, 碧螺春 ", "a  b"), (line["商品名称"], line["商户数据包"]));
    }

    [Theory]
    [InlineData(0, "0.00000", "0.00%")]
    [InlineData(100, "0.20000", "1.00%")]
    public async Task The_fee_rate_is_that_of_the_payment(int feeRate, string fee, string rate)
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { bill = new { feeRate } });
        await game.PaidAsync("ORDER-1");
        await game.BehaveAsync(new { bill = new { feeRate = 60 } });
        var line = Assert.Single((await Bill.FetchAsync(game)).Lines);
        Assert.Equal((fee, rate), (line["手续费"], line["费率"]));
    }

    [Fact]
    public async Task Unpaid_and_closed_orders_are_in_no_bill()
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1");
        await game.PrepayAsync(game.Order("UNPAID", await game.UserAsync()));
        await game.PrepayAsync(game.Order("CLOSED", await game.UserAsync()));
        await game.CloseAsync("CLOSED");
        Assert.Equal("ORDER-1", Assert.Single((await Bill.FetchAsync(game)).Lines)["商户订单号"]);
    }
}
