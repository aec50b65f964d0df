using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using WeCommerce.Testing;

namespace WeCommerce.Simulator.Tests;

/// <summary>Starting, stopping, and what survives it.</summary>
public sealed class HostingTests : IDisposable
{
    private readonly string _statePath = Path.Combine(Path.GetTempPath(), $"simulator-{Path.GetRandomFileName()}.json");

    public void Dispose() => File.Delete(_statePath);

    [Fact]
    public async Task Users_trades_refunds_and_keys_survive_a_restart()
    {
        string openId, transactionId, keyId, publicKey, serialNo, prepayId;
        await using (var game = await Game.StartAsync(Configure))
        {
            (keyId, publicKey, serialNo) = (game.Simulator.PublicKeyId, game.Simulator.PublicKeyPem, game.Simulator.PlatformSerialNo);
            transactionId = await game.PaidAsync("ORDER-1");
            await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 90));
            openId = await game.UserAsync();
            prepayId = (await game.PrepayAsync(game.Order("ORDER-2", openId))).Text("prepay_id")!;
        }

        await using var again = await Game.StartAsync(Configure);
        Assert.Equal((keyId, publicKey, serialNo), (again.Simulator.PublicKeyId, again.Simulator.PublicKeyPem, again.Simulator.PlatformSerialNo));
        Assert.Equal(transactionId, (await again.QueryAsync("ORDER-1")).Text("transaction_id"));
        Assert.Equal(2, (await again.GetAsync("/simulator/users")).Json.GetProperty("users").GetArrayLength());
        Assert.Equal("小明", (await again.GetAsync("/simulator/users")).Json.GetProperty("users")[0].GetProperty("nickname").GetString());
        Assert.Equal(200, (await again.PayAsync(prepayId, openId)).Status);
        await again.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("SUCCESS", (await again.QueryRefundAsync("R-1")).Text("status"));

        void Configure(SimulatorOptions options) => (options.StatePath, options.PlatformPrivateKeyPem) = (_statePath, null);
    }

    [Fact]
    public async Task Shipments_outbox_and_balance_survive_a_restart_and_the_days_go_on()
    {
        string transactionId;
        await using (var game = await Game.StartAsync(options => options.StatePath = _statePath))
        {
            await game.BehaveAsync(new { refund = new { balanceFen = 100 } });
            var warehouse = await Warehouse.OpenAsync(game);
            transactionId = warehouse.TransactionId;
            await warehouse.ShipAsync("73100001");
            await warehouse.RemindAsync(game.Time.GetUtcNow());
        }

        await using var again = await Game.StartAsync(options => options.StatePath = _statePath);
        var ledger = (await again.GetAsync("/simulator/ledger")).Json;
        Assert.Equal(100 + 1990 - 12, ledger.GetProperty("balanceFen").GetInt64());
        Assert.Equal("73100001", ledger.GetProperty("shipments")[0].GetProperty("parcels")[0].GetProperty("trackingNo").GetString());
        Assert.Equal(2, (await again.GetAsync("/simulator/outbox")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal("0.12000", Assert.Single((await Bill.FetchAsync(again)).Lines)["手续费"]);
        await again.PassAsync(TimeSpan.FromDays(10) + TimeSpan.FromSeconds(2));
        Assert.Equal("Confirmed", await StateAsync());
        await again.PassAsync(TimeSpan.FromDays(1));
        Assert.Equal("Done", await StateAsync());
        Assert.Equal(409, (await again.PostAsync("/simulator/shipping/receipt", new { transactionId })).Status);

        async Task<string?> StateAsync() => (await again.GetAsync("/simulator/ledger")).Json.GetProperty("trades")[0].GetProperty("orderState").GetString();
    }

    [Fact]
    public async Task A_change_is_saved_soon_without_a_stop()
    {
        await using var game = await Game.StartAsync(options => options.StatePath = _statePath);
        await game.PrepayAsync(game.Order("ORDER-1", await game.UserAsync()));
        game.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("ORDER-1", await File.ReadAllTextAsync(_statePath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_an_IOException_and_leaves_the_state_file_alone()
    {
        var options = Game.Options(new FakeTimeProvider());
        options.Url = $"http://127.0.0.1:{Azurite.FreePort()}";
        await using var first = await WeChatSimulator.StartAsync(options);
        options.StatePath = _statePath;
        await Assert.ThrowsAsync<IOException>(() => WeChatSimulator.StartAsync(options));
        Assert.False(File.Exists(_statePath));
    }

    [Fact]
    public async Task Incomplete_options_are_refused_with_all_that_is_wrong()
    {
        var e = await Assert.ThrowsAsync<ArgumentException>(() => WeChatSimulator.StartAsync(new() { ApiV3Key = "short" }));
        foreach (var part in (string[])["apps", "mchId", "merchantSerialNo", "apiV3Key", "merchantPublicKeyPem"])
            Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not a state file")]
    public async Task A_file_that_is_no_state_file_is_refused_and_left_alone(string text)
    {
        await File.WriteAllTextAsync(_statePath, text);
        var options = Game.Options(new FakeTimeProvider());
        options.StatePath = _statePath;
        var e = await Assert.ThrowsAsync<ArgumentException>(() => WeChatSimulator.StartAsync(options));
        Assert.Contains("statePath", e.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(_statePath));
    }

    [Fact]
    public async Task One_line_per_call_and_no_secret_in_it()
    {
        ConcurrentQueue<string> lines = new();
        await using (var game = await Game.StartAsync(options => options.Log = lines.Enqueue))
            await game.LoginAsync("some-code");
        Assert.Equal(["GET /sns/jscode2session → 200"], lines);
    }

    [Fact]
    public async Task The_page_and_the_health_are_there()
    {
        await using var game = await Game.StartAsync();
        Assert.Contains("<html", System.Text.Encoding.UTF8.GetString((await game.GetAsync("/")).Body), StringComparison.Ordinal);
        Assert.Equal("ok", (await game.GetAsync("/simulator/health")).Text("status"));
        Assert.Equal("{\"items\":[]}", (await game.GetAsync("/simulator/outbox")).Json.GetRawText());
        Assert.Equal(404, (await game.GetAsync("/simulator/nowhere")).Status);
    }

    [Fact]
    public async Task Bodies_are_raw_UTF_8()
    {
        await using var game = await Game.StartAsync();
        await game.PaidAsync("ORDER-1", outcome: "PaidButSilent");
        Assert.Contains("支付成功", System.Text.Encoding.UTF8.GetString((await game.QueryAsync("ORDER-1")).Body), StringComparison.Ordinal);
    }
}
