namespace WeCommerce.Simulator.Tests;

/// <summary>发货信息录入 against the order: when it may be shipped, again, and in parts.</summary>
public sealed class ShippingTests
{
    [Fact]
    public async Task The_order_is_not_there_until_some_seconds_after_the_payment()
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game, visible: false);
        LoginTests.AssertError(10060001, await warehouse.ShipAsync());
        LoginTests.AssertError(10060001, await warehouse.OrderAsync());
        await game.PassAsync(TimeSpan.FromMilliseconds(1999));
        LoginTests.AssertError(10060001, await warehouse.ShipAsync());
        await game.PassAsync(TimeSpan.FromMilliseconds(1));
        Warehouse.AssertDone(await warehouse.ShipAsync());
    }

    [Fact]
    public async Task A_faster_clock_brings_it_sooner()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { clockRate = 10, shipping = new { delayMs = 60_000 } });
        var warehouse = await Warehouse.OpenAsync(game, visible: false);
        await game.PassAsync(TimeSpan.FromMilliseconds(5999));
        LoginTests.AssertError(10060001, await warehouse.ShipAsync());
        await game.PassAsync(TimeSpan.FromMilliseconds(1));
        Warehouse.AssertDone(await warehouse.ShipAsync());
    }

    [Fact]
    public async Task Unpaid_orders_and_other_apps_orders_are_not_there()
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        await game.PrepayAsync(game.Order("UNPAID", warehouse.OpenId));
        var body = warehouse.Parcel("1", b => b["order_key"] = Warehouse.ByNumber("UNPAID"));
        LoginTests.AssertError(10060001, await warehouse.UploadAsync(body));

        var others = await game.PostAsync("/cgi-bin/stable_token", new { grant_type = "client_credential", appid = Game.OtherAppId, secret = "another secret" });
        LoginTests.AssertError(10060001, await game.PostAsync(
            $"{Warehouse.Orders}upload_shipping_info?access_token={others.Text("access_token")}", warehouse.Parcel("1").ToJsonString()));
    }

    [Fact]
    public async Task By_the_merchants_number_it_is_the_same_order()
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        Warehouse.AssertDone(await warehouse.UploadAsync(warehouse.Parcel("1", b => b["order_key"] = Warehouse.ByNumber("ORDER-1"))));
        Assert.Equal(2, await warehouse.StateAsync());
    }

    [Fact]
    public async Task The_same_once_more_is_10060023_and_uses_nothing_up()
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        var first = warehouse.Parcel("1");
        Warehouse.AssertDone(await warehouse.UploadAsync(first));
        LoginTests.AssertError(10060023, await warehouse.UploadAsync(first));
        LoginTests.AssertError(10060023, await warehouse.ShipAsync("1"));
        Warehouse.AssertDone(await warehouse.ShipAsync("2"));
    }

    [Fact]
    public async Task What_was_shipped_can_be_shipped_anew_once()
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        await warehouse.ShipAsync("1");
        Warehouse.AssertDone(await warehouse.ShipAsync("2"));
        LoginTests.AssertError(10060003, await warehouse.ShipAsync("3"));
        Assert.Equal(["2"], await warehouse.TrackingNosAsync());
        Assert.Equal(2, (await warehouse.OrderAsync()).Json.GetProperty("order").GetProperty("shipping").GetProperty("finish_shipping_count").GetInt32());
    }

    [Fact]
    public async Task An_upload_that_is_not_later_than_the_last_is_refused()
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        var (early, late) = (warehouse.Parcel("1"), warehouse.Parcel("2"));
        Warehouse.AssertDone(await warehouse.UploadAsync(late));
        LoginTests.AssertError(268485216, await warehouse.UploadAsync(early));
        early["upload_time"] = (string?)late["upload_time"];
        LoginTests.AssertError(268485216, await warehouse.UploadAsync(early));
        Assert.Equal(["2"], await warehouse.TrackingNosAsync());
    }

    [Fact]
    public async Task A_split_delivery_grows_until_all_is_delivered()
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        var first = warehouse.Split(all: false, "1");
        Warehouse.AssertDone(await warehouse.UploadAsync(first));
        Assert.Equal(1, await warehouse.StateAsync());
        Warehouse.AssertDone(await warehouse.UploadAsync(warehouse.Split(all: false, "2")));
        LoginTests.AssertError(10060023, await warehouse.UploadAsync(first));
        var last = warehouse.Split(all: true, "3");
        Warehouse.AssertDone(await warehouse.UploadAsync(last));
        LoginTests.AssertError(10060023, await warehouse.UploadAsync(last));
        Assert.Equal(2, await warehouse.StateAsync());
        Assert.Equal(["1", "2", "3"], await warehouse.TrackingNosAsync());

        LoginTests.AssertError(10060002, await warehouse.UploadAsync(warehouse.Split(all: false, "4")));
        Warehouse.AssertDone(await warehouse.UploadAsync(warehouse.Split(all: true, "5", "6")));
        Assert.Equal(["5", "6"], await warehouse.TrackingNosAsync());
        LoginTests.AssertError(10060003, await warehouse.UploadAsync(warehouse.Split(all: true, "7")));
    }

    [Fact]
    public async Task Changing_the_mode_halfway_uses_the_one_chance_up()
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        await warehouse.UploadAsync(warehouse.Split(all: false, "1"));
        Warehouse.AssertDone(await warehouse.ShipAsync("2"));
        LoginTests.AssertError(10060003, await warehouse.ShipAsync("3"));
    }

    [Fact]
    public async Task Refunded_in_full_or_received_it_ships_no_more()
    {
        await using var game = await Game.StartAsync();
        var refunded = await Warehouse.OpenAsync(game);
        await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 1000));
        Warehouse.AssertDone(await refunded.ShipAsync("1"));
        await game.RefundAsync(game.RefundOf("ORDER-1", "R-2", 990));
        LoginTests.AssertError(10060004, await refunded.ShipAsync("2"));

        var received = await Warehouse.OpenAsync(game, "ORDER-2");
        await received.ShipAsync("1");
        Assert.Equal(200, (await received.ReceiveAsync()).Status);
        LoginTests.AssertError(10060004, await received.ShipAsync("2"));
    }

    [Fact]
    public async Task Twenty_different_uploads_at_once_ship_and_ship_anew_and_no_more()
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        var bodies = Enumerable.Range(0, 20).Select(n => warehouse.Parcel($"{n}")).ToList();
        var answers = await Task.WhenAll(bodies.Select(warehouse.UploadAsync));
        Assert.InRange(answers.Count(a => a.Text("errcode") == "0"), 1, 2);
    }
}
