using System.Text.Json.Nodes;

namespace WeCommerce.Simulator.Tests;

/// <summary>退款申请, 查询单笔退款, 退款结果通知.</summary>
public sealed class RefundTests
{
    private static readonly TimeSpan Processing = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Accepted_is_not_refunded_until_the_delay_is_over()
    {
        await using var game = await Game.StartAsync();
        var transactionId = await game.PaidAsync("ORDER-1");
        await game.Shop.NextAsync();

        var accepted = await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 990));
        Assert.Equal((200, "PROCESSING", "R-1"), (accepted.Status, accepted.Text("status"), accepted.Text("out_refund_no")));
        Assert.True(accepted.SignedBy(game.Simulator.PublicKeyPem));
        Assert.Null(accepted.Text("success_time"));
        Assert.Equal("REFUND", (await game.QueryAsync("ORDER-1")).Text("trade_state"));

        await game.PassAsync(Processing);
        var done = await game.QueryRefundAsync("R-1");
        Assert.Equal(("SUCCESS", "2026-03-01T09:00:01+08:00"), (done.Text("status"), done.Text("success_time")));
        var notify = await game.Shop.NextAsync();
        Assert.True(notify.SignedBy(game.Simulator.PublicKeyPem));
        Assert.Equal("REFUND.SUCCESS", notify.EventType);
        Assert.Equal("refund", notify.Json.GetProperty("resource").GetProperty("original_type").GetString());
        Assert.Equal(
            $$$"""{"mchid":"1900000001","out_trade_no":"ORDER-1","transaction_id":"{{{transactionId}}}","out_refund_no":"R-1","refund_id":"{{{done.Text("refund_id")}}}","refund_status":"SUCCESS","success_time":"2026-03-01T09:00:01+08:00","user_received_account":"支付用户零钱","amount":{"total":1990,"refund":990,"payer_total":1990,"payer_refund":990}}""",
            notify.Resource.GetRawText());
    }

    [Theory]
    [InlineData("Closed", "CLOSED")]
    [InlineData("Abnormal", "ABNORMAL")]
    public async Task A_refund_ends_as_told(string outcome, string status)
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { refund = new { outcome, delayMs = 0 } });
        await game.PaidAsync("ORDER-1", outcome: "PaidButSilent");
        Assert.Equal("PROCESSING", (await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 990))).Text("status"));

        var notify = await game.Shop.NextAsync();
        Assert.Equal($"REFUND.{status}", notify.EventType);
        Assert.Equal(status, notify.Resource.GetProperty("refund_status").GetString());
        Assert.Equal(status, (await game.QueryRefundAsync("R-1")).Text("status"));
        Assert.Equal("REFUND", (await game.QueryAsync("ORDER-1")).Text("trade_state"));
    }

    [Fact]
    public async Task The_same_number_again_is_the_same_refund_and_other_parameters_are_refused()
    {
        await using var game = await Game.StartAsync();
        var transactionId = await game.PaidAsync("ORDER-1");
        var refund = game.RefundOf("ORDER-1", "R-1", 990);
        var first = await game.RefundAsync(refund);
        await game.PassAsync(Processing);

        var again = await game.RefundAsync(refund);
        Assert.Equal((first.Text("refund_id"), "SUCCESS"), (again.Text("refund_id"), again.Text("status")));
        var byTransactionId = game.RefundOf("ORDER-1", "R-1", 990);
        byTransactionId.Remove("out_trade_no");
        byTransactionId["transaction_id"] = transactionId;
        Assert.Equal(first.Text("refund_id"), (await game.RefundAsync(byTransactionId)).Text("refund_id"));

        var other = await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 991));
        Assert.Equal((400, "INVALID_REQUEST"), (other.Status, other.Code));
        Assert.Single((await game.GetAsync("/simulator/ledger")).Json.GetProperty("refunds").EnumerateArray());
    }

    [Fact]
    public async Task Refunds_never_exceed_the_total_and_a_closed_one_gives_its_amount_back()
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1");
        await game.BehaveAsync(new { refund = new { outcome = "Closed", delayMs = 0 } });
        await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 1990));
        await game.Simulator.SettledAsync();
        await game.BehaveAsync(new { refund = new { outcome = "Success" } });

        Assert.Equal(200, (await game.RefundAsync(game.RefundOf("ORDER-1", "R-2", 1000))).Status);
        var tooMuch = await game.RefundAsync(game.RefundOf("ORDER-1", "R-3", 991));
        Assert.Equal((400, "INVALID_REQUEST"), (tooMuch.Status, tooMuch.Code));
        Assert.Equal(200, (await game.RefundAsync(game.RefundOf("ORDER-1", "R-3", 990))).Status);
    }

    [Fact]
    public async Task Twenty_refunds_at_once_stay_within_the_total()
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1", totalFen: 500);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => game.RefundAsync(game.RefundOf("ORDER-1", $"R-{n}", 100, 500))));
        Assert.Equal(5, answers.Count(a => a.Status == 200));
    }

    [Fact]
    public async Task An_order_has_at_most_50_refunds()
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1");
        for (var n = 1; n <= 50; n++)
            Assert.Equal(200, (await game.RefundAsync(game.RefundOf("ORDER-1", $"R-{n}", 1))).Status);
        var last = await game.RefundAsync(game.RefundOf("ORDER-1", "R-51", 1));
        Assert.Equal((400, "INVALID_REQUEST"), (last.Status, last.Code));
    }

    [Fact]
    public async Task Without_money_it_is_NOT_ENOUGH_and_the_same_number_works_later()
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1");
        await game.BehaveAsync(new { refund = new { notEnough = true } });
        var refused = await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 990));
        Assert.Equal((403, "NOT_ENOUGH"), (refused.Status, refused.Code));
        Assert.Equal("SUCCESS", (await game.QueryAsync("ORDER-1")).Text("trade_state"));
        await game.BehaveAsync(new { refund = new { notEnough = false } });
        Assert.Equal(200, (await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 990))).Status);
    }

    [Fact]
    public async Task Only_paid_known_orders_of_the_last_year_and_of_that_total_are_refunded()
    {
        await using var game = await Game.StartAsync();
        Assert.Equal((404, "RESOURCE_NOT_EXISTS"), Read(await game.RefundAsync(game.RefundOf("NOBODY", "R-1", 1))));
        Assert.Equal((404, "RESOURCE_NOT_EXISTS"), Read(await game.QueryRefundAsync("R-1")));
        await game.PrepayAsync(game.Order("UNPAID", await game.UserAsync()));
        Assert.Equal((400, "INVALID_REQUEST"), Read(await game.RefundAsync(game.RefundOf("UNPAID", "R-1", 1))));
        await game.PaidAsync("ORDER-1");
        Assert.Equal((400, "INVALID_REQUEST"), Read(await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 1, totalFen: 1991))));
        await game.PassAsync(TimeSpan.FromDays(366));
        Assert.Equal((400, "INVALID_REQUEST"), Read(await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 1))));

        static (int, string?) Read(Answer answer) => (answer.Status, answer.Code);
    }

    [Theory]
    [InlineData("out_refund_no", "\"R#1\"")]
    [InlineData("out_refund_no", null)]
    [InlineData("reason", "\"因为不喜欢因为不喜欢因为不喜欢因为不喜欢因为不喜欢因为不\"")]
    [InlineData("notify_url", "\"https://shop.example/refund?x=1\"")]
    [InlineData("funds_account", "\"PIGGY_BANK\"")]
    [InlineData("amount", "{\"refund\":0,\"total\":1990,\"currency\":\"CNY\"}")]
    [InlineData("amount", "{\"refund\":1,\"total\":1990}")]
    [InlineData("out_trade_no", null)]
    public async Task A_wrong_field_is_400_PARAM_ERROR(string field, string? json)
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1");
        var refund = game.RefundOf("ORDER-1", "R-1", 1);
        refund.Remove(field);
        if (json is not null)
            refund[field] = JsonNode.Parse(json);
        var answer = await game.RefundAsync(refund);
        Assert.Equal((400, "PARAM_ERROR"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task When_told_so_a_minute_must_pass_between_two_refunds()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { refund = new { minIntervalMs = 60_000 } });
        await game.PaidAsync("ORDER-1");
        await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 1));
        var early = await game.RefundAsync(game.RefundOf("ORDER-1", "R-2", 1));
        Assert.Equal((429, "FREQUENCY_LIMITED"), (early.Status, early.Code));
        await game.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await game.RefundAsync(game.RefundOf("ORDER-1", "R-2", 1))).Status);
    }
}
