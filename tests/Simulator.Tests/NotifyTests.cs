using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WeCommerce.Simulator.Tests;

/// <summary>回调通知处理: what counts as accepted, and when WeChat comes again.</summary>
public sealed class NotifyTests
{
    /// <summary>Seconds: 15 s, 15 s, 30 s, 3 min, 10 min, 20 min, 30 min × 3, 60 min, 3 h × 3, 6 h × 2.</summary>
    private static readonly int[] Timetable = [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600];

    [Fact]
    public async Task A_refused_notify_comes_15_times_more_at_the_right_moments_and_then_no_more()
    {
        await using var game = await Game.StartAsync();
        game.Shop.AnswerWith(500);
        await game.PaidAsync("ORDER-1");
        await game.Simulator.SettledAsync();
        var first = Assert.Single(game.Shop.Arrived());

        foreach (var seconds in Timetable)
        {
            await game.PassAsync(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.Empty(game.Shop.Arrived());
            await game.PassAsync(TimeSpan.FromMilliseconds(1));
            var repeat = Assert.Single(game.Shop.Arrived());

            Assert.True(repeat.SignedBy(game.Simulator.PublicKeyPem));
            Assert.Equal(game.Time.GetUtcNow().ToUnixTimeSeconds().ToString(), repeat.Headers["Wechatpay-Timestamp"]);
            Assert.NotEqual(first.Headers["Wechatpay-Nonce"], repeat.Headers["Wechatpay-Nonce"]);
            Assert.NotEqual(first.Headers["Wechatpay-Signature"], repeat.Headers["Wechatpay-Signature"]);
            Assert.Equal((first.Id, "2026-03-01T09:00:00+08:00"), (repeat.Id, repeat.Json.GetProperty("create_time").GetString()));
        }

        await game.PassAsync(TimeSpan.FromDays(30));
        Assert.Empty(game.Shop.Arrived());
        var notify = await NotifyAsync(game);
        Assert.Equal("GivenUp", notify.GetProperty("state").GetString());
        Assert.Equal(Enumerable.Range(1, 16), notify.GetProperty("deliveries").EnumerateArray().Select(d => d.GetProperty("attempt").GetInt32()));
        Assert.All(notify.GetProperty("deliveries").EnumerateArray(), d => Assert.Equal(500, d.GetProperty("status").GetInt32()));
    }

    [Theory]
    [InlineData(200, "{\"code\":\"FAIL\",\"message\":\"no\"}", true)]
    [InlineData(204, "", true)]
    [InlineData(201, "", false)]
    [InlineData(302, "", false)]
    [InlineData(400, "{\"code\":\"SUCCESS\"}", false)]
    [InlineData(503, "", false)]
    public async Task The_status_alone_decides(int status, string body, bool accepted)
    {
        await using var game = await Game.StartAsync();
        game.Shop.AnswerWith(status, body);
        await game.PaidAsync("ORDER-1");
        await game.PassAsync(TimeSpan.FromSeconds(15));
        Assert.Equal(accepted ? 1 : 2, game.Shop.Arrived().Count);
        Assert.Equal(accepted ? "Accepted" : "Waiting", (await NotifyAsync(game)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Five_seconds_without_an_answer_are_a_failure()
    {
        await using var game = await Game.StartAsync();
        var silence = new TaskCompletionSource();
        game.Shop.Answer = (_, context) => silence.Task.WaitAsync(context.RequestAborted);
        await game.PaidAsync("ORDER-1");
        await game.Shop.NextAsync();
        game.Time.Advance(TimeSpan.FromSeconds(5));
        await game.Simulator.SettledAsync();

        game.Shop.AnswerWith(204);
        await game.PassAsync(TimeSpan.FromSeconds(15));
        var deliveries = (await NotifyAsync(game)).GetProperty("deliveries");
        Assert.Equal(JsonValueKind.Null, deliveries[0].GetProperty("status").ValueKind);
        Assert.Equal(204, deliveries[1].GetProperty("status").GetInt32());
        silence.SetResult();
    }

    [Fact]
    public async Task Redirects_are_not_followed()
    {
        await using var game = await Game.StartAsync();
        game.Shop.Answer = (_, context) =>
        {
            context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };
        await game.PaidAsync("ORDER-1");
        await game.Simulator.SettledAsync();
        Assert.Single(game.Shop.Arrived());
    }

    [Fact]
    public async Task A_faster_clock_shortens_waits_already_begun_and_not_what_is_written()
    {
        await using var game = await Game.StartAsync();
        game.Shop.AnswerWith(500);
        await game.PaidAsync("ORDER-1");
        await game.Simulator.SettledAsync();
        game.Shop.Arrived();
        await game.BehaveAsync(new { clockRate = 10 });

        await game.PassAsync(TimeSpan.FromSeconds(1.5));
        var repeat = Assert.Single(game.Shop.Arrived());
        Assert.Equal((Game.Morning.ToUnixTimeSeconds() + 1).ToString(), repeat.Headers["Wechatpay-Timestamp"]);
        await game.PassAsync(TimeSpan.FromSeconds(1.5));
        Assert.Single(game.Shop.Arrived());
    }

    [Fact]
    public async Task Delayed_as_told()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { notify = new { delayMs = 3000 } });
        await game.PaidAsync("ORDER-1");
        await game.PassAsync(TimeSpan.FromMilliseconds(2999));
        Assert.Empty(game.Shop.Arrived());
        await game.PassAsync(TimeSpan.FromMilliseconds(1));
        Assert.Single(game.Shop.Arrived());
    }

    [Fact]
    public async Task Duplicates_are_the_same_notify_with_signatures_of_their_own()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { notify = new { duplicates = 2 } });
        await game.PaidAsync("ORDER-1");
        await game.Simulator.SettledAsync();
        var arrived = game.Shop.Arrived();
        Assert.Equal(3, arrived.Count);
        Assert.Single(arrived.Select(a => a.Id).Distinct());
        Assert.Equal(3, arrived.Select(a => a.Headers["Wechatpay-Nonce"]).Distinct().Count());
        Assert.All(arrived, a => Assert.True(a.SignedBy(game.Simulator.PublicKeyPem)));
    }

