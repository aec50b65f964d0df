using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WeCommerce.WeChat.Tests.Pay;

/// <summary>Throw-away keys, made once for all tests.</summary>
internal static class PayKeyRing
{
    public const string PublicKeyId = "PUB_KEY_ID_0119000072912026010100000000000001";
    public const string MerchantSerial = "408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB";
    public const string ApiV3Key = "Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0Uv";

    public static RSA Merchant { get; } = RSA.Create(2048);

    public static RSA WeChat { get; } = RSA.Create(2048);

    public static Certificate Old { get; } = new("2026-01-01T00:00:00+08:00");

    public static Certificate New { get; } = new("2026-06-01T00:00:00+08:00");
}

/// <summary>A platform certificate with its private key.</summary>
internal sealed class Certificate
{
    public Certificate(string effectiveTime)
    {
        EffectiveTime = effectiveTime;
        Key = RSA.Create(2048);
        var request = new CertificateRequest("CN=test platform", Key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(55), DateTimeOffset.UnixEpoch.AddYears(65));
        Serial = certificate.SerialNumber;
        Pem = certificate.ExportCertificatePem();
    }

    public Certificate(string serial, string pem, RSA key, string effectiveTime = "2026-01-01T00:00:00+08:00")
    {
        EffectiveTime = effectiveTime;
        Serial = serial;
        Pem = pem;
        Key = key;
    }

    public string EffectiveTime { get; }

    public RSA Key { get; }

    public string Serial { get; }

    public string Pem { get; }
}
