namespace WeCommerce.Simulator.Tests;

/// <summary>申请资金账单.</summary>
public sealed class FundFlowTests
{
    [Fact]
    public async Task Payments_come_in_whole_their_fees_go_out_and_refunds_go_out_less_the_fee_they_give_back()
    {
        await using var game = await Game.StartAsync();
        var transactionId = await game.PaidAsync("ORDER-1");
        var refundId = (await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 990))).Text("refund_id");
        var bill = await Bill.FetchAsync(game, kind: "fundflowbill");
        Assert.Equal(
            "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额（元）,账户结余（元）,资金变更提交申请人,备注,业务凭证号",
            string.Join(',', bill.Header));
        Assert.Equal(
            [
                $"{transactionId} 交易 收入 19.90 19.90 system  ORDER-1",
                $"{transactionId} 扣除交易手续费 支出 0.12 19.78 system  ORDER-1",
                $"{refundId} 退款 支出 9.84 9.94 1900000001API 退款总金额9.90元;含手续费0.06元 R-1",
            ],
            bill.Lines.Select(l => $"{l["微信支付业务单号"]} {l["业务类型"]} {l["收支类型"]} {l["收支金额（元）"]} {l["账户结余（元）"]} {l["资金变更提交申请人"]} {l["备注"]} {l["业务凭证号"]}"));
        Assert.Equal(3, bill.Lines.Select(l => l["资金流水单号"]).Distinct().Count());
        Assert.Equal(["3", "1", "19.90", "2", "9.96"], bill.Summary.Values);
        Assert.Equal("资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额", string.Join(',', bill.Summary.Keys));
    }

    [Fact]
    public async Task The_next_day_begins_with_what_the_day_before_left()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { bill = new { feeRate = 0 } });
        await game.PaidAsync("ORDER-1", totalFen: 1000);
        await game.PassAsync(TimeSpan.FromDays(1));
        await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 300, 1000));
        await game.PassAsync(TimeSpan.FromDays(2));
        var bill = Bill.Read((await Bill.DownloadAsync(game, await Bill.AskAsync(game, "bill_date=2026-03-02", "fundflowbill"))).Body);
        Assert.Equal("7.00", Assert.Single(bill.Lines)["账户结余（元）"]);
    }

    [Fact]
    public async Task A_closed_refund_moved_no_money()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { refund = new { outcome = "Closed", delayMs = 0 } });
        await game.PaidAsync("ORDER-1");
        await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 990));
        await game.Simulator.SettledAsync();
        Assert.DoesNotContain((await Bill.FetchAsync(game, kind: "fundflowbill")).Lines, line => line["业务类型"] == "退款");
    }
}
