using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using WeCommerce.Slices.Http;
using WeCommerce.Testing;

namespace WeCommerce.Slices.AfterSales;

/// <summary>A refund whose way back failed: an operator sends it another way, and it ends like any other.</summary>
public sealed class AbnormalRefundTests(Azurite azurite) : ShopTests(azurite)
{
    private static readonly object Card = new { way = "UserBankCard", bankType = "ICBC_DEBIT", bankAccount = RouteWorld.CardNumber, realName = RouteWorld.CardHolder };
    private static readonly object Merchant = new { way = "MerchantBankCard" };

    private readonly RecordingLogs _logs = new();

    protected override Action<ILoggingBuilder> Logging => _logs.AddTo;

    [Fact]
    public async Task ToACard_GoesUnderWayAgain_AndEndsWithTheMoney()
    {
        var (li, keeper, orderId, refund) = await StuckAsync();

        var sent = (await ApplyAsync(keeper, refund, Card)).Expect(200).Json;

        Assert.Equal(("Processing", $"{refund["refundId"]}"), ($"{sent["stage"]}", $"{sent["refundId"]}"));
        await li.SeeRefundAsync(orderId, refund, "Succeeded");
        var done = await Eventually.SeeAsync(
            async () => (await keeper.GetAsync("v1/ops/tasks?kind=RefundStuck&done=true")).Expect(200).Json["items"]!.AsArray(), t => t.Count == 1, "the task is done");
        Assert.Contains("/abnormal", $"{done[0]!["remedy"]}", StringComparison.Ordinal);
        Assert.Equal("OTHER_BANKCARD", await ChannelAsync());
    }

    [Fact]
    public async Task ToTheMerchant_NeedsNoCard()
    {
        var (li, keeper, orderId, refund) = await StuckAsync();

        (await ApplyAsync(keeper, refund, Merchant)).Expect(200);

        await li.SeeRefundAsync(orderId, refund, "Succeeded");
    }

    // The notify is lost: whoever asks finds out.
    [Fact]
    public async Task Outcome_ThatIsNotTold_IsAskedFor()
    {
        var (li, keeper, orderId, refund) = await StuckAsync();
        await Shop.BehaveAsync(new { notify = new { drop = 100 } });

        (await ApplyAsync(keeper, refund, Card)).Expect(200);

        await li.SeeRefundAsync(orderId, refund, "Succeeded");
    }

    // WeChat took it on, and its answer was lost: the second try is refused there, and taken as what it is.
    [Fact]
    public async Task Application_WhoseAnswerWasLost_IsTakenAsItStands()
    {
        var (li, keeper, orderId, refund) = await StuckAsync();
        Shop.Network.LoseRequests(static r => r.Method == Azure.Core.RequestMethod.Post && r.Uri.ToString().Contains("$batch", StringComparison.Ordinal));
        (await ApplyAsync(keeper, refund, Card)).Expect(503);
        Shop.Network.Heal();

        var again = await ApplyAsync(keeper, refund, Card);

        Assert.True(again.Status == 200 || again.Code == "REFUND_DONE", again.ToString());
        await li.SeeRefundAsync(orderId, refund, "Succeeded");
    }

    [Fact]
    public async Task OfARefundThatIsNotAbnormal_IsRefused()
    {
        var (li, keeper, orderId, refund) = await StuckAsync();
        (await ApplyAsync(keeper, refund, Merchant)).Expect(200);
        await li.SeeRefundAsync(orderId, refund, "Succeeded");

        (await ApplyAsync(keeper, refund, Merchant)).Expect(409, "REFUND_DONE");
        (await keeper.PostAsync($"v1/ops/refunds/{orderId}R77/abnormal", Merchant)).Expect(404, "REFUND_NOT_FOUND");
        (await keeper.PostAsync("v1/ops/refunds/nonsense/abnormal", Merchant)).Expect(404, "REFUND_NOT_FOUND");
    }

    [Fact]
    public async Task OfARefundUnderWay_IsRefused()
    {
        await Shop.BehaveAsync(new { refund = new { delayMs = 600_000 } });
        var (li, keeper, orderId, refund) = await ApprovedAsync();
        await Eventually.IsAsync(async () => (await Shop.LedgerAsync())["refunds"]!.AsArray().Count == 1, "WeChat took it on");

        var reply = await ApplyAsync(keeper, refund, Card);

        reply.Expect(409, "REFUND_NOT_ABNORMAL");
        Assert.Equal("Processing", $"{(await li.ReadOrderAsync(orderId))["refunds"]![0]!["status"]}");
    }

