using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using WeCommerce.Checker;
using WeCommerce.Faults.World;

namespace WeCommerce.Faults.Kills;

/// <summary>Shoppers and an operator over HTTP. They do not mind a shop that is away: they ask again, with the same key.</summary>
internal sealed class Crowd(Uri shop, Uri weChat, string operatorOpenId) : IDisposable
{
    private static readonly object Home = new { recipient = "李雷", phone = "13800138000", province = "浙江省", city = "杭州市", district = "西湖区", detail = "龙井路 1 号" };

    private const string Activity = "pair";
    private const string Offer = "less";
    private const string FlashSale = "always";

    private readonly HttpClient _shop = new() { BaseAddress = new Uri(shop, "api/"), Timeout = TimeSpan.FromSeconds(10) };
    private readonly HttpClient _weChat = new() { BaseAddress = weChat };
    private readonly ConcurrentQueue<string> _groups = new();
    private int _keys;

    public ConcurrentQueue<Answered> Answered { get; } = new();

    public async Task PutOnSaleAsync(string sku, int pieces)
    {
        var keeper = await LogInAsync(operatorOpenId, CancellationToken.None);
        await AskAsync(HttpMethod.Put, $"v1/ops/products/{sku}-spu", new { title = sku, category = "茶叶", skus = new[] { new { skuId = sku, title = "一件", priceFen = 1990 } } }, keeper, null, CancellationToken.None);
        if (await AskAsync(HttpMethod.Post, $"v1/ops/stock/{sku}", new { delta = pieces, reason = "进货" }, keeper, "first", CancellationToken.None) is not null)
            Answered.Enqueue(new Answered.StockChanged(sku, "first", pieces));
        await AskAsync(HttpMethod.Put, $"v1/ops/group-buy-activities/{Activity}", new
        {
            spuId = $"{sku}-spu",
            title = "两人团",
            steps = new[] { new { people = 2, prices = new[] { new { skuId = sku, priceFen = 1500 } } }, new { people = 3, prices = new[] { new { skuId = sku, priceFen = 1200 } } } },
            minutesToFill = 1,
            startsAt = DateTimeOffset.UtcNow.AddDays(-1),
            endsAt = DateTimeOffset.UtcNow.AddDays(1),
        }, keeper, null, CancellationToken.None);
        await AskAsync(HttpMethod.Put, $"v1/ops/coupon-offers/{Offer}", new
        {
            channel = "Link",
            title = "减 3 元",
            kind = "AmountOff",
            amountFen = 300,
            quantity = 10_000,
            perMember = 100,
            claimFrom = DateTimeOffset.UtcNow.AddDays(-1),
            claimUntil = DateTimeOffset.UtcNow.AddDays(1),
            validDays = 7,
        }, keeper, null, CancellationToken.None);
        await AskAsync(HttpMethod.Put, $"v1/ops/flash-sales/{FlashSale}", new
        {
            title = "秒杀",
            opensAt = DateTimeOffset.UtcNow.AddSeconds(1),
            closesAt = DateTimeOffset.UtcNow.AddDays(1),
            items = new[] { new { skuId = sku, priceFen = 990, pieces = 60, limitPerMember = 900, stockShards = 2 } },
        }, keeper, null, CancellationToken.None);
    }

    /// <summary>Shops until told to stop.</summary>
    public async Task ShopAsync(int seed, string sku, CancellationToken stop)
    {
        var chance = new Random(seed);
        var user = await TellAsync("users", new { nickname = $"买家{seed}" }, stop);
        var (openId, token, keeper) = ($"{user?["openId"]}", (string?)null, (string?)null);
        while (!stop.IsCancellationRequested)
        {
            token ??= await LogInAsync(openId, stop);
            keeper ??= await LogInAsync(operatorOpenId, stop);
            if (token is not null && keeper is not null)
                await BuyAsync(chance, sku, openId, token, keeper, stop);
        }
    }

    public void Dispose()
    {
        _shop.Dispose();
        _weChat.Dispose();
    }

