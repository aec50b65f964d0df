using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WeCommerce.WeChat.Pay;

/// <summary>One of WeChat Pay's public keys: a 平台证书 or the 微信支付公钥.</summary>
/// <param name="serial">What Wechatpay-Serial calls it.</param>
/// <param name="effectiveTime">Of two certificates, the later is for encryption.</param>
/// <param name="parameters">The public key.</param>
internal sealed class VerificationKey(string serial, DateTimeOffset effectiveTime, RSAParameters parameters)
{
    private readonly PooledRsa _rsa = new(() => RSA.Create(parameters));

    public string Serial => serial;

    public DateTimeOffset EffectiveTime => effectiveTime;

    public static VerificationKey OfPublicKey(string id, string pem)
    {
        using var rsa = PayKeys.Import(pem);
        return new VerificationKey(id, DateTimeOffset.MinValue, rsa.ExportParameters(includePrivateParameters: false));
    }

    /// <summary>Null when the text is no RSA certificate of that serial number.</summary>
    public static VerificationKey? OfCertificate(string serial, string pem, DateTimeOffset effectiveTime)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            using var rsa = certificate.GetRSAPublicKey();
            return rsa is not null && PayKeys.IsSameSerial(certificate.SerialNumber, serial)
                ? new VerificationKey(serial, effectiveTime, rsa.ExportParameters(includePrivateParameters: false))
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public bool Verify(SignedHeaders signed, ReadOnlySpan<byte> body) =>
        _rsa.Use(new Signed(signed, body), static (rsa, s) =>
            PaySignature.VerifyAnswer(rsa, s.Headers.Timestamp, s.Headers.Nonce, s.Body, s.Headers.Signature));

    public string Encrypt(string text) => _rsa.Use(text, static (rsa, t) => SensitiveText.Encrypt(rsa, t));

    private readonly ref struct Signed(SignedHeaders headers, ReadOnlySpan<byte> body)
    {
        public SignedHeaders Headers { get; } = headers;

        public ReadOnlySpan<byte> Body { get; } = body;
    }
}
