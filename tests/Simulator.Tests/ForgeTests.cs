namespace WeCommerce.Simulator.Tests;

/// <summary>Notifies that WeChat would never send.</summary>
public sealed class ForgeTests
{
    [Fact]
    public async Task A_forged_notify_has_WeChats_signature_and_says_anything()
    {
        await using var game = await Game.StartAsync();
        game.Shop.AnswerWith(400, "refused");
        var answer = await game.PostAsync("/simulator/forge/notify", new
        {
            notifyUrl = game.Shop.NotifyUrl,
            eventType = "TRANSACTION.SUCCESS",
            originalType = "transaction",
            resource = new { mchid = "1900000002", amount = new { total = 1 } },
        });
        Assert.Equal(("400", "refused"), (answer.Text("status"), answer.Text("body")));
        var forged = await game.Shop.NextAsync();
        Assert.True(forged.SignedBy(game.Simulator.PublicKeyPem));
        Assert.Equal("""{"mchid":"1900000002","amount":{"total":1}}""", forged.Resource.GetRawText());
    }

    [Fact]
    public async Task A_forged_notify_can_be_old_broken_or_a_probe()
    {
        await using var game = await Game.StartAsync();
        await ForgeAsync(new { notifyUrl = game.Shop.NotifyUrl, resource = new { }, timestampOffsetSeconds = -301 });
        var old = await game.Shop.NextAsync();
        Assert.True(old.SignedBy(game.Simulator.PublicKeyPem));
        Assert.Equal((Game.Morning.ToUnixTimeSeconds() - 301).ToString(), old.Headers["Wechatpay-Timestamp"]);

        await ForgeAsync(new { notifyUrl = game.Shop.NotifyUrl, resource = new { }, breakSignature = true });
        Assert.False((await game.Shop.NextAsync()).SignedBy(game.Simulator.PublicKeyPem));
        await ForgeAsync(new { notifyUrl = game.Shop.NotifyUrl, resource = new { }, signTest = true });
        Assert.StartsWith("WECHATPAY/SIGNTEST/", (await game.Shop.NextAsync()).Headers["Wechatpay-Signature"], StringComparison.Ordinal);
        await ForgeAsync(new { notifyUrl = game.Shop.NotifyUrl, resource = new { }, keyMode = "PlatformCertificate", serialNo = "00" });
        Assert.Equal("00", (await game.Shop.NextAsync()).Headers["Wechatpay-Serial"]);

        async Task ForgeAsync(object forgery) => Assert.Equal("204", (await game.PostAsync("/simulator/forge/notify", forgery)).Text("status"));
    }
}
