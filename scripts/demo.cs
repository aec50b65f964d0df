// Two shoppers and a phone, against what start.cs runs: log in, browse, order, pay, wait for WeChat's notify; an order that nobody pays,
// a payment that comes too late, a parcel, a piece sent back, and the day's bill.
//   dotnet run scripts/demo.cs [-- --port 7071 --simulator-port 7080]
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

var (port, simulatorPort) = (Option("--port", 7071), Option("--simulator-port", 7080));
using var shop = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/") };
using var wechat = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{simulatorPort}/simulator/") };
var plain = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
var watch = Stopwatch.StartNew();

try
{
    Step("两位顾客登录 (wx.login → POST /v1/login)");
    var li = await LogInAsync("李雷");
    var han = await LogInAsync("韩梅梅");

    Step("逛商店 (GET /v1/products)");
    var products = await GetAsync(null, "v1/products?category=茶叶");
    foreach (var item in Items(products))
        Say($"{item["title"],-12}  ¥{(long)item["priceFenFrom"]! / 100m:0.00} 起");
    var product = await GetAsync(null, "v1/products/tea-longjing");
    var before = AvailableOf(product, "tea-longjing-50g");
    Say($"「{product["title"]}」50g 还有 {before} 件");

    Step("李雷加购并下单 (PUT /v1/cart, POST /v1/orders)");
    await SendAsync(HttpMethod.Put, li, "v1/cart/tea-longjing-50g", new JsonObject { ["quantity"] = 2 });
    var preview = await SendAsync(HttpMethod.Post, li, "v1/orders/preview", new JsonObject { ["lines"] = Lines("tea-longjing-50g", 2) });
    Say($"预览合计 ¥{(long)preview["totalFen"]! / 100m:0.00}");
    var placed = await OrderAsync(li, "tea-longjing-50g", 2, (long)preview["totalFen"]!);
    var order = Part(placed, "order");
    Say($"订单 {order["orderId"]}，{order["status"]}，{order["payBefore"]} 前付款");
    Expect((string?)order["status"] == "PendingPayment", "a new order waits for its payment");
    Expect(Items(await GetAsync(li, "v1/cart"), "lines").Count == 0, "what is ordered leaves the cart");
    Expect(await AvailableAsync("tea-longjing-50g") == before - 2, "two pieces are held");

    Step("李雷付款 (wx.requestPayment)，微信通知商店");
    var payment = placed["payment"] as JsonObject ?? Part(await SendAsync(HttpMethod.Post, li, $"v1/orders/{order["orderId"]}/payment", []), "payment");
    var paid = await PayAsync(li, payment);
    Say($"微信支付单号 {paid["transactionId"]}");
    order = await UntilAsync(li, $"{order["orderId"]}", o => (string?)o["payStatus"] == "Paid", TimeSpan.FromSeconds(30));
    Say($"订单 {order["status"]}，付款时间 {order["paidAt"]}");
    foreach (var entry in Items(order, "timeline"))
        Say($"  {entry["at"]}  {entry["what"]}");
    Expect((string?)order["transactionId"] == (string?)paid["transactionId"], "the order knows WeChat's number");

    Step("别人的订单看不到");
    Expect(await StatusAsync(han, $"v1/orders/{order["orderId"]}") == 404, "somebody else's order is a 404");

    Step("韩梅梅下单但不付款，到时自动关闭");
    var cup = await AvailableAsync("cup-jianzhan-1");
    var unpaid = Part(await OrderAsync(han, "cup-jianzhan-1", 1, null), "order");
    Expect(await AvailableAsync("cup-jianzhan-1") == cup - 1, "one piece is held");
    var wait = DateTimeOffset.Parse($"{unpaid["payBefore"]}") - DateTimeOffset.UtcNow;
    Say($"订单 {unpaid["orderId"]} 等待 {wait.TotalSeconds:0} 秒 …");
    unpaid = await UntilAsync(han, $"{unpaid["orderId"]}", o => (string?)o["status"] == "Cancelled", wait + TimeSpan.FromSeconds(60));
    Say($"订单 {unpaid["status"]}：{Items(unpaid, "timeline")[^1]["what"]}");
    await UntilAvailableAsync("cup-jianzhan-1", cup);
    Say($"建盏库存恢复 {cup} 件");

    Step("款项在关单后才到账：自动原路退回");
    var late = await OrderAsync(han, "cup-jianzhan-1", 1, null);
    var lateOrder = Part(late, "order");
    await SendAsync(HttpMethod.Post, han, $"v1/orders/{lateOrder["orderId"]}/cancel", new JsonObject { ["reason"] = "不想要了" });
    await PayAsync(han, late["payment"] as JsonObject ?? throw new Unexpected("a new order has its payment parameters"), "DespiteClose");
    lateOrder = await UntilAsync(han, $"{lateOrder["orderId"]}", o => (string?)o["payStatus"] == "Refunded", TimeSpan.FromSeconds(60));
    foreach (var entry in Items(lateOrder, "timeline"))
        Say($"  {entry["at"]}  {entry["what"]}");
    Expect((string?)lateOrder["status"] == "Cancelled", "the late payment is back with its payer, the order stays cancelled");

    Step("店主发货，发货信息上传微信 (POST /v1/ops/orders/…/shipments)");
    var keeper = await LogInKeeperAsync();
    order = Part(
        await SendAsync(HttpMethod.Post, keeper, $"v1/ops/orders/{order["orderId"]}/shipments", new JsonObject { ["carrier"] = "ZTO", ["trackingNo"] = $"ZTO{Random.Shared.NextInt64(1_000_000_000_000)}" }),
        "order");
    await UntilAsync(li, $"{order["orderId"]}", o => Items(o, "timeline").Any(t => (string?)t["what"] == "发货信息已上传微信"), TimeSpan.FromSeconds(90));
    Say($"订单 {order["status"]}，WeChat knows of the parcel");

    Step("收货后退一件：部分退款 (POST /v1/orders/…/refunds)");
    await SendAsync(HttpMethod.Post, li, $"v1/orders/{order["orderId"]}/receipt", []);
    var refund = Part(
        await SendAsync(
            HttpMethod.Post, li, $"v1/orders/{order["orderId"]}/refunds",
            new JsonObject
            {
                ["kind"] = "ReturnAndRefund",
                ["reason"] = "NoLongerWanted",
                ["note"] = "买多了一罐",
                ["lines"] = new JsonArray(new JsonObject { ["lineNo"] = 1, ["quantity"] = 1 }),
            },
            Guid.NewGuid().ToString("N")),
        "refund");
    Say($"售后 {refund["refundId"]}：{refund["kind"]} ¥{(long)refund["amountFen"]! / 100m:0.00}，{refund["status"]}");
    await SendAsync(HttpMethod.Post, keeper, $"v1/ops/refunds/{refund["refundId"]}/approve", null);
    await SendAsync(
        HttpMethod.Post, li, $"v1/orders/{order["orderId"]}/refunds/{refund["refundId"]}/return", new JsonObject { ["carrier"] = "SF", ["trackingNo"] = "SF1234567890" });
    await SendAsync(HttpMethod.Post, keeper, $"v1/ops/refunds/{refund["refundId"]}/inspected", new JsonObject { ["restock"] = true });
    order = await UntilAsync(li, $"{order["orderId"]}", o => (string?)Items(o, "refunds")[0]["status"] == "Succeeded", TimeSpan.FromSeconds(60));
    foreach (var entry in Items(order, "timeline"))
        Say($"  {entry["at"]}  {entry["what"]}");
    Expect((string?)order["payStatus"] == "PartlyRefunded", "one of two pieces is paid back");
    await UntilAvailableAsync("tea-longjing-50g", before - 1);
    Say($"退回的一罐重新入库，还有 {before - 1} 件");
    var book = await GetAsync(keeper, $"v1/ops/orders/{order["orderId"]}/entries");
    foreach (var entry in Items(book, "entries"))
        Say($"  借 {entry["debit"],-14} 贷 {entry["credit"],-14} ¥{(long)entry["amountFen"]! / 100m:0.00}  {entry["what"]}");
    Expect(Items(book, "balances").Sum(b => (long)b["debitFen"]! - (long)b["creditFen"]!) == 0, "the order's books balance");

    Step("对账：先是一份被改过的账单，再是真账单 (POST /v1/ops/reconciliation/…)");
    var altered = await ReconcileAsync(keeper, "Amount");
    foreach (var line in altered.Text.Split('\n').Where(l => l.Length > 0))
        Say($"  {line}");
    Expect(Items(altered.Answer, "differences").Any(d => (string?)d["class"] == "Amount"), "the altered amount is found");
    var genuine = await ReconcileAsync(keeper, lie: null);
    Expect(Items(genuine.Answer, "differences").Count == 0, "WeChat's own bill and the shop's books agree to the fen");

    var ledger = await wechat.GetFromJsonAsync<JsonObject>("ledger") ?? [];
    var trades = Items(ledger, "trades");
    Expect(trades.Count(t => (string?)t["outTradeNo"] == (string?)order["outTradeNo"] && (string?)t["state"] == "REFUND") == 1, "WeChat's books have the payment, and its refund");
    Expect(trades.Any(t => (string?)t["outTradeNo"] == (string?)unpaid["outTradeNo"] && (string?)t["state"] == "CLOSED"), "WeChat's books have the other one closed");

    Console.WriteLine($"\n全部完成，用时 {watch.Elapsed.TotalSeconds:0} 秒。");
    return 0;
}
catch (HttpRequestException e)
{
    Console.Error.WriteLine($"\nNo answer from the shop or the simulator ({e.Message}). Run this first: dotnet run scripts/start.cs");
    return 1;
}
catch (Unexpected e)
{
    Console.Error.WriteLine($"\nNOT SO: {e.Message}");
    return 1;
}

