using System.Text.Json;

namespace WeCommerce.Simulator.Tests;

/// <summary>The merchant's money: what payments bring after 手续费, and what refunds take.</summary>
public sealed class BalanceTests
{
    [Fact]
    public async Task A_refund_beyond_the_balance_is_NOT_ENOUGH_until_a_payment_covers_it()
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1");
        await game.BehaveAsync(new { refund = new { balanceFen = 500 } });
        var refused = await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 990));
        Assert.Equal((403, "NOT_ENOUGH"), (refused.Status, refused.Code));
        Assert.Equal("SUCCESS", (await game.QueryAsync("ORDER-1")).Text("trade_state"));
        Assert.Equal(404, (await game.QueryRefundAsync("R-1")).Status);

        await game.PaidAsync("ORDER-2", totalFen: 1000);
        Assert.Equal(500 + 1000 - 6, await BalanceAsync(game));
        Assert.Equal(200, (await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 990))).Status);
        // 0.60% of 9.90 is 0.0594: WeChat gives 6 fen of 手续费 back.
        Assert.Equal(1494 - 990 + 6, await BalanceAsync(game));
    }

    [Fact]
    public async Task A_payment_pays_for_its_own_refund_and_parts_give_the_whole_fee_back()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { refund = new { balanceFen = 0 } });
        await game.PaidAsync("ORDER-1", totalFen: 999);
        foreach (var (outRefundNo, fen) in ((string, long)[])[("R-1", 333), ("R-2", 333), ("R-3", 333)])
            Assert.Equal(200, (await game.RefundAsync(game.RefundOf("ORDER-1", outRefundNo, fen, 999))).Status);
        Assert.Equal(0, await BalanceAsync(game));
        var ledger = (await game.GetAsync("/simulator/ledger")).Json;
        Assert.Equal(0, ledger.GetProperty("feesFen").GetInt64());
        Assert.Equal(6, ledger.GetProperty("trades")[0].GetProperty("feeFen").GetInt64());
        Assert.Equal([2, 2, 2], ledger.GetProperty("refunds").EnumerateArray().Select(r => r.GetProperty("feeFen").GetInt64()));
    }

    [Fact]
    public async Task A_closed_refund_gives_its_money_back_and_an_abnormal_one_does_not()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { refund = new { balanceFen = 0, outcome = "Closed", delayMs = 0 }, bill = new { feeRate = 0 } });
        await game.PaidAsync("ORDER-1");
        await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 1990));
        await game.Simulator.SettledAsync();
        Assert.Equal(1990, await BalanceAsync(game));
        await game.BehaveAsync(new { refund = new { outcome = "Abnormal" } });
        await game.RefundAsync(game.RefundOf("ORDER-1", "R-2", 1990));
        await game.Simulator.SettledAsync();
        Assert.Equal(0, await BalanceAsync(game));
    }

    [Fact]
    public async Task Without_a_balance_the_ledger_shows_what_was_earned()
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1", totalFen: 1000);
        await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 500, 1000));
        Assert.Equal(1000 - 6 - 500 + 3, await BalanceAsync(game));
        Assert.Equal(3, (await game.GetAsync("/simulator/ledger")).Json.GetProperty("feesFen").GetInt64());
        Assert.Equal(JsonValueKind.Null, (await game.GetAsync("/simulator/behaviour")).Json.GetProperty("refund").GetProperty("balanceFen").ValueKind);
    }

    [Fact]
    public async Task Of_ten_refunds_at_once_only_those_that_the_balance_covers_are_accepted()
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1", totalFen: 1000);
        await game.BehaveAsync(new { refund = new { balanceFen = 300 } });
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => game.RefundAsync(game.RefundOf("ORDER-1", $"R-{n}", 100, 1000))));
        Assert.Equal(3, answers.Count(a => a.Status == 200));
        Assert.All(answers.Where(a => a.Status != 200), a => Assert.Equal("NOT_ENOUGH", a.Code));
    }

    private static async Task<long> BalanceAsync(Game game) => (await game.GetAsync("/simulator/ledger")).Json.GetProperty("balanceFen").GetInt64();
}
