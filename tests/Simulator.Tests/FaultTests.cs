using System.Text.Json;

namespace WeCommerce.Simulator.Tests;

/// <summary>What the simulator can be told to do wrong.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task FailNext_fails_so_many_calls_of_a_path_and_then_no_more()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { failNext = new { path = "/v3/pay/transactions/jsapi", count = 2, status = 429, code = "FREQUENCY_LIMITED" } });
        var order = game.Order("ORDER-1", await game.UserAsync());
        Assert.Equal("ORDER_NOT_EXIST", (await game.QueryAsync("ORDER-1")).Code);
        for (var n = 0; n < 2; n++)
        {
            var failed = await game.PrepayAsync(order);
            Assert.Equal((429, "FREQUENCY_LIMITED"), (failed.Status, failed.Code));
        }
        Assert.Equal(200, (await game.PrepayAsync(order)).Status);
    }

    [Fact]
    public async Task On_the_api_side_a_failure_is_an_errcode_with_200()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { failNext = new { path = "/sns/", code = "45011" } });
        LoginTests.AssertError(45011, await game.LoginAsync("x"));
        LoginTests.AssertError(40029, await game.LoginAsync("x"));
        await game.BehaveAsync(new { api = new { errorRate = 1 } });
        LoginTests.AssertError(-1, await game.LoginAsync("x"));
        var pay = await game.QueryAsync("ORDER-1");
        Assert.Equal((500, "SYSTEM_ERROR"), (pay.Status, pay.Code));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    public async Task An_answer_can_get_lost_after_the_work_is_done(int status)
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { failNext = new { path = "/v3/", status, afterWork = true } });
        var order = game.Order("ORDER-1", await game.UserAsync());
        if (status == 0)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => game.PrepayAsync(order));
        }
        else
        {
            var lost = await game.PrepayAsync(order);
            Assert.Equal((500, "SYSTEM_ERROR", ""), (lost.Status, lost.Code, lost.Header("Wechatpay-Signature")));
        }
        Assert.Equal("NOTPAY", (await game.QueryAsync("ORDER-1")).Text("trade_state"));
    }

    [Fact]
    public async Task LoseAnswerRate_1_loses_every_answer_and_does_the_work()
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1");
        await game.BehaveAsync(new { api = new { loseAnswerRate = 1 } });
        try
        {
            Assert.Equal(500, (await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 1))).Status);
        }
        catch (HttpRequestException)
        {
            // The connection broke, which is the other way to lose an answer.
        }
        await game.BehaveAsync(new { api = new { loseAnswerRate = 0 } });
        Assert.Equal(200, (await game.QueryRefundAsync("R-1")).Status);
    }

    [Fact]
    public async Task A_partial_update_leaves_the_other_fields()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { notify = new { drop = 1 }, keyMode = "Both" });
        await game.BehaveAsync(new { notify = new { duplicates = 2 }, clockRate = 60 });
        var behaviour = (await game.GetAsync("/simulator/behaviour")).Json;
        Assert.Equal(1, behaviour.GetProperty("notify").GetProperty("drop").GetInt32());
        Assert.Equal(2, behaviour.GetProperty("notify").GetProperty("duplicates").GetInt32());
        Assert.Equal(60, behaviour.GetProperty("clockRate").GetInt32());
        Assert.Equal("Both", behaviour.GetProperty("keyMode").GetString());
    }

    [Theory]
    [InlineData("{\"clockRate\":0}")]
    [InlineData("{\"keyMode\":\"Sometimes\"}")]
    [InlineData("{\"notify\":{\"drop\":-1}}")]
    [InlineData("{\"notify\":{\"dorp\":1}}")]
    [InlineData("{\"notify\":null}")]
    [InlineData("{\"api\":{\"errorRate\":2}}")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    public async Task A_wrong_behaviour_is_refused_and_changes_nothing(string json)
    {
        await using var game = await Game.StartAsync();
        var before = (await game.GetAsync("/simulator/behaviour")).Json.GetRawText();
        Assert.Equal(400, (await game.CallAsync(HttpMethod.Put, "/simulator/behaviour", json)).Status);
        Assert.Equal(before, (await game.GetAsync("/simulator/behaviour")).Json.GetRawText());
    }

    [Fact]
    public async Task Reset_forgets_users_trades_notifies_and_behaviour_and_keeps_the_keys()
    {
        await using var game = await Game.StartAsync();
        game.Shop.AnswerWith(500);
        var keyId = game.Simulator.PublicKeyId;
        await game.BehaveAsync(new { clockRate = 5 });
        await game.PaidAsync("ORDER-1");
        await game.Simulator.SettledAsync();
        game.Shop.Arrived();

        Assert.Equal(204, (await game.PostAsync("/simulator/reset")).Status);

        await game.PassAsync(TimeSpan.FromDays(1));
        Assert.Empty(game.Shop.Arrived());
        Assert.Equal("ORDER_NOT_EXIST", (await game.QueryAsync("ORDER-1")).Code);
        Assert.Equal(0, (await game.GetAsync("/simulator/users")).Json.GetProperty("users").GetArrayLength());
        Assert.Equal(1, (await game.GetAsync("/simulator/behaviour")).Json.GetProperty("clockRate").GetInt32());
        Assert.Equal(keyId, game.Simulator.PublicKeyId);
    }
}