int Option(string name, int otherwise) => Array.IndexOf(args, name) is >= 0 and var n && n + 1 < args.Length ? int.Parse(args[n + 1]) : otherwise;

void Step(string what) => Console.WriteLine($"\n■ {what}");

void Say(string what) => Console.WriteLine($"  {what}");

static void Expect(bool so, string what)
{
    if (!so)
        throw new Unexpected(what);
    Console.WriteLine($"  ✓ {what}");
}

async Task<Shopper> LogInAsync(string nickname)
{
    var user = await WeChatAsync("users", new JsonObject { ["nickname"] = nickname });
    var code = await WeChatAsync("login-codes", new JsonObject { ["openId"] = $"{user["openId"]}" });
    var session = await SendAsync(HttpMethod.Post, null, "v1/login", new JsonObject { ["code"] = $"{code["code"]}" });
    Say($"{nickname}：会员 {session["member"]?["memberId"]}{((bool)session["isNew"]! ? "（新）" : "")}");
    return new Shopper($"{user["openId"]}", $"{session["token"]}");
}

// Today's bill, which WeChat makes tomorrow; the simulator makes it at once, and alters it if it is told to.
async Task<(JsonObject Answer, string Text)> ReconcileAsync(Shopper keeper, string? lie)
{
    var lies = lie is null ? new JsonArray() : [lie];
    await wechat.PutAsJsonAsync("behaviour", new JsonObject { ["bill"] = new JsonObject { ["atOnce"] = true, ["lies"] = lies } });
    try
    {
        var path = $"v1/ops/reconciliation/{DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)):yyyy-MM-dd}";
        var run = (string?)(await SendAsync(HttpMethod.Post, keeper, path, null))["run"];
        for (var tries = 0; tries < 60; tries++)
        {
            var answer = await GetAsync(keeper, path);
            if ((string?)answer["report"]?["run"] == run && (string?)answer["report"]?["state"] == "Done")
                return (answer, await TextAsync(keeper, $"{path}?format=text"));
            await Task.Delay(500);
        }
        throw new Unexpected($"the day should be reconciled: {await GetAsync(keeper, path)}");
    }
    finally
    {
        await wechat.PutAsJsonAsync("behaviour", new JsonObject { ["bill"] = new JsonObject { ["atOnce"] = false, ["lies"] = new JsonArray() } });
    }
}

