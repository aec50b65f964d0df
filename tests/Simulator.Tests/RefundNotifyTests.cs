namespace WeCommerce.Simulator.Tests;

/// <summary>退款结果通知 goes astray as a payment's notify does.</summary>
public sealed class RefundNotifyTests
{
    [Fact]
    public async Task Delayed_and_duplicated()
    {
        await using var game = await RefundedAsync(new { delayMs = 3000, duplicates = 1 });
        await game.PassAsync(TimeSpan.FromMilliseconds(2999));
        Assert.Empty(game.Shop.Arrived());
        await game.PassAsync(TimeSpan.FromMilliseconds(1));
        var arrived = game.Shop.Arrived();
        Assert.Equal(2, arrived.Count);
        Assert.Single(arrived.Select(a => a.Id).Distinct());
    }

    [Fact]
    public async Task Dropped_and_then_repeated()
    {
        await using var game = await RefundedAsync(new { drop = 1 });
        Assert.Empty(game.Shop.Arrived());
        await game.PassAsync(TimeSpan.FromSeconds(15));
        Assert.Equal("REFUND.SUCCESS", Assert.Single(game.Shop.Arrived()).EventType);
    }

    [Fact]
    public async Task Tampered_with()
    {
        await using var game = await RefundedAsync(new { tamper = true });
        Assert.False(Assert.Single(game.Shop.Arrived()).SignedBy(game.Simulator.PublicKeyPem));
    }

    [Fact]
    public async Task Preceded_by_a_probe()
    {
        await using var game = await RefundedAsync(new { probe = true });
        var arrived = game.Shop.Arrived();
        Assert.StartsWith("WECHATPAY/SIGNTEST/", arrived[0].Headers["Wechatpay-Signature"], StringComparison.Ordinal);
        Assert.True(arrived[1].SignedBy(game.Simulator.PublicKeyPem));
    }

    [Fact]
    public async Task Before_the_payments_own_notify()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { notify = new { reorder = true } });
        await game.PaidAsync("ORDER-1");
        await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 1990));
        await game.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(["REFUND.SUCCESS", "TRANSACTION.SUCCESS"], game.Shop.Arrived().Select(a => a.EventType));
    }

    [Fact]
    public async Task What_a_refund_becomes_is_told_when_it_is_accepted()
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1", outcome: "PaidButSilent");
        foreach (var (outcome, outRefundNo) in ((string, string)[])[("Closed", "R-1"), ("Abnormal", "R-2"), ("Success", "R-3")])
        {
            await game.BehaveAsync(new { refund = new { outcome } });
            await game.RefundAsync(game.RefundOf("ORDER-1", outRefundNo, 1));
        }
        await game.PassAsync(TimeSpan.FromSeconds(1));
        var ends = game.Shop.Arrived().Select(a => (a.Resource.GetProperty("out_refund_no").GetString(), a.Resource.GetProperty("refund_status").GetString()));
        Assert.Equal([("R-1", "CLOSED"), ("R-2", "ABNORMAL"), ("R-3", "SUCCESS")], ends.Order());
    }

    /// <summary>A refund that has just succeeded; its notify goes out as told.</summary>
    private static async Task<Game> RefundedAsync(object notify)
    {
        var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1", outcome: "PaidButSilent");
        await game.BehaveAsync(new { notify });
        await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 990));
        await game.PassAsync(TimeSpan.FromSeconds(1));
        return game;
    }
}
