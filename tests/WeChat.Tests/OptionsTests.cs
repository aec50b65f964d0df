using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeCommerce.WeChat.Api;
using WeCommerce.WeChat.MiniProgram;
using WeCommerce.WeChat.Pay;
using WeCommerce.WeChat.Tests.Pay;

namespace WeCommerce.WeChat.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Pay_names_every_wrong_setting_in_one_message_and_prints_none()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Pay(new()
        {
            ["WeChat:Pay:Endpoint"] = "ftp://secret.example.com",
            ["WeChat:Pay:MchId"] = "secret",
            ["WeChat:Pay:MerchantSerialNo"] = "secret",
            ["WeChat:Pay:MerchantPrivateKeyPem"] = "-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----",
            ["WeChat:Pay:ApiV3Key"] = "secret",
            ["WeChat:Pay:PublicKeyId"] = "secret",
            ["WeChat:Pay:CertificateRefreshInterval"] = "00:00:00",
            ["WeChat:Pay:Timeout"] = "-00:00:01",
            ["WeChat:Pay:BillTimeout"] = "00:31:00",
            ["WeChat:Pay:MaxBillBytes"] = "0",
        }));

        Assert.Equal(
            [
                "WeChat:Pay:Endpoint must be an absolute http or https address without query",
                "WeChat:Pay:MchId must be 1 to 32 digits",
                "WeChat:Pay:MerchantSerialNo must be the hexadecimal serial number of the merchant certificate",
                "WeChat:Pay:MerchantPrivateKeyPem must be an RSA private key of at least 2048 bits in PEM",
                "WeChat:Pay:ApiV3Key must be exactly 32 bytes",
                "WeChat:Pay:PublicKeyId and PublicKeyPem must be set together",
                "WeChat:Pay:PublicKeyId must begin with PUB_KEY_ID_",
                "WeChat:Pay:CertificateRefreshInterval must be positive",
                "WeChat:Pay:Timeout must be positive and at most two minutes",
                "WeChat:Pay:BillTimeout must be positive and at most thirty minutes",
                "WeChat:Pay:MaxBillBytes must be positive",
            ],
            failure.Failures);
        Assert.All(failure.Failures, f => Assert.Contains(f, failure.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pay_takes_PKCS1_and_PKCS8_in_one_line_or_many()
    {
        foreach (var pem in new[] { PayKeyRing.Merchant.ExportRSAPrivateKeyPem(), PayKeyRing.Merchant.ExportPkcs8PrivateKeyPem() })
        {
            Pay(new(PayWorld.Settings()) { ["WeChat:Pay:MerchantPrivateKeyPem"] = pem });
            Pay(new(PayWorld.Settings()) { ["WeChat:Pay:MerchantPrivateKeyPem"] = pem.ReplaceLineEndings("\\n") });
        }
    }

    [Fact]
    public void Pay_refuses_a_public_key_in_place_of_the_private_one()
    {
        var settings = PayWorld.Settings();
        settings["WeChat:Pay:MerchantPrivateKeyPem"] = PayKeyRing.Merchant.ExportSubjectPublicKeyInfoPem();

        Assert.Throws<OptionsValidationException>(() => Pay(settings));
    }

    [Fact]
    public void Platform_certificates_are_the_default_without_a_public_key_only()
    {
        Assert.True(Pay(PayWorld.Settings()).UsePlatformCertificates);
        var settings = PayWorld.Settings();
        settings["WeChat:Pay:PublicKeyId"] = PayKeyRing.PublicKeyId;
        settings["WeChat:Pay:PublicKeyPem"] = PayKeyRing.WeChat.ExportSubjectPublicKeyInfoPem();
        Assert.False(Pay(settings).UsePlatformCertificates);
        settings["WeChat:Pay:UsePlatformCertificates"] = "true";
        Assert.True(Pay(settings).UsePlatformCertificates);
    }

    [Fact]
    public void Pay_needs_one_of_the_two_keys()
    {
        var settings = PayWorld.Settings();
        settings["WeChat:Pay:UsePlatformCertificates"] = "false";

        Assert.Contains("UsePlatformCertificates", Assert.Throws<OptionsValidationException>(() => Pay(settings)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mini_program_names_every_wrong_setting()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Mini(new()
        {
            ["WeChat:MiniProgram:Apps:0:AppId"] = "wx1",
            ["WeChat:MiniProgram:Apps:1:AppId"] = "wx1",
            ["WeChat:MiniProgram:Apps:1:AppSecret"] = "s",
            ["WeChat:MiniProgram:Timeout"] = "00:00:00",
        }));

        Assert.Equal(
            [
                "WeChat:MiniProgram:Apps must name each AppId once",
                "WeChat:MiniProgram:Apps:0:AppSecret must be set",
                "WeChat:MiniProgram:Timeout must be positive and at most two minutes",
            ],
            failure.Failures);
        Assert.Equal(
            ["WeChat:MiniProgram:Apps must name at least one mini-program"],
            Assert.Throws<OptionsValidationException>(() => Mini([])).Failures);
    }

    [Fact]
    public void Both_are_validated_on_start()
    {
        var services = Configured([]).AddWeChatPay().AddWeChatApi().BuildServiceProvider();

        // Two modules fail, so the host gets both reports in one.
        var failure = Assert.Throws<AggregateException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal(2, failure.InnerExceptions.OfType<OptionsValidationException>().Count());
    }

    private static PayOptions Pay(Dictionary<string, string?> settings) =>
        Configured(settings).AddWeChatPay().BuildServiceProvider().GetRequiredService<IOptions<PayOptions>>().Value;

    private static MiniProgramOptions Mini(Dictionary<string, string?> settings) =>
        Configured(settings).AddWeChatApi().BuildServiceProvider().GetRequiredService<IOptions<MiniProgramOptions>>().Value;

    private static IServiceCollection Configured(Dictionary<string, string?> settings) =>
        new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
}