async Task<string> TextAsync(Shopper who, string path)
{
    using var request = new HttpRequestMessage(HttpMethod.Get, path);
    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
    using var answer = await shop.SendAsync(request);
    return await answer.Content.ReadAsStringAsync();
}

// The one who runs the demo shop: start.cs remembers who that is.
async Task<Shopper> LogInKeeperAsync()
{
    var path = Path.Combine(Path.GetDirectoryName(ThisFile()) ?? ".", "..", ".local", "operator.txt");
    var openId = File.Exists(path) ? File.ReadAllText(path).Trim() : throw new Unexpected("start.cs has made no operator (.local/operator.txt)");
    var code = await WeChatAsync("login-codes", new JsonObject { ["openId"] = openId });
    var session = await SendAsync(HttpMethod.Post, null, "v1/login", new JsonObject { ["code"] = $"{code["code"]}" });
    return new Shopper(openId, $"{session["token"]}");
}

async Task<JsonObject> OrderAsync(Shopper who, string skuId, int quantity, long? expectedTotalFen)
{
    var body = new JsonObject
    {
        ["lines"] = Lines(skuId, quantity),
        ["address"] = new JsonObject
        {
            ["recipient"] = "李雷", ["phone"] = "13800138000", ["province"] = "浙江省", ["city"] = "杭州市", ["district"] = "西湖区", ["detail"] = "龙井路 1 号",
        },
    };
    if (expectedTotalFen is { } total)
        body["expectedTotalFen"] = total;
    return await SendAsync(HttpMethod.Post, who, "v1/orders", body, Guid.NewGuid().ToString("N"));
}

