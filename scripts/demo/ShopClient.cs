using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeCommerce.Demo;

/// <summary>The shop's API as a mini-program calls it, and the phone that pays.</summary>
internal sealed class ShopClient(int port, int simulatorPort) : IDisposable
{
    public static readonly JsonObject Home = new()
    {
        ["recipient"] = "李雷", ["phone"] = "13800138000", ["province"] = "浙江省", ["city"] = "杭州市", ["district"] = "西湖区", ["detail"] = "龙井路 1 号",
    };

    public static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HttpClient _shop = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/") };

    public HttpClient WeChat { get; } = new() { BaseAddress = new Uri($"http://127.0.0.1:{simulatorPort}/simulator/") };

    public async Task<Shopper> LogInAsync(string nickname, JsonObject? arrival = null) => await LogInAsAsync($"{(await MeetAsync(nickname))["openId"]}", arrival);

    /// <summary>Somebody new in WeChat, with an OpenId for each of its apps.</summary>
    public Task<JsonObject> MeetAsync(string nickname) => TellWeChatAsync("users", new JsonObject { ["nickname"] = nickname });

    /// <summary>Somebody does something in WeChat.</summary>
    /// <returns>What WeChat pushed, and what the shop answered.</returns>
    public Task<JsonObject> ActAsync(string openId, JsonObject action)
    {
        action["openId"] = openId;
        return TellWeChatAsync("actions", action);
    }

    /// <summary>What WeChat delivered to somebody.</summary>
    public async Task<JsonObject> UntilDeliveredAsync(string kind, string openId)
    {
        for (var tries = 0; ; tries++)
        {
            var items = (await WeChat.GetFromJsonAsync<JsonObject>($"outbox?kind={kind}&openId={openId}"))?.Items() ?? [];
            if (items.Count > 0)
                return items[^1];
            if (tries == 60)
                throw new Unexpected($"WeChat should have delivered a {kind}");
            await Task.Delay(500);
        }
    }

    /// <summary>The one who runs the demo shop: start.cs remembers who that is.</summary>
    public Task<Shopper> LogInKeeperAsync()
    {
        var path = LocalFile("operator.txt");
        return LogInAsAsync(File.Exists(path) ? File.ReadAllText(path).Trim() : throw new Unexpected("start.cs has made no operator (.local/operator.txt)"));
    }

    public async Task<JsonObject> OrderAsync(Shopper who, string skuId, int quantity, Action<JsonObject>? more = null)
    {
        var body = new JsonObject { ["lines"] = Lines(skuId, quantity), ["address"] = Home.DeepClone() };
        more?.Invoke(body);
        return await SendAsync(HttpMethod.Post, who, "v1/orders", body, NewKey());
    }

    /// <summary>What the phone does with wx.requestPayment: it pays the prepay, and WeChat checks the shop's signature.</summary>
    public async Task<JsonObject> PayAsync(Shopper who, JsonObject placed, string outcome = "Success")
    {
        var payment = placed["payment"] as JsonObject
            ?? (await SendAsync(HttpMethod.Post, who, $"v1/orders/{placed.Part("order")["orderId"]}/payment", [])).Part("payment");
        var body = (JsonObject)payment.DeepClone();
        body["openId"] = who.OpenId;
        body["outcome"] = outcome;
        return await TellWeChatAsync("payments", body);
    }

    public Task<JsonObject> UntilOrderAsync(Shopper who, JsonObject order, Func<JsonObject, bool> good, TimeSpan patience) =>
        UntilAsync(who, $"v1/orders/{order["orderId"]}", good, patience);

    public async Task<JsonObject> UntilAsync(Shopper who, string path, Func<JsonObject, bool> good, TimeSpan patience)
    {
        var until = Stopwatch.StartNew();
        while (true)
        {
            var seen = await GetAsync(who, path);
            if (good(seen))
                return seen;
            if (until.Elapsed > patience)
                throw new Unexpected($"after {patience.TotalSeconds:0} s {path} is still {seen.ToJsonString(Plain)}");
            await Task.Delay(500);
        }
    }

    public async Task UntilAvailableAsync(string skuId, int pieces)
    {
        for (var tries = 0; await AvailableAsync(skuId) != pieces; tries++)
        {
            if (tries == 40)
                throw new Unexpected($"{skuId} should have {pieces} pieces again");
            await Task.Delay(500);
        }
    }

    /// <summary>Stock shown on pages may be two seconds old.</summary>
    public async Task<int> AvailableAsync(string skuId)
    {
        await Task.Delay(2100);
        return AvailableOf(await GetAsync(null, $"v1/products/{skuId[..skuId.LastIndexOf('-')]}"), skuId);
    }

    public static int AvailableOf(JsonObject product, string skuId) => (int)product.Items("skus").First(s => (string?)s["skuId"] == skuId)["available"]!;

    public static JsonArray Lines(string skuId, int quantity) => [new JsonObject { ["skuId"] = skuId, ["quantity"] = quantity }];

    public static string NewKey() => Guid.NewGuid().ToString("N");

    public Task<JsonObject> GetAsync(Shopper? who, string path) => SendAsync(HttpMethod.Get, who, path, null);

    public async Task<JsonObject> SendAsync(HttpMethod method, Shopper? who, string path, JsonObject? body, string? key = null)
    {
        var (status, text) = await TryAsync(method, who, path, body, key);
        return status is >= 200 and < 300 ? (JsonObject?)JsonNode.Parse(text) ?? [] : throw new Unexpected($"{method} {path}: {status} {text}");
    }

    /// <summary>Sends what may be refused.</summary>
    public async Task<(int Status, string Text)> TryAsync(HttpMethod method, Shopper? who, string path, JsonObject? body, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (who is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
        if (body is not null)
            request.Content = JsonContent.Create(body, options: Plain);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await _shop.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<JsonObject> TellWeChatAsync(string path, JsonObject body)
    {
        using var answer = await WeChat.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? (JsonObject?)JsonNode.Parse(text) ?? [] : throw new Unexpected($"simulator {path}: {(int)answer.StatusCode} {text}");
    }

    public void Dispose()
    {
        _shop.Dispose();
        WeChat.Dispose();
    }

    /// <param name="arrival">How they came: scene, entrance, referrer.</param>
    public async Task<Shopper> LogInAsAsync(string openId, JsonObject? arrival = null)
    {
        var body = arrival?.DeepClone().AsObject() ?? [];
        body["code"] = $"{(await TellWeChatAsync("login-codes", new JsonObject { ["openId"] = openId }))["code"]}";
        return new Shopper(openId, $"{(await SendAsync(HttpMethod.Post, null, "v1/login", body))["token"]}");
    }

    /// <summary>A picture.</summary>
    public async Task<byte[]> DrawAsync(Shopper who, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
        using var answer = await _shop.SendAsync(request);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync() : throw new Unexpected($"GET {path}: {(int)answer.StatusCode}");
    }

    /// <summary>A file that stays after the demo.</summary>
    public static string LocalFile(string name) => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile()) ?? ".", "..", "..", ".local", name));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
