using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeCommerce.Shop.Http;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Logs;

/// <summary>Lesson 15: logs name orders and transactions, never people, keys or bodies.</summary>
public sealed class LogTests(Azurite azurite) : ShopTests(azurite)
{
    private readonly RecordingLogs _recorder = new();

    protected override Action<ILoggingBuilder> Logging => _recorder.AddTo;

    [Fact]
    public async Task Logs_OfAWholePurchase_NameNobody()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var user = await Shop.TellWeChatAsync("simulator/users", new { nickname = "李雷", phone = "13812345678" });
        var li = await Shop.LogInAsAsync($"{user["openId"]}");
        var phoneCode = $"{(await Shop.TellWeChatAsync("simulator/phone-codes", new { openId = li.OpenId }))["code"]}";
        (await li.PostAsync("v1/login/phone", new { code = phoneCode })).Expect(200);
        (await li.PostAsync("v1/me/addresses", Shopper.Home)).Expect(201);
        var bought = await li.BuyAsync(sku);
        (await li.PostAsync($"v1/orders/{bought.OrderId}/cancel")).Expect(409);
        await Shop.TellWeChatAsync("simulator/forge/notify", new
        {
            notifyUrl = new Uri(Shop.Address, "api/wechat/pay-notify"),
            eventType = "TRANSACTION.SUCCESS",
            originalType = "transaction",
            breakSignature = true,
            resource = new { payer = new { openid = li.OpenId } },
        });
        Shop.Network.LoseRequests(static _ => true);
        (await li.GetAsync("v1/me")).Expect(503);
        Shop.Network.Heal();

        string[] secrets =
        [
            li.OpenId, $"{user["unionId"]}", li.Token, "13812345678", "13800138000", "李雷", "龙井路", phoneCode, ShopHost.ApiV3Key, ShopHost.AppSecret,
            "WECHATPAY2-SHA256-RSA2048", "PRIVATE KEY", "ciphertext",
        ];
        var lines = _recorder.Lines.ToList();
        Assert.NotEmpty(lines);
        Assert.DoesNotContain(lines, l => secrets.Any(s => l.Contains(s, StringComparison.Ordinal)));
    }

    // WeChat puts the OpenId into the address of a push, and the host's own log has whole addresses at Information.
    [Fact]
    public void Addresses_AreNotLogged_WhateverTheHostSays() => Assert.Contains(
        Shop.Services.GetRequiredService<IOptions<LoggerFilterOptions>>().Value.Rules,
        r => r is { ProviderName: null, CategoryName: HttpModule.AddressLogs, LogLevel: LogLevel.Warning });
}