// What the phone does with wx.requestPayment: it pays the prepay, and WeChat checks the shop's signature.
Task<JsonObject> PayAsync(Shopper who, JsonObject payment, string outcome = "Success")
{
    var body = (JsonObject)payment.DeepClone();
    body["openId"] = who.OpenId;
    body["outcome"] = outcome;
    return WeChatAsync("payments", body);
}

async Task<JsonObject> UntilAsync(Shopper who, string orderId, Func<JsonObject, bool> good, TimeSpan patience)
{
    var until = Stopwatch.StartNew();
    while (true)
    {
        var order = await GetAsync(who, $"v1/orders/{orderId}");
        if (good(order))
            return order;
        if (until.Elapsed > patience)
            throw new Unexpected($"order {orderId} is {order["status"]}, {order["payStatus"]} after {patience.TotalSeconds:0} s");
        await Task.Delay(500);
    }
}

async Task UntilAvailableAsync(string skuId, int pieces)
{
    for (var tries = 0; await AvailableAsync(skuId) != pieces; tries++)
    {
        if (tries == 40)
            throw new Unexpected($"{skuId} should have {pieces} pieces again");
        await Task.Delay(500);
    }
}

// Stock shown on pages may be two seconds old.
async Task<int> AvailableAsync(string skuId)
{
    await Task.Delay(2100);
    return AvailableOf(await GetAsync(null, $"v1/products/{skuId[..skuId.LastIndexOf('-')]}"), skuId);
}

static int AvailableOf(JsonObject product, string skuId) => (int)Items(product, "skus").First(s => (string?)s["skuId"] == skuId)["available"]!;

static JsonArray Lines(string skuId, int quantity) => [new JsonObject { ["skuId"] = skuId, ["quantity"] = quantity }];

static List<JsonObject> Items(JsonObject of, string name = "items") => [.. (of[name] as JsonArray ?? []).OfType<JsonObject>()];

static JsonObject Part(JsonObject of, string name) => of[name] as JsonObject ?? throw new Unexpected($"no {name} in {of}");

Task<JsonObject> GetAsync(Shopper? who, string path) => SendAsync(HttpMethod.Get, who, path, null);

async Task<int> StatusAsync(Shopper who, string path)
{
    using var request = new HttpRequestMessage(HttpMethod.Get, path);
    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
    using var answer = await shop.SendAsync(request);
    return (int)answer.StatusCode;
}

async Task<JsonObject> SendAsync(HttpMethod method, Shopper? who, string path, JsonObject? body, string? key = null)
{
    using var request = new HttpRequestMessage(method, path);
    if (who is not null)
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
    if (body is not null)
        request.Content = JsonContent.Create(body, options: plain);
    if (key is not null)
        request.Headers.Add("Idempotency-Key", key);
    using var answer = await shop.SendAsync(request);
    var text = await answer.Content.ReadAsStringAsync();
    return answer.IsSuccessStatusCode ? (JsonObject?)JsonNode.Parse(text) ?? [] : throw new Unexpected($"{method} {path}: {(int)answer.StatusCode} {text}");
}

async Task<JsonObject> WeChatAsync(string path, JsonObject body)
{
    using var answer = await wechat.PostAsJsonAsync(path, body);
    var text = await answer.Content.ReadAsStringAsync();
    return answer.IsSuccessStatusCode ? (JsonObject?)JsonNode.Parse(text) ?? [] : throw new Unexpected($"simulator {path}: {(int)answer.StatusCode} {text}");
}

static string ThisFile([CallerFilePath] string path = "") => path;

internal sealed record Shopper(string OpenId, string Token);

internal sealed class Unexpected(string message) : Exception(message);
