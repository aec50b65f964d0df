using System.Text.Json.Nodes;

namespace WeCommerce.Simulator.Tests;

/// <summary>发货信息录入: what an upload must be in itself. The codes are those of its 错误码 table.</summary>
public sealed class UploadRuleTests
{
    [Theory]
    [InlineData("order_key", "{\"order_number_type\":3}", 268485194)]
    [InlineData("order_key", "{\"order_number_type\":2}", 268485195)]
    [InlineData("order_key", "{\"order_number_type\":1,\"out_trade_no\":\"ORDER-1\"}", 268485196)]
    [InlineData("order_key", "{\"order_number_type\":1,\"mchid\":\"1900000001\"}", 268485197)]
    [InlineData("order_key", null, 10060014)]
    [InlineData("order_key", "{\"order_number_type\":2,\"transaction_id\":\"4200000000000000000000000000\"}", 10060001)]
    [InlineData("order_key", "{\"order_number_type\":1,\"mchid\":\"1900000002\",\"out_trade_no\":\"ORDER-1\"}", 10060001)]
    [InlineData("payer", null, 10060014)]
    [InlineData("payer", "{\"openid\":\"somebody-else\"}", 10060031)]
    [InlineData("logistics_type", "5", 10060005)]
    [InlineData("logistics_type", null, 10060005)]
    [InlineData("logistics_type", "\"1\"", 47001)]
    [InlineData("delivery_mode", "3", 268485224)]
    [InlineData("delivery_mode", "2", 10060007)]
    [InlineData("shipping_list", "[]", 268485228)]
    [InlineData("shipping_list", null, 268485228)]
    [InlineData("upload_time", "\"2026-03-01 09:00:00\"", 268485216)]
    [InlineData("upload_time", "\"2026-03-01T09:00:00\"", 268485216)]
    [InlineData("upload_time", null, 268485216)]
    public async Task A_wrong_field_has_its_errcode(string field, string? json, int errcode)
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        var body = warehouse.Parcel("73100001");
        body.Remove(field);
        if (json is not null)
            body[field] = JsonNode.Parse(json);
        LoginTests.AssertError(errcode, await warehouse.UploadAsync(body));
        Assert.Equal(1, await warehouse.StateAsync());
    }

    [Theory]
    [InlineData("item_desc", "", 10060008)]
    [InlineData("item_desc", "121", 10060009)]
    [InlineData("tracking_no", "", 268485226)]
    [InlineData("tracking_no", "129", 10060026)]
    [InlineData("express_company", "", 268485227)]
    [InlineData("express_company", "129", 10060025)]
    [InlineData("express_company", "中通快递", 10060014)]
    public async Task A_wrong_parcel_has_its_errcode(string field, string value, int errcode)
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        var item = Warehouse.Item("73100001");
        item[field] = int.TryParse(value, out var length) ? new string('1', length) : value;
        LoginTests.AssertError(errcode, await warehouse.UploadAsync(warehouse.Parcel("", body => body["shipping_list"] = new JsonArray(item))));
    }

    [Fact]
    public async Task Only_express_is_split_and_into_15_parcels_at_most()
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        var pickUp = warehouse.Split(all: true, "1");
        pickUp["logistics_type"] = 4;
        LoginTests.AssertError(10060006, await warehouse.UploadAsync(pickUp));
        LoginTests.AssertError(10060024, await warehouse.UploadAsync(warehouse.Split(all: true, [.. Numbers(1, 16)])));
        LoginTests.AssertError(10060014, await warehouse.UploadAsync(warehouse.Split(all: true)));
        var two = warehouse.Parcel("", body => body["shipping_list"] = new JsonArray(Warehouse.Item("1"), Warehouse.Item("2")));
        LoginTests.AssertError(268485228, await warehouse.UploadAsync(two));
        Warehouse.AssertDone(await warehouse.UploadAsync(warehouse.Split(all: false, [.. Numbers(1, 10)])));
        LoginTests.AssertError(10060024, await warehouse.UploadAsync(warehouse.Split(all: true, [.. Numbers(11, 6)])));
        Warehouse.AssertDone(await warehouse.UploadAsync(warehouse.Split(all: true, [.. Numbers(11, 5)])));

        static IEnumerable<string> Numbers(int from, int count) => Enumerable.Range(from, count).Select(n => $"{n}");
    }

    [Theory]
    [InlineData("{\"receiver_contact\":\"189****1234\"}", true)]
    [InlineData("{\"consignor_contact\":\"021-****1234\"}", true)]
    [InlineData("{\"consignor_contact\":\"0**2-******23-10\"}", true)]
    [InlineData("{\"receiver_contact\":\"18912341234\"}", false)]
    [InlineData("{\"receiver_contact\":\"1891234****\"}", false)]
    [InlineData("{\"receiver_contact\":\"189****123\"}", false)]
    [InlineData("{}", false)]
    [InlineData(null, false)]
    public async Task ShunFeng_wants_a_masked_contact(string? contact, bool good)
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        var item = Warehouse.Item("SF1000001", "SF");
        if (contact is not null)
            item["contact"] = JsonNode.Parse(contact);
        var answer = await warehouse.UploadAsync(warehouse.Parcel("", body => body["shipping_list"] = new JsonArray(item)));
        Assert.Equal(good ? "0" : "10060014", answer.Text("errcode"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task What_does_not_travel_by_express_needs_no_carrier(int logisticsType)
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        Warehouse.AssertDone(await warehouse.UploadAsync(warehouse.Parcel("", body =>
        {
            body["logistics_type"] = logisticsType;
            body["shipping_list"] = new JsonArray(new JsonObject { ["item_desc"] = "话费充值" });
        })));
        Assert.Equal(2, await warehouse.StateAsync());
    }

    [Fact]
    public async Task The_door_is_that_of_every_api()
    {
        await using var game = await Game.StartAsync();
        var warehouse = await Warehouse.OpenAsync(game);
        LoginTests.AssertError(41001, await game.PostAsync(Warehouse.Orders + "upload_shipping_info"));
        LoginTests.AssertError(40001, await game.PostAsync(Warehouse.Orders + "get_order?access_token=guess"));
        LoginTests.AssertError(43002, await game.GetAsync(Warehouse.Orders + "get_order?access_token=guess"));
        LoginTests.AssertError(47001, await game.PostAsync($"{Warehouse.Orders}get_order?access_token={await game.TokenAsync()}", "[]"));
        await game.BehaveAsync(new { failNext = new { path = Warehouse.Orders + "upload_shipping_info", code = "10060012", count = 2 } });
        LoginTests.AssertError(10060012, await warehouse.ShipAsync());
        LoginTests.AssertError(10060012, await warehouse.ShipAsync());
        Warehouse.AssertDone(await warehouse.ShipAsync());
    }
}
