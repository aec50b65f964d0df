using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace WeCommerce.Simulator.Tests;

/// <summary>平台证书 and 微信支付公钥: which key signs, and how certificates are downloaded and rotated.</summary>
public sealed class KeyTests
{
    [Fact]
    public async Task A_public_key_merchant_has_no_certificates_to_download()
    {
        await using var game = await Game.StartAsync();
        var answer = await CertificatesAsync(game);
        Assert.Equal((404, "RESOURCE_NOT_EXISTS"), (answer.Status, answer.Code));
        Assert.StartsWith("PUB_KEY_ID_01", game.Simulator.PublicKeyId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificates_are_encrypted_with_the_APIv3_key_and_verify_their_own_answer()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { keyMode = "PlatformCertificate" });
        var answer = await CertificatesAsync(game);

        var item = Assert.Single(answer.Json.GetProperty("data").EnumerateArray());
        Assert.Equal("certificate", item.GetProperty("encrypt_certificate").GetProperty("associated_data").GetString());
        var pem = Decrypt(item);
        using var certificate = X509Certificate2.CreateFromPem(pem);
        Assert.Equal(item.GetProperty("serial_no").GetString(), certificate.SerialNumber);
        Assert.Matches("^[0-9A-F]{40}$", certificate.SerialNumber);
        Assert.Equal(certificate.SerialNumber, answer.Header("Wechatpay-Serial"));
        Assert.True(answer.SignedBy(pem));
    }

    [Fact]
    public async Task After_a_rotation_both_certificates_are_listed_and_both_sign()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { keyMode = "PlatformCertificate" });
        var old = game.Simulator.PlatformSerialNo;
        var renewed = (await game.PostAsync("/simulator/keys/rotate")).Text("serialNo");
        Assert.NotEqual(old, renewed);

        var answers = new[] { await CertificatesAsync(game), await CertificatesAsync(game) };
        var byserial = answers[0].Json.GetProperty("data").EnumerateArray().ToDictionary(item => item.GetProperty("serial_no").GetString()!, Decrypt);
        Assert.Equal([old, renewed], byserial.Keys);
        Assert.Equal(byserial.Keys.Order(), answers.Select(a => a.Header("Wechatpay-Serial")).Order());
        Assert.All(answers, a => Assert.True(a.SignedBy(byserial[a.Header("Wechatpay-Serial")])));
    }

    [Fact]
    public async Task During_the_switch_answers_follow_the_serial_that_the_request_names()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { keyMode = "Both" });
        var byKey = await CertificatesAsync(game, game.Simulator.PublicKeyId);
        var byCertificate = await CertificatesAsync(game);
        Assert.Equal(game.Simulator.PublicKeyId, byKey.Header("Wechatpay-Serial"));
        Assert.True(byKey.SignedBy(game.Simulator.PublicKeyPem));
        Assert.Equal(game.Simulator.PlatformSerialNo, byCertificate.Header("Wechatpay-Serial"));
    }

    [Fact]
    public async Task Answers_can_be_probes_too()
    {
        await using var game = await Game.StartAsync();
        await game.BehaveAsync(new { api = new { probe = true } });
        var answer = await game.PrepayAsync(game.Order("ORDER-1", await game.UserAsync()));
        Assert.Equal(200, answer.Status);
        Assert.StartsWith("WECHATPAY/SIGNTEST/", answer.Header("Wechatpay-Signature"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_person_who_plays_can_read_the_public_keys()
    {
        await using var game = await Game.StartAsync();
        var keys = await game.GetAsync("/simulator/keys");
        Assert.Equal(game.Simulator.PublicKeyId, keys.Text("publicKeyId"));
        Assert.Equal(game.Simulator.PublicKeyPem, keys.Text("publicKeyPem"));
        Assert.DoesNotContain("PRIVATE", keys.Json.GetRawText(), StringComparison.Ordinal);
    }

    private static Task<Answer> CertificatesAsync(Game game, string? serial = null) => game.PayApiAsync(HttpMethod.Get, "/v3/certificates", change: request =>
    {
        if (serial is not null)
            request.Headers.Add("Wechatpay-Serial", serial);
    });

    private static string Decrypt(JsonElement item) => Verification.Decrypt(Merchant.ApiV3Key, item.GetProperty("encrypt_certificate"));
}
