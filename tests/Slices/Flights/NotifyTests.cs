using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop;
using WeCommerce.Shop.Flights;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Flights;

public sealed class NotifyTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task Notify_ThatIsNotBelieved_IsKeptWithItsReason()
    {
        var placed = await (await Shop.LogInAsync()).PlaceOrderAsync(await Shop.PutOnSaleAsync(pieces: 5));

        Action<JsonObject>[] faults =
        [
            n => n["breakSignature"] = true, n => n["signTest"] = true, n => n["timestampOffsetSeconds"] = -301, n => n["originalType"] = "profitsharing",
        ];
        foreach (var fault in faults)
        {
            await ForgeAsync(placed, fault);
            // The list is in the order of milliseconds.
            Shop.Time.Advance(TimeSpan.FromMilliseconds(1));
        }
        using var huge = new ByteArrayContent(new byte[70_000]);
        await Shop.Http.PostAsync("wechat/pay-notify", huge);

        var kept = await SeeAsync("?refused=true", l => l.Count == 5);
        Assert.Equal(
            ["BadSignature 401 SIGN_ERROR", "SignTest 401 SIGN_ERROR", "OutsideTimeWindow 401 SIGN_ERROR", "Genuine 422 NOT_A_PAYMENT", "BODY_TOO_LARGE 413 BODY_TOO_LARGE"],
            kept.Select(n => $"{n["verdict"]} {n["status"]} {n["code"]}"));
        Assert.All(kept, n => Assert.Equal("HandlePayNotify", $"{n["endpoint"]}"));
        Assert.StartsWith("WECHATPAY/SIGNTEST/", $"{kept[1]["headers"]!["Wechatpay-Signature"]}", StringComparison.Ordinal);
        Assert.Contains("ciphertext", $"{kept[0]["body"]}", StringComparison.Ordinal);
    }

    // Storage is away when WeChat tells of a payment, and WeChat has given up long since: an operator takes it again.
    [Fact]
    public async Task Replay_TakesWhatCouldNotBeTaken_HoweverOldItIs()
    {
        var li = await Shop.LogInAsync();
        var placed = await li.PlaceOrderAsync(await Shop.PutOnSaleAsync(pieces: 5));
        Shop.Network.LoseRequests(static r => r.Uri.ToString().Contains("/effects/messages", StringComparison.Ordinal));
        Assert.Equal(500, (int)(await ForgeAsync(placed, static _ => { }))["status"]!);
        Shop.Network.Heal();
        var failed = (await SeeAsync("?refused=true", l => l.Count == 1))[0];
        Assert.Equal(("Genuine", "SYSTEM_ERROR"), ($"{failed["verdict"]}", $"{failed["code"]}"));
        Shop.Time.Advance(TimeSpan.FromMinutes(20));
        var op = await Shop.LogInAsOperatorAsync();

        var replayed = (await op.PostAsync($"v1/ops/notifies/{failed["notifyId"]}/replay")).Expect(200);
        var again = (await op.PostAsync($"v1/ops/notifies/{failed["notifyId"]}/replay")).Expect(200);

        Assert.Equal(("Genuine", 204), ($"{replayed.Json["verdict"]}", (int)replayed.Json["status"]!));
        Assert.Equal(replayed.Text, again.Text);
        Assert.Equal("Paid", $"{(await li.ReadOrderAsync(placed.OrderId))["payStatus"]}");
        Assert.Equal(2, (await li.ReadOrderAsync(placed.OrderId))["timeline"]!.AsArray().Count);
        // It stands in the order's story: what failed, and the replay.
        await Eventually.SeeAsync(
            async () => (await op.GetAsync($"v1/ops/orders/{placed.OrderId}/trace")).Expect(200).Text,
            t => t.Contains("SYSTEM_ERROR", StringComparison.Ordinal) && t.Contains("ReplayNotify", StringComparison.Ordinal),
            "the story has both");
    }

    [Fact]
    public async Task Replay_OfAForgery_IsRefusedAgain()
    {
        var li = await Shop.LogInAsync();
        var placed = await li.PlaceOrderAsync(await Shop.PutOnSaleAsync(pieces: 5));
        await ForgeAsync(placed, n => n["breakSignature"] = true);
        var kept = (await SeeAsync("", l => l.Count == 1))[0];
        var op = await Shop.LogInAsOperatorAsync();

        var replayed = (await op.PostAsync($"v1/ops/notifies/{kept["notifyId"]}/replay")).Expect(200).Json;

        Assert.Equal(("BadSignature", 401, "SIGN_ERROR"), ($"{replayed["verdict"]}", (int)replayed["status"]!, $"{replayed["code"]}"));
        Assert.Equal("Unpaid", $"{(await li.ReadOrderAsync(placed.OrderId))["payStatus"]}");
        (await op.PostAsync($"v1/ops/notifies/{$"{kept["notifyId"]}"[..^8]}00000000/replay")).Expect(404, "NOTIFY_NOT_FOUND");
        (await li.PostAsync($"v1/ops/notifies/{kept["notifyId"]}/replay")).Expect(403, "OPERATOR_REQUIRED");
    }

    // Anybody can post to the endpoint: what is no notify fills no tables.
    [Fact]
    public async Task Flood_OfWhatIsNoNotify_IsAnsweredAndCounted_AndFewAreKept()
    {
        var statuses = await Task.WhenAll(Enumerable.Range(0, 300).Select(async n =>
        {
            using var junk = new HttpRequestMessage(HttpMethod.Post, "wechat/pay-notify") { Content = new StringContent(new string('x', 20_000)) };
            if (n % 2 == 0)
                Sign(junk);
            return (int)(await Shop.Http.SendAsync(junk)).StatusCode;
        }));

        Assert.All(statuses, s => Assert.Equal(401, s));
        var recorder = Shop.Services.GetRequiredService<FlightRecorder>();
        Assert.InRange(recorder.Dropped, 80, 150);
        var table = new TableClient(Shop.ConnectionString, Tables.AllNotifies);
        await table.CreateIfNotExistsAsync();
        var rows = await Eventually.SeeAsync(
            async () => await table.QueryAsync<TableEntity>().ToListAsync(), r => r.Count + recorder.Dropped == 300, "those that are kept are written");
        // Of what is not even signed, that it came; of the rest, as much as a notify is long.
        Assert.All(rows, r => Assert.Equal(r.GetString("Verdict") == "MissingHeader" ? 0 : 10 * 1024, r.GetBinary("Body").Length));
        Assert.Equal(["MissingHeader", "UnknownSerial"], rows.Select(r => r.GetString("Verdict")).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task List_IsOfADay_PageByPage()
    {
        var placed = await (await Shop.LogInAsync()).PlaceOrderAsync(await Shop.PutOnSaleAsync(pieces: 5));
        for (var n = 0; n < 23; n++)
            await ForgeAsync(placed, f => f["breakSignature"] = true);
        var op = await Shop.LogInAsOperatorAsync();
        await SeeAsync("", l => l.Count == 20);

        var first = (await Eventually.SeeAsync(() => op.GetAsync("v1/ops/notifies"), r => r.Json["next"] is not null, "two pages")).Json;
        await Eventually.SeeAsync(() => SeeAsync($"?next={first["next"]}", _ => true), l => l.Count == 3, "the second page");
        Assert.Empty(await SeeAsync("?day=2020-01-01", _ => true));
        (await op.GetAsync("v1/ops/notifies?day=yesterday")).Expect(400, "MALFORMED_REQUEST");
        (await op.GetAsync($"v1/ops/notifies?day=2020-01-01&next={first["next"]}")).Expect(400, "MALFORMED_REQUEST");
    }

    private void Sign(HttpRequestMessage forgery)
    {
        forgery.Headers.Add("Wechatpay-Timestamp", $"{Shop.Time.GetUtcNow().ToUnixTimeSeconds()}");
        forgery.Headers.Add("Wechatpay-Nonce", "a-nonce-of-nobody");
        forgery.Headers.Add("Wechatpay-Signature", Convert.ToBase64String(new byte[256]));
        forgery.Headers.Add("Wechatpay-Serial", "PUB_KEY_ID_OF_NOBODY");
        forgery.Headers.Add("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
    }

    private async Task<List<JsonObject>> SeeAsync(string query, Predicate<List<JsonObject>> good)
    {
        var op = await Shop.LogInAsOperatorAsync();
        return await Eventually.SeeAsync(
            async () => (await op.GetAsync($"v1/ops/notifies{query}")).Expect(200).Json["items"]!.AsArray().Select(e => e!.AsObject()).ToList(),
            l => good(l),
            "the notifies that were kept");
    }

    private Task<JsonObject> ForgeAsync(Placed placed, Action<JsonObject> spoil)
    {
        var notify = new JsonObject
        {
            ["notifyUrl"] = new Uri(Shop.Address, "api/wechat/pay-notify").ToString(),
            ["eventType"] = "TRANSACTION.SUCCESS",
            ["originalType"] = "transaction",
            ["resource"] = new JsonObject
            {
                ["mchid"] = ShopHost.MchId,
                ["appid"] = ShopHost.AppId,
                ["out_trade_no"] = placed.OutTradeNo,
                ["transaction_id"] = "4200009999202611110000000001",
                ["trade_type"] = "JSAPI",
                ["trade_state"] = "SUCCESS",
                ["success_time"] = "2026-11-11T12:00:00+08:00",
                ["amount"] = new JsonObject { ["total"] = (long)placed.Order["totalFen"]!, ["currency"] = "CNY" },
            },
        };
        spoil(notify);
        return Shop.TellWeChatAsync("simulator/forge/notify", notify);
    }
}
