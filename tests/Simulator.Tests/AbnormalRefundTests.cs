using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace WeCommerce.Simulator.Tests;

/// <summary>发起异常退款.</summary>
public sealed class AbnormalRefundTests
{
    [Fact]
    public async Task Money_that_could_not_go_back_goes_to_the_users_bank_card()
    {
        await using var game = await Game.StartAsync();
        var refundId = await AbnormalAsync(game);
        var applied = await ApplyAsync(game, refundId, ToUser(game.Simulator.PublicKeyPem), game.Simulator.PublicKeyId);
        Assert.Equal((200, "PROCESSING", "R-1"), (applied.Status, applied.Text("status"), applied.Text("out_refund_no")));
        Assert.Equal(("OTHER_BANKCARD", "借记卡6789"), (applied.Text("channel"), applied.Text("user_received_account")));
        Assert.True(applied.SignedBy(game.Simulator.PublicKeyPem));

        await game.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("SUCCESS", (await game.QueryRefundAsync("R-1")).Text("status"));
        var notify = Assert.Single(game.Shop.Arrived());
        Assert.Equal(("REFUND.SUCCESS", refundId), (notify.EventType, notify.Resource.GetProperty("refund_id").GetString()));
        Assert.Equal(400, (await ApplyAsync(game, refundId, ToUser(game.Simulator.PublicKeyPem), game.Simulator.PublicKeyId)).Status);
    }

    [Fact]
    public async Task A_platform_certificate_encrypts_as_well_as_the_public_key()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { keyMode = "PlatformCertificate" });
        var refundId = await AbnormalAsync(game);
        using var certificate = X509Certificate2.CreateFromPem(game.Simulator.PlatformCertificatePem);
        using var key = certificate.GetRSAPublicKey()!;
        var body = ToUser(key.ExportSubjectPublicKeyInfoPem());
        Assert.Equal(200, (await ApplyAsync(game, refundId, body, game.Simulator.PlatformSerialNo)).Status);
    }

    [Fact]
    public async Task The_merchants_own_card_needs_no_secrets()
    {
        await using var game = await Game.StartAsync();
        var refundId = await AbnormalAsync(game);
        var body = new JsonObject { ["out_refund_no"] = "R-1", ["type"] = "MERCHANT_BANK_CARD" };
        Assert.Equal("PROCESSING", (await ApplyAsync(game, refundId, body, serial: null)).Text("status"));
    }

    [Theory]
    [InlineData("type", "\"PIGGY_BANK\"")]
    [InlineData("type", null)]
    [InlineData("bank_type", null)]
    [InlineData("bank_type", "\"NO_BANK\"")]
    [InlineData("bank_account", null)]
    [InlineData("bank_account", "\"6222020000000006789\"")]
    [InlineData("real_name", null)]
    [InlineData("real_name", "\"5byg5LiJ\"")]
    [InlineData("out_refund_no", null)]
    public async Task A_wrong_field_is_400_PARAM_ERROR_and_the_refund_stays_ABNORMAL(string field, string? json)
    {
        await using var game = await Game.StartAsync();
        var refundId = await AbnormalAsync(game);
        var body = ToUser(game.Simulator.PublicKeyPem);
        body.Remove(field);
        if (json is not null)
            body[field] = JsonNode.Parse(json);
        var answer = await ApplyAsync(game, refundId, body, game.Simulator.PublicKeyId);
        Assert.Equal((400, "PARAM_ERROR"), (answer.Status, answer.Code));
        Assert.Equal("ABNORMAL", (await game.QueryRefundAsync("R-1")).Text("status"));
    }

    [Fact]
    public async Task What_another_key_encrypted_does_not_decrypt()
    {
        await using var game = await Game.StartAsync();
        var refundId = await AbnormalAsync(game);
        var others = ToUser(Merchant.Standard.PublicKeyPem);
        Assert.Equal("PARAM_ERROR", (await ApplyAsync(game, refundId, others, game.Simulator.PublicKeyId)).Code);
        var ours = ToUser(game.Simulator.PublicKeyPem);
        Assert.Equal("PARAM_ERROR", (await ApplyAsync(game, refundId, ours, "PUB_KEY_ID_0")).Code);
        Assert.Equal("PARAM_ERROR", (await ApplyAsync(game, refundId, ours, serial: null)).Code);
    }

    [Fact]
    public async Task Only_an_ABNORMAL_refund_of_both_numbers_can_be_applied_for()
    {
        await using var game = await Game.StartAsync();
        var refundId = await AbnormalAsync(game);
        var body = new JsonObject { ["out_refund_no"] = "R-1", ["type"] = "MERCHANT_BANK_CARD" };
        Assert.Equal("RESOURCE_NOT_EXISTS", (await ApplyAsync(game, "50300000000000000000000000000", body, serial: null)).Code);
        body["out_refund_no"] = "R-2";
        Assert.Equal("INVALID_REQUEST", (await ApplyAsync(game, refundId, body, serial: null)).Code);

        await game.BehaveAsync(new { refund = new { outcome = "Success" } });
        var good = (await game.RefundAsync(game.RefundOf("ORDER-1", "R-2", 1))).Text("refund_id")!;
        Assert.Equal("INVALID_REQUEST", (await ApplyAsync(game, good, body, serial: null)).Code);
    }

    /// <summary>The refund_id of R-1, which ended ABNORMAL; its notify has been taken.</summary>
    private static async Task<string> AbnormalAsync(Game game)
    {
        await game.BehaveAsync(new { refund = new { outcome = "Abnormal" } });
        await game.PaidAsync("ORDER-1", outcome: "PaidButSilent");
        var refund = await game.RefundAsync(game.RefundOf("ORDER-1", "R-1", 990));
        await game.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("REFUND.ABNORMAL", Assert.Single(game.Shop.Arrived()).EventType);
        return refund.Text("refund_id")!;
    }

    private static Task<Answer> ApplyAsync(Game game, string refundId, JsonObject body, string? serial) => game.PayApiAsync(
        HttpMethod.Post,
        $"/v3/refund/domestic/refunds/{refundId}/apply-abnormal-refund",
        body.DeepClone(),
        request =>
        {
            if (serial is not null)
                request.Headers.Add("Wechatpay-Serial", serial);
        });

    private static JsonObject ToUser(string publicKeyPem) => new()
    {
        ["out_refund_no"] = "R-1",
        ["type"] = "USER_BANK_CARD",
        ["bank_type"] = "ICBC_DEBIT",
        ["bank_account"] = Encrypt(publicKeyPem, "6222020000000006789"),
        ["real_name"] = Encrypt(publicKeyPem, "张三"),
    };

    /// <summary>敏感信息加解密: RSAES-OAEP with SHA-1, Base64.</summary>
    private static string Encrypt(string publicKeyPem, string text)
    {
        using var key = Merchant.Read(publicKeyPem);
        return Convert.ToBase64String(key.Encrypt(Encoding.UTF8.GetBytes(text), RSAEncryptionPadding.OaepSHA1));
    }
}
