namespace WeCommerce.Simulator.Tests;

public sealed class PaymentTests
{
    [Fact]
    public async Task A_shop_logs_in_prepays_and_is_notified_of_the_payment()
    {
        await using var game = await Game.StartAsync();
        var openId = await game.UserAsync();
        var login = await game.LoginAsync(await game.LoginCodeAsync(openId));
        Assert.Equal(openId, login.Text("openid"));

        var prepay = await game.PrepayAsync(game.Order("ORDER-1", openId));
        Assert.Equal(200, prepay.Status);
        Assert.True(prepay.SignedBy(game.Simulator.PublicKeyPem));
        Assert.Equal(game.Simulator.PublicKeyId, prepay.Header("Wechatpay-Serial"));

        var transactionId = (await game.PayAsync(prepay.Text("prepay_id")!, openId)).Text("transactionId");
        var notify = await game.Shop.NextAsync();

        Assert.True(notify.SignedBy(game.Simulator.PublicKeyPem));
        Assert.Equal("TRANSACTION.SUCCESS", notify.EventType);
        Assert.Equal("encrypt-resource", notify.Json.GetProperty("resource_type").GetString());
        Assert.Equal("2026-03-01T09:00:00+08:00", notify.Json.GetProperty("create_time").GetString());
        var resource = notify.Json.GetProperty("resource");
        Assert.Equal("AEAD_AES_256_GCM", resource.GetProperty("algorithm").GetString());
        Assert.Equal("transaction", resource.GetProperty("original_type").GetString());
        Assert.Equal(
            $$$"""{"appid":"{{{Game.AppId}}}","mchid":"{{{Merchant.Standard.MchId}}}","out_trade_no":"ORDER-1","transaction_id":"{{{transactionId}}}","trade_type":"JSAPI","trade_state":"SUCCESS","trade_state_desc":"支付成功","bank_type":"OTHERS","attach":"第一单","success_time":"2026-03-01T09:00:00+08:00","payer":{"openid":"{{{openId}}}"},"amount":{"total":1990,"payer_total":1990,"currency":"CNY","payer_currency":"CNY"}}""",
            notify.Resource.GetRawText());
    }
}
