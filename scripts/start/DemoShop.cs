using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace WeCommerce.Start;

/// <summary>Thirty products to buy (scripts/demo-shop.json), put in where there are none.</summary>
public sealed class DemoShop(string root, Options options, CancellationToken stopping) : IDisposable
{
    private readonly HttpClient _shop = new() { BaseAddress = options.Shop };

    /// <returns>How many products were put in.</returns>
    public async Task<int> SeedAsync(string operatorOpenId)
    {
        var there = await _shop.GetFromJsonAsync<JsonObject>("api/v1/products", stopping);
        if (there?["items"] is JsonArray { Count: > 0 })
            return 0;

        _shop.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await LogInAsync(operatorOpenId));
        var products = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(root, "scripts", "demo-shop.json"), stopping))?["products"] as JsonArray ?? [];
        foreach (var product in products.OfType<JsonObject>())
            await PutAsync(product);
        return products.Count;
    }

    public void Dispose() => _shop.Dispose();

    private async Task<string?> LogInAsync(string openId)
    {
        using var simulator = new HttpClient { BaseAddress = options.Simulator };
        var code = await (await simulator.PostAsJsonAsync("simulator/login-codes", new { openId }, stopping)).Content.ReadFromJsonAsync<JsonObject>(stopping);
        var session = await (await _shop.PostAsJsonAsync("api/v1/login", new { code = code?["code"]?.GetValue<string>() }, stopping)).Content.ReadFromJsonAsync<JsonObject>(stopping);
        return session?["token"]?.GetValue<string>();
    }

    private async Task PutAsync(JsonObject product)
    {
        var skus = (product["skus"] as JsonArray ?? []).OfType<JsonArray>().Select(s => (Id: $"{s[0]}", Title: $"{s[1]}", PriceFen: (long)s[2]!, Pieces: (int)s[3]!)).ToList();
        var body = new JsonObject(product.Where(p => p.Key is not ("spuId" or "skus")).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())))
        {
            ["skus"] = new JsonArray([.. skus.Select(s => new JsonObject { ["skuId"] = s.Id, ["title"] = s.Title, ["priceFen"] = s.PriceFen })]),
        };
        await SendAsync(HttpMethod.Put, $"api/v1/ops/products/{product["spuId"]}", body, key: null);
        // The key makes the delivery come in once, however often this runs.
        foreach (var sku in skus)
            await SendAsync(HttpMethod.Post, $"api/v1/ops/stock/{sku.Id}", new JsonObject { ["delta"] = sku.Pieces, ["reason"] = "演示进货" }, $"demo-{sku.Id}");
    }

    private async Task SendAsync(HttpMethod method, string path, JsonObject body, string? key)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await _shop.SendAsync(request, stopping);
        if (!answer.IsSuccessStatusCode)
            throw new Trouble($"{method} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(stopping)}");
    }
}
