using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;

namespace WeCommerce.Bench;

/// <summary>Somebody who can order.</summary>
internal sealed record Buyer(string OpenId, string Token);

/// <summary>An order as its buyer got it.</summary>
/// <param name="Package">What the phone pays with.</param>
internal sealed record Placed(string OutTradeNo, long TotalFen, string OpenId, string Package)
{
    /// <summary>The number at WeChat is the order's id and two digits.</summary>
    public string OrderId => OutTradeNo[..^2];
}

/// <content>What is asked of it, by buyers, by who runs the shop, and by WeChat.</content>
internal sealed partial class Server
{
    private const string Address = """{"recipient":"李雷","phone":"13800138000","province":"浙江省","city":"杭州市","district":"西湖区","detail":"龙井路 1 号"}""";

    public Task PutProductAsync(string spu, IReadOnlyList<string> skus) => OperateAsync(HttpMethod.Put, $"api/v1/ops/products/{spu}", new
    {
        title = "明前龙井",
        category = "茶叶",
        skus = skus.Select(sku => new { skuId = sku, title = "50g", priceFen = Floor.FloorRows.PriceFen }),
    });

    /// <summary>Sends all of an order.</summary>
    public Task ShipAsync(Placed order) =>
        OperateAsync(HttpMethod.Post, $"api/v1/ops/orders/{order.OrderId}/shipments", new { carrier = "ZTO", trackingNo = $"ZTO{order.OrderId}" });

    /// <summary>A known member logs in once more.</summary>
    public Task LogInAgainAsync(int buyer) => LogInAsync(_buyers[buyer].OpenId);

    public Task<string> QueryAsync(int buyer, Placed order) => AskAsync(buyer, HttpMethod.Get, $"api/v1/orders/{order.OrderId}", null, 200);

    public Task ReceiveAsync(int buyer, Placed order) => AskAsync(buyer, HttpMethod.Post, $"api/v1/orders/{order.OrderId}/receipt", null, 200);

    /// <summary>Asks for the order's money back.</summary>
    public Task RefundAsync(int buyer, Placed order) => AskAsync(
        buyer, HttpMethod.Post, $"api/v1/orders/{order.OrderId}/refunds", /*lang=json,strict*/ """{"kind":"RefundOnly","reason":"NoLongerWanted","note":"买错了"}""", 201);

    /// <summary>Orders one piece of the n-th SKU under a new key; null when it is sold out.</summary>
    public async Task<Placed?> OrderAsync(int buyer, int sku)
    {
        using var answer = await SendOrderAsync(buyer, sku, how: "");
        var body = await answer.Content.ReadAsByteArrayAsync();
        return (int)answer.StatusCode switch
        {
            409 => null,
            201 => PlacedOf(buyer, JsonElement.Parse(body), answer),
            _ => throw Refused("An order", answer, body),
        };
    }

    /// <summary>Puts a group-buy of the n-th SKU.</summary>
    public Task PutGroupBuyAsync(int sku, int people) => OperateAsync(HttpMethod.Put, $"api/v1/ops/group-buy-activities/{GroupBuy}", new
    {
        spuId = $"tea-{_opened}",
        title = "团",
        steps = new[] { new { people, prices = new[] { new { skuId = SkuOf(sku), priceFen = Floor.FloorRows.PriceFen } } } },
        minutesToFill = 60,
        startsAt = DateTimeOffset.UtcNow.AddDays(-1),
        endsAt = DateTimeOffset.UtcNow.AddDays(1),
    });

    /// <summary>Orders one piece with a group, or with a new one.</summary>
    /// <returns>The order, its group, and the storage round trips that it cost.</returns>
    public async Task<(Placed Order, string GroupId, int Trips)> OrderInGroupAsync(int buyer, int sku, string? groupId)
    {
        var group = groupId is null ? "" : $",\"groupId\":\"{groupId}\"";
        using var answer = await SendOrderAsync(buyer, sku, $"\"groupBuy\":{{\"activityId\":\"{GroupBuy}\"{group}}},");
        var body = await answer.Content.ReadAsByteArrayAsync();
        if ((int)answer.StatusCode != 201)
            throw Refused("An order in a group", answer, body);

        var json = JsonElement.Parse(body);
        var trips = answer.Headers.GetValues("Storage-Calls").First().Split(", ")[1]["trips=".Length..];
        return (
            PlacedOf(buyer, json, answer),
            json.GetProperty("order").GetProperty("groupBuy").GetProperty("groupId").GetString() ?? "",
            int.Parse(trips, CultureInfo.InvariantCulture));
    }

    private string GroupBuy => $"group-{_opened}";

    /// <summary>When the planned flash sale opens.</summary>
    public DateTimeOffset FlashSaleOpensAt { get; private set; }

    /// <summary>Where the pieces of the n-th SKU lie that are set aside for the flash sale of this opening.</summary>
    public string PoolOf(int sku) => $"{SkuOf(sku)}@f-{FlashSale}";

    private string FlashSale => $"rush-{_opened}";