    private async Task BuyAsync(Random chance, string sku, string openId, string token, string keeper, CancellationToken stop)
    {
        var key = $"k{Interlocked.Increment(ref _keys):00000}";
        var lines = new[] { new { skuId = sku, quantity = 1 + chance.Next(2) } };
        var (wish, rejoicing) = (chance.Next(10), chance.Next(2) == 0);
        // With others, in the group that is known longest or in a new one; with a coupon; in the flash sale; or just so.
        var way = chance.Next(6);
        var groupBuy = way > 1 ? null : new { activityId = Activity, groupId = chance.Next(3) > 0 && _groups.TryDequeue(out var known) ? known : null };
        var flashSale = way == 2 ? new { sessionId = FlashSale } : null;
        var couponIds = way == 3 && await ClaimAsync(token, key, stop) is { } coupon ? new[] { coupon } : null;
        if (await AskAsync(HttpMethod.Post, "v1/orders", new { lines, address = Home, groupBuy, flashSale, couponIds }, token, key, stop) is not { } placed)
            return;
        if (placed["order"]?["groupBuy"]?["groupId"] is { } group)
            _groups.Enqueue($"{group}");
        var orderId = $"{placed["order"]?["orderId"]}";
        Answered.Enqueue(new Answered.Placed(orderId, key, placed["order"]!["totalFen"]!.GetValue<long>()));
        if (wish == 0 && await AskAsync(HttpMethod.Post, $"v1/orders/{orderId}/cancel", new { reason = "不想要了" }, token, null, stop) is not null)
            Answered.Enqueue(new Answered.OrderCancelled(orderId));
        if (wish <= 1 || placed["payment"] is not JsonObject payment)
            return;

        await TellAsync("payments", new { package = $"{payment["package"]}", openId, outcome = wish == 2 ? "PaidButSilent" : "Success" }, stop);
        if (wish == 3 && await AskAsync(HttpMethod.Post, $"v1/orders/{orderId}/refunds", new { kind = "RefundOnly", reason = "NoLongerWanted" }, token, $"r{key}", stop) is { } asked)
        {
            var refundId = $"{asked["refund"]?["refundId"]}";
            Answered.Enqueue(new Answered.AfterSaleRequested(orderId, refundId, $"r{key}"));
            if (await AskAsync(HttpMethod.Post, $"v1/ops/refunds/{refundId}/approve", new { }, keeper, null, stop) is not null)
                Answered.Enqueue(new Answered.AfterSaleMoved(refundId, "Requested"));
        }
        if (wish > 5 && await AskAsync(HttpMethod.Post, $"v1/ops/orders/{orderId}/shipments", new { carrier = "ZTO", trackingNo = $"P{key}" }, keeper, null, stop) is not null)
        {
            Answered.Enqueue(new Answered.Shipped(orderId, $"P{key}"));
            if (rejoicing && await AskAsync(HttpMethod.Post, $"v1/orders/{orderId}/receipt", new { }, token, null, stop) is not null)
                Answered.Enqueue(new Answered.Received(orderId));
        }
    }

    private async Task<string?> ClaimAsync(string token, string key, CancellationToken stop)
    {
        if (await AskAsync(HttpMethod.Post, $"v1/coupon-offers/{Offer}/claim", new { }, token, $"c{key}", stop) is not { } claimed)
            return null;
        var coupon = $"{claimed["coupon"]?["couponId"]}";
        Answered.Enqueue(new Answered.CouponClaimed(coupon));
        return coupon;
    }

    private async Task<string?> LogInAsync(string openId, CancellationToken stop)
    {
        var code = await TellAsync("login-codes", new { openId }, stop);
        var session = await AskAsync(HttpMethod.Post, "v1/login", new { code = $"{code?["code"]}" }, token: null, key: null, stop, tries: 1);
        if (session is null)
            return null;
        Answered.Enqueue(new Answered.LoggedIn(openId, $"{session["member"]?["memberId"]}"));
        return $"{session["token"]}";
    }

    private async Task<JsonObject?> TellAsync(string what, object body, CancellationToken stop)
    {
        try
        {
            using var reply = await _weChat.PostAsJsonAsync($"simulator/{what}", body, stop);
            return await reply.Content.ReadFromJsonAsync<JsonObject>(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <returns>The answer's body; null for a refusal, or when the shop stays away.</returns>
    private async Task<JsonObject?> AskAsync(HttpMethod method, string path, object body, string? token, string? key, CancellationToken stop, int tries = 50)
    {
        for (var n = 0; n < tries && !stop.IsCancellationRequested; n++)
        {
            using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body, body.GetType()) };
            if (token is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (key is not null)
                request.Headers.Add("Idempotency-Key", key);
            try
            {
                using var reply = await _shop.SendAsync(request, CancellationToken.None);
                if (reply.IsSuccessStatusCode)
                    return await reply.Content.ReadFromJsonAsync<JsonObject>(CancellationToken.None);
                if ((int)reply.StatusCode is < 500 and not (404 or 409))
                    return null;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                // The shop is away; it comes back.
            }
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            await pause.WaitForNextTickAsync(CancellationToken.None);
        }
        return null;
    }
}
