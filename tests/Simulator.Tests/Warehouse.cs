using System.Text.Json.Nodes;

namespace WeCommerce.Simulator.Tests;

/// <summary>The merchant's hand on 发货信息管理: a paid order that WeChat knows by now, and calls about it.</summary>
internal sealed class Warehouse(Game game, string openId, string transactionId)
{
    public const string Orders = "/wxa/sec/order/";

    private int _uploads;

    public Game Game => game;

    public string OpenId => openId;

    public string TransactionId => transactionId;

    public static async Task<Warehouse> OpenAsync(Game game, string outTradeNo = "ORDER-1", bool visible = true)
    {
        var openId = await game.UserAsync();
        var prepayId = (await game.PrepayAsync(game.Order(outTradeNo, openId))).Text("prepay_id")!;
        var transactionId = (await game.PayAsync(prepayId, openId)).Text("transactionId")!;
        if (visible)
            await game.PassAsync(TimeSpan.FromSeconds(2));
        return new(game, openId, transactionId);
    }

    public async Task<Answer> CallAsync(string endpoint, JsonNode body) =>
        await game.PostAsync($"{Orders}{endpoint}?access_token={await game.TokenAsync()}", body.ToJsonString());

    /// <summary>统一发货 by 中通, or what <paramref name="change"/> makes of it; each with a later upload_time.</summary>
    public JsonObject Parcel(string trackingNo, Action<JsonObject>? change = null)
    {
        var body = new JsonObject
        {
            ["order_key"] = new JsonObject { ["order_number_type"] = 2, ["transaction_id"] = transactionId },
            ["logistics_type"] = 1,
            ["delivery_mode"] = 1,
            ["shipping_list"] = new JsonArray(Item(trackingNo)),
            ["upload_time"] = $"2026-03-01T09:{++_uploads:00}:00.120+08:00",
            ["payer"] = new JsonObject { ["openid"] = openId },
        };
        change?.Invoke(body);
        return body;
    }

    public JsonObject Split(bool all, params string[] trackingNos) => Parcel("", body =>
    {
        (body["delivery_mode"], body["is_all_delivered"]) = (2, all);
        body["shipping_list"] = new JsonArray([.. trackingNos.Select(no => (JsonNode)Item(no))]);
    });

    public Task<Answer> UploadAsync(JsonObject body) => CallAsync("upload_shipping_info", body);

    public Task<Answer> ShipAsync(string trackingNo = "73100001") => UploadAsync(Parcel(trackingNo));

    public async Task<Answer> OrderAsync() => await CallAsync("get_order", new JsonObject { ["transaction_id"] = transactionId });

    public async Task<int> StateAsync() => (await OrderAsync()).Json.GetProperty("order").GetProperty("order_state").GetInt32();

    public async Task<IEnumerable<string?>> TrackingNosAsync() => (await OrderAsync()).Json.GetProperty("order").GetProperty("shipping")
        .GetProperty("shipping_list").EnumerateArray().Select(p => p.GetProperty("tracking_no").GetString());

    public Task<Answer> RemindAsync(DateTimeOffset received) => CallAsync(
        "notify_confirm_receive", new JsonObject { ["transaction_id"] = transactionId, ["received_time"] = received.ToUnixTimeSeconds() });

    public Task<Answer> ReceiveAsync() => game.PostAsync("/simulator/shipping/receipt", new { transactionId });

    /// <summary>order_key of 商户侧单号形式.</summary>
    public static JsonObject ByNumber(string outTradeNo) =>
        new() { ["order_number_type"] = 1, ["mchid"] = Merchant.Standard.MchId, ["out_trade_no"] = outTradeNo };

    public static JsonObject Item(string trackingNo, string company = "ZTO") =>
        new() { ["tracking_no"] = trackingNo, ["express_company"] = company, ["item_desc"] = "雨前龙井 100g*1" };

    public static void AssertDone(Answer answer) => Assert.Equal((200, "0", "ok"), (answer.Status, answer.Text("errcode"), answer.Text("errmsg")));
}
