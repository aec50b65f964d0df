using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace WeCommerce.Simulator.Tests;

/// <summary>The receiver's side: verify over the raw bytes, then decrypt. Written from WeChat's 签名与验签规则 and 回调通知处理.</summary>
internal static class Verification
{
    /// <summary>Whether Wechatpay-Signature signs <c>timestamp\nnonce\nbody\n</c> with the key or certificate of this PEM.</summary>
    public static bool Verify(string pem, string timestamp, string nonce, string signature, byte[] body)
    {
        byte[] message = [.. Encoding.UTF8.GetBytes($"{timestamp}\n{nonce}\n"), .. body, (byte)'\n'];
        Span<byte> bytes = stackalloc byte[1024];
        if (!Convert.TryFromBase64String(signature, bytes, out var length))
            return false;
        using var key = PublicKey(pem);
        return key.VerifyData(message, bytes[..length], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    public static string Decrypt(string apiV3Key, JsonElement resource)
    {
        var sealedText = Convert.FromBase64String(resource.GetProperty("ciphertext").GetString()!);
        var plaintext = new byte[sealedText.Length - 16];
        using var aes = new AesGcm(Encoding.UTF8.GetBytes(apiV3Key), 16);
        aes.Decrypt(
            Encoding.UTF8.GetBytes(resource.GetProperty("nonce").GetString()!),
            sealedText.AsSpan(0, plaintext.Length),
            sealedText.AsSpan(plaintext.Length),
            plaintext,
            Encoding.UTF8.GetBytes(resource.TryGetProperty("associated_data", out var aad) ? aad.GetString() ?? "" : ""));
        return Encoding.UTF8.GetString(plaintext);
    }

    private static RSA PublicKey(string pem)
    {
        if (!pem.Contains("CERTIFICATE", StringComparison.Ordinal))
            return Merchant.Read(pem);
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return certificate.GetRSAPublicKey()!;
    }
}
