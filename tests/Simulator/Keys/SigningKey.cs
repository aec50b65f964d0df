using System.Security.Cryptography;
using System.Text;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Keys;

/// <summary>One key that WeChat signs with: the WeChat Pay public key's pair, or a platform certificate's.</summary>
internal sealed class SigningKey(string serial, string privateKeyPem) : IDisposable
{
    private readonly RSA _rsa = Pem.ReadRsa(privateKeyPem);
    private readonly Lock _gate = new();

    public string Serial { get; } = serial;

    public string PrivateKeyPem { get; } = privateKeyPem;

    public string PublicKeyPem => _rsa.ExportSubjectPublicKeyInfoPem();

    /// <summary>The headers over <c>timestamp\nnonce\nbody\n</c>; an empty body (204) leaves its line empty.</summary>
    public Dictionary<string, string> Sign(DateTimeOffset now, ReadOnlySpan<byte> body, bool signTest = false)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString();
        var nonce = WireIds.Nonce();
        byte[] message = [.. Encoding.UTF8.GetBytes($"{timestamp}\n{nonce}\n"), .. body, (byte)'\n'];
        return new()
        {
            ["Wechatpay-Timestamp"] = timestamp,
            ["Wechatpay-Nonce"] = nonce,
            ["Wechatpay-Signature"] = signTest ? Probe() : Sign(message),
            ["Wechatpay-Serial"] = Serial,
            ["Wechatpay-Signature-Type"] = "WECHATPAY2-SHA256-RSA2048",
        };
    }

    /// <summary>RSA-OAEP with SHA-1, as Base64; null when it is not this key's.</summary>
    public string? Decrypt(string ciphertext)
    {
        var bytes = new byte[ciphertext.Length];
        if (!Convert.TryFromBase64String(ciphertext, bytes, out var length))
            return null;
        try
        {
            lock (_gate)
                return Encoding.UTF8.GetString(_rsa.Decrypt(bytes.AsSpan(0, length), RSAEncryptionPadding.OaepSHA1));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Dispose() => _rsa.Dispose();

    // Behind the prefix it looks like any signature, but the whole is not Base64.
    private static string Probe() => "WECHATPAY/SIGNTEST/" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(256));

    private string Sign(byte[] message)
    {
        lock (_gate)
            return Convert.ToBase64String(_rsa.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }
}