    /// <summary>Plans a flash sale of the n-th SKU, one piece for each buyer.</summary>
    public async Task PlanFlashSaleAsync(int sku, int pieces, DateTimeOffset opensAt)
    {
        FlashSaleOpensAt = opensAt;
        await OperateAsync(HttpMethod.Put, $"api/v1/ops/flash-sales/{FlashSale}", new
        {
            title = "秒杀",
            opensAt,
            closesAt = opensAt.AddHours(1),
            items = new[] { new { skuId = SkuOf(sku), priceFen = Floor.FloorRows.PriceFen, pieces } },
        });
    }

    /// <summary>Orders one piece in the flash sale; false when it is sold out.</summary>
    public async Task<bool> OrderInFlashSaleAsync(int buyer, int sku)
    {
        using var answer = await SendOrderAsync(buyer, sku, $"\"flashSale\":{{\"sessionId\":\"{FlashSale}\"}},");
        return (int)answer.StatusCode is 201 or 409 ? (int)answer.StatusCode == 201 : throw Refused("An order", answer, await answer.Content.ReadAsByteArrayAsync());
    }

    /// <summary>Does the effects that wait in a table's partitions, as their queue would: the shop's own triggers listen elsewhere.</summary>
    public async Task DoEffectsAsync(string table)
    {
        await foreach (var row in new TableClient(Storage.ConnectionString, table).QueryAsync<TableEntity>("RowKey ge 'effect!' and RowKey lt 'effect\"'"))
        {
            var wakeUp = new { table, partition = row.PartitionKey, operation = row.RowKey.Split('!')[1], commitBy = DateTimeOffset.UtcNow };
            using var answer = await _http.PostAsJsonAsync("admin/functions/DoEffects", new { input = JsonSerializer.Serialize(wakeUp) });
            if (!answer.IsSuccessStatusCode)
                throw Refused("DoEffects", answer, await answer.Content.ReadAsByteArrayAsync());
        }
    }

    public async Task NotifyAsync(SignedNotify notify)
    {
        using var request = notify.ToRequest();
        using var answer = await _http.SendAsync(request);
        Note(answer);
        if ((int)answer.StatusCode != 204)
            throw Refused("A notify", answer, await answer.Content.ReadAsByteArrayAsync());
    }

    public async Task PushAsync(SignedPush push)
    {
        using var content = new ByteArrayContent(push.Body) { Headers = { ContentType = new("application/json") } };
        using var answer = await _http.PostAsync($"api/wechat/messages/mini?{push.Query}", content);
        var body = await answer.Content.ReadAsByteArrayAsync();
        if ((int)answer.StatusCode != 200 || !body.AsSpan().SequenceEqual("success"u8))
            throw Refused("A push", answer, body);
    }

    private async Task<Buyer> LogInAsync(string openId)
    {
        using var answer = await _http.PostAsJsonAsync("api/v1/login", new { code = await _world.LoginCodeAsync(openId) });
        var session = await answer.Content.ReadFromJsonAsync<JsonObject>();
        return new Buyer(openId, session?["token"]?.GetValue<string>() ?? throw new Trouble($"A login was answered with {(int)answer.StatusCode} {session}"));
    }

    private async Task<string> AskAsync(int buyer, HttpMethod method, string path, string? body, int status)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _buyers[buyer].Token);
        if (body is not null)
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        using var answer = await _http.SendAsync(request);
        Note(answer);
        var text = await answer.Content.ReadAsByteArrayAsync();
        return (int)answer.StatusCode == status ? Encoding.UTF8.GetString(text) : throw Refused(path, answer, text);
    }

    private async Task OperateAsync(HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body, body.GetType()) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _keeper?.Token);
        using var answer = await _http.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
            throw Refused(path, answer, await answer.Content.ReadAsByteArrayAsync());
    }

    // calls=3, trips=2, filter=false
    private void Note(HttpResponseMessage answer)
    {
        if (answer.Headers.TryGetValues("Storage-Calls", out var values))
            Interlocked.Add(ref _ownCalls, long.Parse(values.First()["calls=".Length..].Split(',')[0], CultureInfo.InvariantCulture));
    }

    private async Task<HttpResponseMessage> SendOrderAsync(int buyer, int sku, string how)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/orders")
        {
            Content = new StringContent($$"""{"lines":[{"skuId":"{{SkuOf(sku)}}","quantity":1}],{{how}}"address":{{Address}}}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _buyers[buyer].Token);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        var answer = await _http.SendAsync(request);
        Note(answer);
        return answer;
    }

    // Only what is needed, so that the load costs little beside what is measured.
    private Placed PlacedOf(int buyer, JsonElement answered, HttpResponseMessage answer)
    {
        var (order, payment) = (answered.GetProperty("order"), answered.GetProperty("payment"));
        return payment.ValueKind == JsonValueKind.Object
            ? new Placed(
                order.GetProperty("outTradeNo").GetString() ?? "", order.GetProperty("totalFen").GetInt64(), _buyers[buyer].OpenId, payment.GetProperty("package").GetString() ?? "")
            : throw Refused("The payment of an order", answer, Encoding.UTF8.GetBytes(answered.GetRawText()));
    }

    private Trouble Refused(string what, HttpResponseMessage answer, byte[] body) =>
        new($"{what} was answered by the {_side} with {(int)answer.StatusCode} {Encoding.UTF8.GetString(body)}\nIts last lines:\n{_child.LastLines}");
}
