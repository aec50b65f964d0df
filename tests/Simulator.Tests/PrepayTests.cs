using System.Text.Json.Nodes;

namespace WeCommerce.Simulator.Tests;

/// <summary>JSAPI下单: field rules, and what a repeated out_trade_no is.</summary>
public sealed class PrepayTests
{
    [Theory]
    [InlineData("description", null)]
    [InlineData("description", "\"\"")]
    [InlineData("out_trade_no", "\"12345\"")]
    [InlineData("out_trade_no", "\"123456789012345678901234567890123\"")]
    [InlineData("out_trade_no", "\"订单号码一二三\"")]
    [InlineData("out_trade_no", "\"ORDER#1\"")]
    [InlineData("out_trade_no", "123456")]
    [InlineData("notify_url", "\"/relative\"")]
    [InlineData("notify_url", "\"ftp://shop.example/pay\"")]
    [InlineData("notify_url", "\"https://shop.example/pay?code=1\"")]
    [InlineData("amount", "{\"total\":0}")]
    [InlineData("amount", "{\"total\":-1}")]
    [InlineData("amount", "{\"total\":19.9}")]
    [InlineData("amount", "{\"total\":\"1990\"}")]
    [InlineData("amount", "{\"total\":1990,\"currency\":\"USD\"}")]
    [InlineData("amount", null)]
    [InlineData("payer", null)]
    [InlineData("time_expire", "\"2026-03-01 10:00:00\"")]
    [InlineData("time_expire", "\"2026-03-01T10:00:00\"")]
    [InlineData("limit_pay", "[\"no_money\"]")]
    [InlineData("scene_info", "{}")]
    [InlineData("detail", "{\"goods_detail\":[{\"merchant_goods_id\":\"1\",\"quantity\":0,\"unit_price\":1}]}")]
    [InlineData("settle_info", "{\"profit_sharing\":\"yes\"}")]
    [InlineData("mchid", "\"1900000002\"")]
    public async Task A_wrong_field_is_400_PARAM_ERROR(string field, string? json)
    {
        await using var game = await Game.StartAsync();
        var order = game.Order("ORDER-1", await game.UserAsync());
        order.Remove(field);
        if (json is not null)
            order[field] = JsonNode.Parse(json);
        var answer = await game.PrepayAsync(order);
        Assert.Equal((400, "PARAM_ERROR"), (answer.Status, answer.Code));
        Assert.Contains(field, answer.Json.GetProperty("detail").GetProperty("field").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("description", 127)]
    [InlineData("attach", 128)]
    [InlineData("goods_tag", 32)]
    public async Task A_text_may_have_so_many_characters(string field, int max)
    {
        await using var game = await Game.StartAsync();
        var order = game.Order("ORDER-1", await game.UserAsync());
        order[field] = new string('茶', max);
        Assert.Equal(200, (await game.PrepayAsync(order)).Status);
        order["out_trade_no"] = "ORDER-2";
        order[field] = new string('茶', max + 1);
        Assert.Equal("PARAM_ERROR", (await game.PrepayAsync(order)).Code);
    }

    [Fact]
    public async Task The_app_must_be_bound_and_the_payer_must_be_its_user()
    {
        await using var game = await Game.StartAsync();
        var order = game.Order("ORDER-1", await game.UserAsync(Game.OtherAppId));
        var mismatch = await game.PrepayAsync(order);
        Assert.Equal((500, "OPENID_MISMATCH"), (mismatch.Status, mismatch.Code));

        order["appid"] = "wx0000000000000000";
        var unbound = await game.PrepayAsync(order);
        Assert.Equal((400, "APPID_MCHID_NOT_MATCH"), (unbound.Status, unbound.Code));
        Assert.EndsWith("-268445527", unbound.Header("Request-ID"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_order_again_gets_a_fresh_prepay_id_and_is_paid_once()
    {
        await using var game = await Game.StartAsync();
        var openId = await game.UserAsync();
        var order = game.Order("ORDER-1", openId);
        var first = (await game.PrepayAsync(order)).Text("prepay_id")!;
        var second = (await game.PrepayAsync(order)).Text("prepay_id")!;
        Assert.NotEqual(first, second);
        Assert.InRange(first.Length, 1, 64);

        Assert.Equal(200, (await game.PayAsync(first, openId)).Status);
        Assert.Equal("ORDER_PAID", (await game.PayAsync(second, openId)).Code);
    }

    [Theory]
    [InlineData("description", "\"别的茶\"")]
    [InlineData("attach", "\"第二单\"")]
    [InlineData("amount", "{\"total\":1991,\"currency\":\"CNY\"}")]
    [InlineData("scene_info", "{\"payer_client_ip\":\"127.0.0.1\"}")]
    [InlineData("time_expire", "\"2026-03-01T12:00:00+08:00\"")]
    public async Task The_same_number_with_other_parameters_is_refused(string field, string json)
    {
        await using var game = await Game.StartAsync();
        var order = game.Order("ORDER-1", await game.UserAsync());
        await game.PrepayAsync(order);
        order[field] = JsonNode.Parse(json);
        AssertDuplicate(await game.PrepayAsync(order));
    }

    [Fact]
    public async Task The_same_number_for_another_payer_is_refused()
    {
        await using var game = await Game.StartAsync();
        await game.PrepayAsync(game.Order("ORDER-1", await game.UserAsync()));
        AssertDuplicate(await game.PrepayAsync(game.Order("ORDER-1", await game.UserAsync())));
    }

    [Fact]
    public async Task The_order_of_fields_does_not_matter()
    {
        await using var game = await Game.StartAsync();
        var order = game.Order("ORDER-1", await game.UserAsync());
        await game.PrepayAsync(order);
        var turned = new JsonObject(order.Reverse().Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone())));
        Assert.Equal(200, (await game.PrepayAsync(turned)).Status);
    }

    [Fact]
    public async Task A_paid_order_answers_ORDERPAID_and_a_closed_one_ORDER_CLOSED()
    {
        await using var game = await Game.StartAsync();
        var openId = await game.UserAsync();
        var (paid, closed) = (game.Order("PAID-01", openId), game.Order("CLOSED-01", openId));
        await game.PayAsync((await game.PrepayAsync(paid)).Text("prepay_id")!, openId);
        await game.PrepayAsync(closed);
        await game.CloseAsync("CLOSED-01");

        Assert.Equal("ORDERPAID", (await game.PrepayAsync(paid)).Code);
        var answer = await game.PrepayAsync(closed);
        Assert.Equal((400, "ORDER_CLOSED"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_prepay_id_lives_two_hours_whatever_time_expire_says()
    {
        await using var game = await Game.StartAsync();
        var openId = await game.UserAsync();
        var order = game.Order("ORDER-1", openId);
        var old = (await game.PrepayAsync(order)).Text("prepay_id")!;
        game.Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal("PREPAY_EXPIRED", (await game.PayAsync(old, openId)).Code);
        Assert.Equal("NOTPAY", (await game.QueryAsync("ORDER-1")).Text("trade_state"));
        Assert.Equal(200, (await game.PayAsync((await game.PrepayAsync(order)).Text("prepay_id")!, openId)).Status);
    }

    [Theory]
    [InlineData(null, 7 * 24 * 60)]
    [InlineData("2026-03-01T09:30:00+08:00", 30)]
    [InlineData("2026-03-01T01:30:00Z", 30)]
    [InlineData("2026-03-01T09:00:10+08:00", 1)]
    [InlineData("2026-12-31T09:00:00+08:00", 90 * 24 * 60)]
    public async Task An_order_closes_by_itself(string? timeExpire, int minutes)
    {
        await using var game = await Game.StartAsync();
        var order = game.Order("ORDER-1", await game.UserAsync());
        if (timeExpire is not null)
            order["time_expire"] = timeExpire;
        await game.PrepayAsync(order);

        game.Time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        Assert.Equal("NOTPAY", (await game.QueryAsync("ORDER-1")).Text("trade_state"));
        game.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("CLOSED", (await game.QueryAsync("ORDER-1")).Text("trade_state"));
        Assert.Equal("ORDER_CLOSED", (await game.PrepayAsync(order)).Code);
    }

    [Fact]
    public async Task When_told_so_only_the_first_time_expire_counts()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { changedTimeExpire = "Ignored" });
        var order = game.Order("ORDER-1", await game.UserAsync());
        order["time_expire"] = "2026-03-01T09:30:00+08:00";
        await game.PrepayAsync(order);
        order["time_expire"] = "2026-03-01T10:30:00+08:00";
        Assert.Equal(200, (await game.PrepayAsync(order)).Status);
        game.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("CLOSED", (await game.QueryAsync("ORDER-1")).Text("trade_state"));
    }

    private static void AssertDuplicate(Answer answer)
    {
        Assert.Equal((400, "INVALID_REQUEST"), (answer.Status, answer.Code));
        Assert.Equal("201 商户订单号重复", answer.Text("message"));
        Assert.EndsWith("-268498688", answer.Header("Request-ID"), StringComparison.Ordinal);
    }
}
