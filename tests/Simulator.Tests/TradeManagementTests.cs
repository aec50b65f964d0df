using System.Text.Json.Nodes;

namespace WeCommerce.Simulator.Tests;

/// <summary>合单, the questions about an app, the carriers, and what the outbox keeps.</summary>
public sealed class TradeManagementTests
{
    [Fact]
    public async Task A_combined_upload_ships_all_its_orders_or_none()
    {
        await using var game = await Game.StartAsync();
        var first = await Warehouse.OpenAsync(game, "ORDER-1");
        var prepayId = (await game.PrepayAsync(game.Order("ORDER-2", first.OpenId))).Text("prepay_id")!;
        var second = (await game.PayAsync(prepayId, first.OpenId)).Text("transactionId")!;
        await game.PassAsync(TimeSpan.FromSeconds(2));

        LoginTests.AssertError(10060001, await first.CallAsync("upload_combined_shipping_info", Combined(first, first.TransactionId, "4200000000000000000000000000")));
        Assert.Equal(1, await first.StateAsync());
        LoginTests.AssertError(10060014, await first.CallAsync("upload_combined_shipping_info", Combined(first)));
        Warehouse.AssertDone(await first.CallAsync("upload_combined_shipping_info", Combined(first, first.TransactionId, second)));
        Assert.Equal(2, await first.StateAsync());
        var item = (await game.GetAsync("/simulator/outbox")).Json.GetProperty("items").EnumerateArray().Single();
        Assert.Equal([first.TransactionId, second], item.GetProperty("transactionIds").EnumerateArray().Select(id => id.GetString()!));
    }

    [Theory]
    [InlineData("order_key", "{\"order_number_type\":9}", 268485194)]
    [InlineData("order_key", "{\"order_number_type\":1,\"mchid\":\"1900000001\",\"out_trade_no\":\"COMBINED-1\"}", 268485194)]
    [InlineData("upload_time", "\"today\"", 268485216)]
    [InlineData("payer", "{\"openid\":\"somebody-else\"}", 10060031)]
    public async Task The_rules_of_a_single_upload_hold_for_each_part(string field, string json, int errcode)
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        var body = Combined(warehouse, warehouse.TransactionId);
        body[field] = JsonNode.Parse(json);
        LoginTests.AssertError(errcode, await warehouse.CallAsync("upload_combined_shipping_info", body));
    }

    [Theory]
    [InlineData("is_trade_managed", "is_trade_managed")]
    [InlineData("is_trade_management_confirmation_completed", "completed")]
    public async Task The_questions_about_an_app_need_its_appid(string endpoint, string field)
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        LoginTests.AssertError(40097, await warehouse.CallAsync(endpoint, new JsonObject()));
        LoginTests.AssertError(40013, await warehouse.CallAsync(endpoint, new JsonObject { ["appid"] = "wx0000000000000000" }));
        var asked = new JsonObject { ["appid"] = Game.AppId };
        Assert.True((await warehouse.CallAsync(endpoint, asked)).Json.GetProperty(field).GetBoolean());
        await game.BehaveAsync(new { shipping = new { managed = false, confirmationCompleted = false } });
        Assert.False((await warehouse.CallAsync(endpoint, asked)).Json.GetProperty(field).GetBoolean());
    }

    [Fact]
    public async Task The_carriers_are_known_by_their_codes()
    {
        await using var game = await Game.StartAsync();
        var list = (await game.PostAsync($"/cgi-bin/express/delivery/open_msg/get_delivery_list?access_token={await game.TokenAsync()}")).Json;
        var names = list.GetProperty("delivery_list").EnumerateArray().ToDictionary(c => c.GetProperty("delivery_id").GetString()!, c => c.GetProperty("delivery_name").GetString());
        Assert.Equal((names.Count, "顺丰速运", "中通快递"), (list.GetProperty("count").GetInt32(), names["SF"], names["ZTO"]));
        Assert.All((string[])["YTO", "STO", "YD", "JD", "EMS", "JTSD"], code => Assert.Contains(code, names.Keys));
        LoginTests.AssertError(41001, await game.PostAsync("/cgi-bin/express/delivery/open_msg/get_delivery_list"));
    }

    [Fact]
    public async Task The_outbox_keeps_what_was_taken_in_order_and_with_its_time()
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        var parcel = warehouse.Parcel("1");
        await warehouse.UploadAsync(parcel);
        await warehouse.UploadAsync(parcel);
        await game.PassAsync(TimeSpan.FromSeconds(1));
        await warehouse.RemindAsync(game.Time.GetUtcNow());

        var items = (await game.GetAsync("/simulator/outbox")).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["ShippingInfo", "ReceiptReminder"], items.Select(i => i.GetProperty("kind").GetString()));
        Assert.Equal([2, 3], items.Select(i => (i.GetProperty("at").GetDateTimeOffset() - Game.Morning).TotalSeconds));
        Assert.Equal((Game.AppId, warehouse.OpenId), (items[0].GetProperty("appId").GetString(), items[0].GetProperty("openId").GetString()));
        Assert.True(JsonNode.DeepEquals(parcel, JsonNode.Parse(items[0].GetProperty("body").GetRawText())));
        await game.PostAsync("/simulator/reset");
        Assert.Equal(0, (await game.GetAsync("/simulator/outbox")).Json.GetProperty("items").GetArrayLength());
    }

    private static JsonObject Combined(Warehouse warehouse, params string[] transactionIds) => new()
    {
        ["order_key"] = Key("4299990000000000000000000000"),
        ["sub_orders"] = new JsonArray([.. transactionIds.Select((id, n) => (JsonNode)new JsonObject
        {
            ["order_key"] = Key(id),
            ["logistics_type"] = 1,
            ["delivery_mode"] = 1,
            ["shipping_list"] = new JsonArray(Warehouse.Item($"7310000{n}")),
        })]),
        ["upload_time"] = "2026-03-01T09:00:00+08:00",
        ["payer"] = new JsonObject { ["openid"] = warehouse.OpenId },
    };

    private static JsonObject Key(string transactionId) => new() { ["order_number_type"] = 2, ["transaction_id"] = transactionId };
}
