using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using WeCommerce.Slices.AfterSales;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Pushes;

public sealed class PushTests(Azurite azurite) : ShopTests(azurite)
{
    [Theory]
    [InlineData("plaintext", "json")]
    [InlineData("plaintext", "xml")]
    [InlineData("compatible", "json")]
    [InlineData("compatible", "xml")]
    [InlineData("safe", "json")]
    [InlineData("safe", "xml")]
    public async Task Push_IsTaken_InEveryModeAndFormat(string mode, string format)
    {
        await using var shop = await ShopHost.StartBesideAsync(Shop, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Pushes:Apps:mini:Mode"] = mode,
            ["Pushes:Apps:mini:Format"] = format,
        });
        await shop.SetUpPushesAsync(mode, format);

        var answer = await shop.PushAsync(new { type = "subscribe_msg_popup_event", openId = "o-li", List = new[] { new { TemplateId = "t1", SubscribeStatusString = "accept" } } });

        Assert.Equal((200, "success"), ((int)answer["status"]!, $"{answer["body"]}"));
        var listed = Assert.Single(await ListedAsync(1));
        Assert.Equal("subscribe_msg_popup_event", $"{listed["kind"]}");
        Assert.Equal("TakePopupAnswers", $"{listed["handledBy"]}");
    }

    // Who put in a wrong Token learns it in the console, not when the first push is lost.
    [Fact]
    public async Task Address_IsRefused_WithAnotherToken()
    {
        var settings = new { url = new Uri(Shop.Address, "api/wechat/messages/mini"), token = "anothertoken", encodingAesKey = ShopHost.PushAesKey, mode = "safe", format = "json" };

        var reply = await Reply.OfAsync(await Shop.WeChat.PutAsync($"simulator/apps/{ShopHost.AppId}/push", JsonContent(settings)));

        reply.Expect(400, "BAD_PUSH_SETTINGS");
    }

    // WeChat repeats what it thinks was not answered (消息排重): the same message, and the same event.
    [Theory]
    [InlineData("text")]
    [InlineData("user_enter_tempsession")]
    public async Task Repeat_IsTheSamePush(string type)
    {
        await Shop.SetUpPushesAsync();
        var createTime = Shop.Time.GetUtcNow().ToUnixTimeSeconds();
        var push = new { type, openId = "o-li", createTime, Content = "在吗", MsgId = type == "text" ? "7000000000000000001" : null };

        for (var n = 0; n < 3; n++)
            Assert.Equal(200, (int)(await Shop.PushAsync(push))["status"]!);
        // Another one, a second later.
        await Shop.PushAsync(push with { createTime = createTime + 1, MsgId = type == "text" ? "7000000000000000002" : null });

        var listed = await ListedAsync(2);
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "nothing is left to do");
        Assert.Equal(2, (await ListedAsync(listed.Count)).Count);
    }

    [Fact]
    public async Task Settlement_IsTheOrders_WhateverComesFirst()
    {
        await Shop.SetUpPushesAsync();
        var (li, keeper) = (await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync());
        var orderId = (await li.BuyAsync(await Shop.PutOnSaleAsync(pieces: 1))).OrderId;
        var order = await li.ReadOrderAsync(orderId);
        var paid = new { merchant_id = ShopHost.MchId, merchant_trade_no = $"{order["outTradeNo"]}", transaction_id = $"{order["transactionId"]}" };
        var (estimate, settled) = (DateTimeOffset.FromUnixTimeSeconds(1_800_000_000), DateTimeOffset.FromUnixTimeSeconds(1_800_100_000));

        await Shop.PushAsync(new
        {
            type = "trade_manage_order_settlement",
            paid.merchant_id,
            paid.merchant_trade_no,
            paid.transaction_id,
            confirm_receive_method = 2,
            confirm_receive_time = 1_800_090_000,
            settlement_time = settled.ToUnixTimeSeconds(),
        });
        await Shop.PushAsync(new
        {
            type = "trade_manage_order_settlement",
            paid.merchant_id,
            paid.merchant_trade_no,
            paid.transaction_id,
            // Numbers come as texts now and then.
            estimated_settlement_time = estimate.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        });

        var seen = await Eventually.SeeAsync(
            async () => (await keeper.GetAsync($"v1/ops/orders/{orderId}")).Expect(200).Json["settlement"],
            s => s?["settledAt"] is not null && s["estimatedAt"] is not null,
            "both times");
        Assert.Equal((estimate, settled, "2"), ((DateTimeOffset)seen!["estimatedAt"]!, (DateTimeOffset)seen["settledAt"]!, $"{seen["receiptMethod"]}"));
        Assert.Null((await li.ReadOrderAsync(orderId))["settlement"]);
    }

    [Fact]
    public async Task ReminderOfShipping_IsATask_UnlessItWasSent()
    {
        await Shop.SetUpPushesAsync();
        var (li, keeper, sku) = (await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync(), await Shop.PutOnSaleAsync(pieces: 2));
        var (late, sent) = ((await li.BuyAsync(sku)).OrderId, (await li.BuyAsync(sku)).OrderId);
        await keeper.ShipAsync(sent);

        foreach (var id in new[] { sent, late })
        {
            var order = (await keeper.GetAsync($"v1/ops/orders/{id}")).Expect(200).Json;
            await Shop.PushAsync(new { type = "trade_manage_remind_shipping", merchant_trade_no = $"{order["outTradeNo"]}", transaction_id = $"{order["transactionId"]}" });
        }
        await Shop.PushAsync(new { type = "trade_manage_remind_access_api", msg = "请接入" });
        await ListedAsync(3);

        var tasks = (await keeper.GetAsync("v1/ops/tasks")).Expect(200).Json["items"]!.AsArray();
        Assert.Equal(late, $"{Assert.Single(tasks, t => $"{t!["kind"]}" == "ShippingReminded")!["about"]}");
        Assert.Equal(ShopHost.AppId, $"{Assert.Single(tasks, t => $"{t!["kind"]}" == "ShippingApiMissing")!["about"]}");
    }

    [Fact]
    public async Task OfAnotherSystemsTrade_NothingIsDone()
    {
        await Shop.SetUpPushesAsync();

        await Shop.PushAsync(new { type = "trade_manage_order_settlement", merchant_trade_no = "another-system-1", transaction_id = "4200001", settlement_time = 1_800_000_000 });

        Assert.Equal("TakeSettlement", $"{Assert.Single(await ListedAsync(1))["handledBy"]}");
    }

    [Fact]
    public async Task Counts_TellTheKinds()
    {
        await Shop.SetUpPushesAsync();
        for (var n = 0; n < 3; n++)
            await Shop.PushAsync(new { type = "text", openId = "o-li", Content = "在吗" });
        await Shop.PushAsync(new { type = "VIEW", openId = "o-li", EventKey = "https://shop.example.com/" });
        await ListedAsync(4);

        var counts = (await (await Shop.LogInAsOperatorAsync()).GetAsync("v1/ops/push-counts")).Expect(200).Json["kinds"]!.AsArray();

        Assert.Equal(["message.text 3", "view 1"], counts.Select(c => $"{c!["kind"]} {c["count"]}"));
    }

    // What people write, and who they are, stands nowhere plainly.
    [Fact]
    public async Task Kept_IsSealed()
    {
        await Shop.SetUpPushesAsync();
        await Shop.PushAsync(new { type = "text", openId = "o-li-lei-0001", Content = "我的手机号是13800138000" });
        await ListedAsync(1);

        var plain = new StringBuilder();
        var service = new Azure.Data.Tables.TableServiceClient(Shop.ConnectionString);
        foreach (var table in new[] { "Pushes", "Views" })
        {
            await foreach (var row in service.GetTableClient(table).QueryAsync<Azure.Data.Tables.TableEntity>())
                plain.AppendJoin('\n', row.Select(c => $"{c.Value}"));
        }

        Assert.DoesNotContain("o-li-lei-0001", $"{plain}", StringComparison.Ordinal);
        Assert.DoesNotContain("13800138000", $"{plain}", StringComparison.Ordinal);
        Assert.Contains("message.text", $"{plain}", StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<JsonNode>> ListedAsync(int atLeast)
    {
        var keeper = await Shop.LogInAsOperatorAsync();
        return await Eventually.SeeAsync(
            async () => (IReadOnlyList<JsonNode>)[.. (await keeper.GetAsync("v1/ops/pushes")).Expect(200).Json["items"]!.AsArray().Select(p => p!)],
            list => list.Count >= atLeast,
            $"{atLeast} pushes in the list");
    }

    private static StringContent JsonContent(object body) => new(System.Text.Json.JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
}