    [Fact]
    public async Task WeChatRefuses_IsAProblemWithItsCode_AndTheTaskStays()
    {
        var (li, keeper, orderId, refund) = await StuckAsync();

        var reply = await ApplyAsync(keeper, refund, new { way = "UserBankCard", bankType = "NOBANK_DEBIT", bankAccount = RouteWorld.CardNumber, realName = RouteWorld.CardHolder });

        reply.Expect(502, "WECHAT_PAY_REFUSED");
        Assert.Equal("PARAM_ERROR", $"{reply.Json["weChatCode"]}");
        Assert.Equal("Abnormal", $"{(await li.ReadOrderAsync(orderId))["refunds"]![0]!["status"]}");
        Assert.Single((await keeper.GetAsync("v1/ops/tasks?kind=RefundStuck")).Expect(200).Json["items"]!.AsArray());
    }

    [Theory]
    [InlineData("""{}""", "way")]
    [InlineData("""{"way":"UserBankCard","bankType":"ICBC_DEBIT","bankAccount":"6222020200112233445"}""", "realName")]
    [InlineData("""{"way":"UserBankCard","bankType":"ICBC_CREDIT","bankAccount":"6222020200112233445","realName":"李大雷"}""", "bankType")]
    [InlineData("""{"way":"UserBankCard","bankType":"ICBC_DEBIT","bankAccount":"6222 0202","realName":"李大雷"}""", "bankAccount")]
    [InlineData("""{"way":"MerchantBankCard","bankAccount":"6222020200112233445"}""", "bankAccount")]
    public async Task Bodies_ThatAreNotRight_AreRefused_ByField(string body, string field)
    {
        var keeper = await Shop.LogInAsOperatorAsync();

        var reply = await keeper.PostTextAsync("v1/ops/refunds/nonsense/abnormal", body);

        reply.Expect(422, "INVALID_REQUEST");
        Assert.Equal([field], reply.Json["errors"]!.AsObject().Select(e => e.Key));
    }

    [Fact]
    public async Task Card_StandsNowhere()
    {
        var (li, keeper, orderId, refund) = await StuckAsync();
        var replies = new[]
        {
            await ApplyAsync(keeper, refund, new { way = "UserBankCard", bankType = "NOBANK_DEBIT", bankAccount = RouteWorld.CardNumber, realName = RouteWorld.CardHolder }),
            (await ApplyAsync(keeper, refund, Card)).Expect(200),
        };
        await li.SeeRefundAsync(orderId, refund, "Succeeded");
        await Eventually.IsAsync(async () => (await keeper.GetAsync($"v1/ops/orders/{orderId}/trace")).Text.Contains("ApplyAbnormalRefund", StringComparison.Ordinal), "the flight is recorded");

        var texts = replies.Select(r => r.Text).Concat(_logs.Lines).Concat(Shop.Network.MessagesSent).Concat(await StoredRows.TextsAsync(Shop.ConnectionString));
        Assert.DoesNotContain(texts, t => t.Contains(RouteWorld.CardNumber, StringComparison.Ordinal) || t.Contains(RouteWorld.CardHolder, StringComparison.Ordinal));
    }

    private static Task<Reply> ApplyAsync(Shopper keeper, JsonObject refund, object body) => keeper.PostAsync($"v1/ops/refunds/{refund["refundId"]}/abnormal", body);

    private async Task<string> ChannelAsync() => $"{Assert.Single((await Shop.LedgerAsync())["refunds"]!.AsArray())!["channel"]}";

    private async Task<(Shopper Li, Shopper Keeper, string OrderId, JsonObject Refund)> ApprovedAsync()
    {
        var (sku, li, keeper) = (await Shop.PutOnSaleAsync(pieces: 5), await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync());
        var bought = await li.BuyAsync(sku);
        var refund = await li.RefundAsync(bought.OrderId, new { kind = "RefundOnly", reason = "NoLongerWanted" });
        await keeper.DecideAsync(refund, "approve");
        return (li, keeper, bought.OrderId, refund);
    }

    /// <summary>WeChat calls the refund ABNORMAL, and a person has been told.</summary>
    private async Task<(Shopper Li, Shopper Keeper, string OrderId, JsonObject Refund)> StuckAsync()
    {
        await Shop.BehaveAsync(new { refund = new { outcome = "Abnormal" } });
        var (li, keeper, orderId, refund) = await ApprovedAsync();
        await li.SeeRefundAsync(orderId, refund, "Abnormal");
        await Eventually.IsAsync(
            async () => (await keeper.GetAsync("v1/ops/tasks?kind=RefundStuck")).Expect(200).Json["items"]!.AsArray().Count == 1, "a task is raised");
        return (li, keeper, orderId, refund);
    }
}
