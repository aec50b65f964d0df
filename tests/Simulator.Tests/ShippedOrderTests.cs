using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeCommerce.Simulator.Tests;

/// <summary>查询订单发货状态, 查询订单列表, 确认收货提醒, and an order's way through its states.</summary>
public sealed class ShippedOrderTests
{
    [Fact]
    public async Task An_order_tells_what_was_paid_and_shipped()
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        var before = (await warehouse.OrderAsync()).Json;
        Assert.Equal((0, 1), (before.GetProperty("errcode").GetInt32(), before.GetProperty("order").GetProperty("order_state").GetInt32()));
        Assert.False(before.GetProperty("order").TryGetProperty("shipping", out _));

        await warehouse.ShipAsync("73100001");
        // 2026-03-01T01:00:00Z is 1772326800.
        Assert.Equal(
            $$$"""{"transaction_id":"{{{warehouse.TransactionId}}}","merchant_id":"1900000001","merchant_trade_no":"ORDER-1","description":"雨前龙井 100g","paid_amount":1990,"openid":"{{{warehouse.OpenId}}}","trade_create_time":1772326800,"pay_time":1772326800,"order_state":2,"in_complaint":false,"shipping":{"delivery_mode":1,"logistics_type":1,"finish_shipping":true,"finish_shipping_count":1,"shipping_list":[{"tracking_no":"73100001","express_company":"ZTO","goods_desc":"雨前龙井 100g*1","upload_time":1772326802}]}}""",
            (await warehouse.OrderAsync()).Json.GetProperty("order").GetRawText());
    }

    [Fact]
    public async Task Its_field_names_are_not_those_of_the_upload()
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        var right = new JsonObject { ["merchant_id"] = Merchant.Standard.MchId, ["merchant_trade_no"] = "ORDER-1" };
        Assert.Equal("0", (await warehouse.CallAsync("get_order", right)).Text("errcode"));
        LoginTests.AssertError(47001, await warehouse.CallAsync("get_order", new JsonObject { ["mchid"] = Merchant.Standard.MchId, ["out_trade_no"] = "ORDER-1" }));
        LoginTests.AssertError(10060001, await warehouse.CallAsync("get_order", new JsonObject { ["merchant_trade_no"] = "ORDER-1" }));
    }

    [Fact]
    public async Task The_list_comes_in_pages_and_by_state_payer_and_time()
    {
        await using var game = await Game.StartAsync();
        var first = await Warehouse.OpenAsync(game, "ORDER-1");
        await Warehouse.OpenAsync(game, "ORDER-2");
        await Warehouse.OpenAsync(game, "ORDER-3");
        await first.ShipAsync();

        var page = (await first.CallAsync("get_order_list", new JsonObject { ["page_size"] = 2 })).Json;
        Assert.Equal(["ORDER-3", "ORDER-2"], Orders(page));
        Assert.True(page.GetProperty("has_more").GetBoolean());
        var next = (await first.CallAsync("get_order_list", new JsonObject { ["page_size"] = 2, ["last_index"] = page.GetProperty("last_index").GetString() })).Json;
        Assert.Equal(["ORDER-1"], Orders(next));
        Assert.False(next.GetProperty("has_more").GetBoolean());

        Assert.Equal(["ORDER-1"], Orders((await first.CallAsync("get_order_list", new JsonObject { ["order_state"] = 2 })).Json));
        Assert.Equal(["ORDER-1"], Orders((await first.CallAsync("get_order_list", new JsonObject { ["openid"] = first.OpenId })).Json));
        var range = new JsonObject { ["begin_time"] = 1772326801, ["end_time"] = 1772326802 };
        Assert.Equal(["ORDER-2"], Orders((await first.CallAsync("get_order_list", new JsonObject { ["pay_time_range"] = range })).Json));
        LoginTests.AssertError(10060011, await first.CallAsync("get_order_list", new JsonObject { ["last_index"] = "nobody" }));

        static IEnumerable<string?> Orders(JsonElement page) =>
            page.GetProperty("order_list").EnumerateArray().Select(order => order.GetProperty("merchant_trade_no").GetString());
    }

    [Fact]
    public async Task The_shopper_is_reminded_once_and_only_of_what_the_courier_has_brought()
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        var now = game.Time.GetUtcNow();
        LoginTests.AssertError(10060028, await warehouse.RemindAsync(now));
        await warehouse.ShipAsync();
        LoginTests.AssertError(10060029, await warehouse.RemindAsync(now.AddSeconds(-1)));
        Warehouse.AssertDone(await warehouse.RemindAsync(now.AddDays(1)));
        LoginTests.AssertError(10060030, await warehouse.RemindAsync(now.AddDays(1)));

        var pickUp = await Warehouse.OpenAsync(game, "ORDER-2");
        await pickUp.UploadAsync(pickUp.Parcel("1", body => body["logistics_type"] = 4));
        LoginTests.AssertError(10060032, await pickUp.RemindAsync(now.AddDays(1)));
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(4, 2)]
    public async Task Receipt_confirms_itself_after_so_many_days_and_is_settled_a_day_later(int logisticsType, int days)
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        await warehouse.UploadAsync(warehouse.Parcel("1", body => body["logistics_type"] = logisticsType));
        await game.PassAsync(TimeSpan.FromDays(days) - TimeSpan.FromSeconds(1));
        Assert.Equal(2, await warehouse.StateAsync());
        await game.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(3, await warehouse.StateAsync());
        await game.PassAsync(TimeSpan.FromDays(1));
        Assert.Equal(4, await warehouse.StateAsync());
    }

    [Fact]
    public async Task Shipped_anew_the_days_begin_anew_and_a_faster_clock_shortens_them()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { clockRate = 10 });
        var warehouse = await Warehouse.OpenAsync(game);
        await warehouse.ShipAsync("1");
        await game.PassAsync(TimeSpan.FromHours(12));
        Warehouse.AssertDone(await warehouse.ShipAsync("2"));
        await game.PassAsync(TimeSpan.FromHours(23));
        Assert.Equal(2, await warehouse.StateAsync());
        await game.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(3, await warehouse.StateAsync());
    }

    [Fact]
    public async Task The_shopper_confirms_and_a_refund_under_way_holds_settlement_up()
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        Assert.Equal(409, (await warehouse.ReceiveAsync()).Status);
        await warehouse.ShipAsync();
        Assert.Equal("Confirmed", (await warehouse.ReceiveAsync()).Text("orderState"));
        Assert.Equal(409, (await warehouse.ReceiveAsync()).Status);
        Assert.Equal(3, await warehouse.StateAsync());

        await game.BehaveAsync(new { refund = new { outcome = "Abnormal" } });
        await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 1));
        await game.PassAsync(TimeSpan.FromDays(1));
        Assert.Equal(6, await warehouse.StateAsync());
        Assert.Equal(404, (await game.PostAsync("/simulator/shipping/receipt", new { transactionId = "nobody" })).Status);
    }

    [Fact]
    public async Task Refunded_in_full_is_a_state_of_its_own()
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        await warehouse.ShipAsync();
        await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 1990));
        Assert.Equal(2, await warehouse.StateAsync());
        await game.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(5, await warehouse.StateAsync());
        await game.PassAsync(TimeSpan.FromDays(20));
        Assert.Equal(5, await warehouse.StateAsync());
    }
}