    [Fact]
    public async Task Dropped_attempts_count_as_failures()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { notify = new { drop = 2 } });
        await game.PaidAsync("ORDER-1");
        await game.PassAsync(TimeSpan.FromSeconds(15));
        Assert.Empty(game.Shop.Arrived());
        await game.PassAsync(TimeSpan.FromSeconds(15));
        Assert.Single(game.Shop.Arrived());
    }

    [Fact]
    public async Task A_tampered_notify_decrypts_well_and_only_its_signature_is_wrong()
    {
        await using var game = await Game.StartAsync();
        game.Shop.AnswerWith(401);
        await game.BehaveAsync(new { notify = new { tamper = true } });
        await game.PaidAsync("ORDER-1");
        var tampered = await game.Shop.NextAsync();
        Assert.False(tampered.SignedBy(game.Simulator.PublicKeyPem));
        Assert.Equal("SUCCESS", tampered.Resource.GetProperty("trade_state").GetString());

        await game.BehaveAsync(new { notify = new { tamper = false } });
        await game.PassAsync(TimeSpan.FromSeconds(15));
        Assert.True((await game.Shop.NextAsync()).SignedBy(game.Simulator.PublicKeyPem));
    }

    [Fact]
    public async Task A_probe_goes_ahead_of_the_real_one()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { notify = new { probe = true } });
        await game.PaidAsync("ORDER-1");
        var (probe, real) = (await game.Shop.NextAsync(), await game.Shop.NextAsync());
        Assert.StartsWith("WECHATPAY/SIGNTEST/", probe.Headers["Wechatpay-Signature"], StringComparison.Ordinal);
        Assert.False(probe.SignedBy(game.Simulator.PublicKeyPem));
        Assert.True(real.SignedBy(game.Simulator.PublicKeyPem));
        Assert.Equal(probe.Id, real.Id);
    }

    [Fact]
    public async Task Reordered_notifies_arrive_last_first()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { notify = new { reorder = 3 } });
        foreach (var outTradeNo in (string[])["ORDER-1", "ORDER-2", "ORDER-3", "ORDER-4"])
            await game.PaidAsync(outTradeNo);
        await game.Simulator.SettledAsync();
        Assert.Equal(["ORDER-3", "ORDER-2", "ORDER-1"], Orders());

        await game.BehaveAsync(new { notify = new { reorder = false } });
        await game.Simulator.SettledAsync();
        Assert.Equal(["ORDER-4"], Orders());

        IEnumerable<string?> Orders() => game.Shop.Arrived().Select(a => a.Resource.GetProperty("out_trade_no").GetString());
    }

    [Fact]
    public async Task During_the_switch_notifies_come_under_both_keys()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { keyMode = "Both" });
        await game.PaidAsync("ORDER-1");
        await game.PaidAsync("ORDER-2");
        await game.Simulator.SettledAsync();
        var arrived = game.Shop.Arrived();
        Assert.Single(arrived, a => a.Headers["Wechatpay-Serial"] == game.Simulator.PublicKeyId && a.SignedBy(game.Simulator.PublicKeyPem));
        Assert.Single(arrived, a => a.Headers["Wechatpay-Serial"] == game.Simulator.PlatformSerialNo && a.SignedBy(game.Simulator.PlatformCertificatePem));
    }

    [Fact]
    public async Task A_notify_can_be_sent_again_by_hand()
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1");
        var first = await game.Shop.NextAsync();
        await game.Simulator.SettledAsync();
        Assert.Equal("204", (await game.PostAsync($"/simulator/notifies/{first.Id}/resend")).Text("status"));
        Assert.Equal(first.Id, (await game.Shop.NextAsync()).Id);
        Assert.Equal(404, (await game.PostAsync("/simulator/notifies/nobody/resend")).Status);
    }

    private static async Task<JsonElement> NotifyAsync(Game game) =>
        (await game.GetAsync("/simulator/notifies")).Json.GetProperty("notifies").EnumerateArray().Single();
}
