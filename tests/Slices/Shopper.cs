using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WeCommerce.Testing;

namespace WeCommerce.Slices;

/// <summary>Somebody with a session, and with a phone that pays.</summary>
public sealed class Shopper(ShopHost shop, string openId, string token, string memberId)
{
    public static readonly object Home = new { recipient = "李雷", phone = "13800138000", province = "浙江省", city = "杭州市", district = "西湖区", detail = "龙井路 1 号" };

    public string OpenId => openId;

    public string Token => token;

    public string MemberId => memberId;

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Reply> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, body);

    public Task<Reply> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, body);

    public Task<Reply> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public Task<Reply> PostAsync(string path, object? body = null, string? key = null) => SendAsync(HttpMethod.Post, path, body, key);

    /// <summary>Posts a body as it is, JSON or not.</summary>
    public Task<Reply> PostTextAsync(string path, string body, string? key = null) => SendTextAsync(HttpMethod.Post, path, body, key);

    /// <summary>Sends a body as it is, JSON or not.</summary>
    public async Task<Reply> SendTextAsync(HttpMethod method, string path, string body, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, null, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await Reply.OfAsync(await shop.Http.SendAsync(request));
    }

    /// <summary>Tries to order.</summary>
    public Task<Reply> OrderAsync(string sku, int quantity = 1, string? key = null) =>
        PostAsync("v1/orders", new { lines = new[] { new { skuId = sku, quantity } }, address = Home }, key ?? Guid.NewGuid().ToString("N"));

    /// <summary>Orders, and expects to succeed.</summary>
    public async Task<Placed> PlaceOrderAsync(string sku, int quantity = 1)
    {
        var reply = (await OrderAsync(sku, quantity)).Expect(201);
        return new Placed(reply.Json["order"]!.AsObject(), reply.Json["payment"] as JsonObject, reply);
    }

    /// <summary>Pays as the phone would, with what wx.requestPayment got.</summary>
    public async Task<string> PayAsync(JsonObject payment, string outcome = "Success")
    {
        var body = payment.DeepClone().AsObject();
        body["openId"] = openId;
        body["outcome"] = outcome;
        return $"{(await shop.TellWeChatAsync("simulator/payments", body))["transactionId"]}";
    }

    /// <summary>Orders, pays, and waits until the shop knows.</summary>
    public async Task<Placed> BuyAsync(string sku, int quantity = 1)
    {
        var placed = await PlaceOrderAsync(sku, quantity);
        await PayAsync(placed.Payment!);
        await SeeOrderAsync(placed.OrderId, o => $"{o["payStatus"]}" == "Paid");
        return placed;
    }

    /// <summary>Looks at an order until it is as wanted.</summary>
    public Task<JsonObject> SeeOrderAsync(string orderId, Func<JsonObject, bool> good) =>
        Eventually.SeeAsync(async () => (await GetAsync($"v1/orders/{orderId}")).Expect(200).Json, good, $"order {orderId}");

    public async Task<JsonObject> ReadOrderAsync(string orderId) => (await GetAsync($"v1/orders/{orderId}")).Expect(200).Json;

    private async Task<Reply> SendAsync(HttpMethod method, string path, object? body, string? key = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType());
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await Reply.OfAsync(await shop.Http.SendAsync(request));
    }
}

/// <summary>An order just placed.</summary>
public sealed record Placed(JsonObject Order, JsonObject? Payment, Reply Reply)
{
    public string OrderId => $"{Order["orderId"]}";

    public string OutTradeNo => $"{Order["outTradeNo"]}";
}
