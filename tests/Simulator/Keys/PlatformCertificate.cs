using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WeCommerce.Simulator.Keys;

/// <summary>A platform certificate (平台证书): X.509 with an RSA-2048 key.</summary>
internal sealed record PlatformCertificate(
    string SerialNo,
    string CertificatePem,
    string PrivateKeyPem,
    DateTimeOffset EffectiveTime,
    DateTimeOffset ExpireTime)
{
    public static PlatformCertificate Issue(DateTimeOffset now)
    {
        using var rsa = RSA.Create(2048);
        var subject = new X500DistinguishedName("CN=Tenpay.com sign, OU=WeChat simulator, O=Tenpay.com, C=CN");
        var request = new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        // 20 bytes whose first is 0x10–0x7F: positive, and 40 hex digits without padding.
        var serial = RandomNumberGenerator.GetBytes(20);
        serial[0] = (byte)(0x10 | (serial[0] & 0x6F));
        var (from, to) = (now.AddMinutes(-10), now.AddYears(5));
        var generator = X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1);
        using var certificate = request.Create(subject, generator, from, to, serial);
        return new(Convert.ToHexString(serial), certificate.ExportCertificatePem(), rsa.ExportPkcs8PrivateKeyPem(), from, to);
    }
}
