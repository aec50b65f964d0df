using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace WeCommerce.WeChat.Pay;

/// <summary>The texts that WeChat Pay APIv3 signs, and their signatures: SHA256 with RSA PKCS#1 v1.5, Base64 (签名与验签规则).</summary>
public static class PaySignature
{
    /// <summary>The scheme of the Authorization header, and the only Wechatpay-Signature-Type implemented.</summary>
    public const string Scheme = "WECHATPAY2-SHA256-RSA2048";

    /// <summary>How WeChat's signature probes begin (签名探测流量); nothing after it is Base64.</summary>
    public const string ProbePrefix = "WECHATPAY/SIGNTEST/";

    /// <summary>What a request signs.</summary>
    /// <param name="method">GET, POST …</param>
    /// <param name="pathAndQuery">Exactly as on the wire, percent-encoded, without host.</param>
    /// <param name="timestamp">Seconds.</param>
    /// <param name="nonce">Random text.</param>
    /// <param name="body">The bytes sent; none for GET.</param>
    public static byte[] RequestMessage(string method, string pathAndQuery, string timestamp, string nonce, ReadOnlySpan<byte> body) =>
        Join($"{method}\n{pathAndQuery}\n{timestamp}\n{nonce}\n", body);

    /// <summary>What an answer or a notification signs; a 204 has an empty body, whose line feed stays.</summary>
    public static byte[] AnswerMessage(string timestamp, string nonce, ReadOnlySpan<byte> body) => Join($"{timestamp}\n{nonce}\n", body);

    /// <summary>What paySign signs.</summary>
    /// <param name="appId">The app in which the payment sheet opens.</param>
    /// <param name="timeStamp">Seconds.</param>
    /// <param name="nonceStr">Random text.</param>
    /// <param name="package"><c>prepay_id=…</c> in mini-programs and web pages, the bare prepay_id in apps.</param>
    public static byte[] PaymentMessage(string appId, string timeStamp, string nonceStr, string package) =>
        Encoding.UTF8.GetBytes($"{appId}\n{timeStamp}\n{nonceStr}\n{package}\n");

    /// <summary>Base64 of the signature.</summary>
    public static string Sign(RSA privateKey, ReadOnlySpan<byte> message)
    {
        Span<byte> signature = stackalloc byte[MaxSignatureBytes];
        var length = privateKey.SignData(message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return Convert.ToBase64String(signature[..length]);
    }

    /// <summary>Whether a Base64 text is the signature; false, never an exception, for anything else, also for another spelling of it.</summary>
    public static bool Verify(RSA publicKey, ReadOnlySpan<byte> message, string signature)
    {
        Span<byte> bytes = stackalloc byte[MaxSignatureBytes];
        if (!Convert.TryFromBase64String(signature, bytes, out var length) || !IsCanonical(signature, bytes[..length]))
            return false;
        try
        {
            return publicKey.VerifyData(message, bytes[..length], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>The same for an answer or a notification, without allocating its message.</summary>
    public static bool VerifyAnswer(RSA publicKey, string timestamp, string nonce, ReadOnlySpan<byte> body, string signature)
    {
        var message = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(timestamp.Length + nonce.Length) + body.Length + 3);
        try
        {
            var at = Line(message, 0, timestamp);
            at = Line(message, at, nonce);
            body.CopyTo(message.AsSpan(at));
            at += body.Length;
            message[at++] = (byte)'\n';
            return Verify(publicKey, message.AsSpan(0, at), signature);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    /// <summary>The value of the Authorization header.</summary>
    /// <param name="mchId">商户号.</param>
    /// <param name="serialNo">Serial number of the merchant certificate.</param>
    /// <param name="timestamp">As signed.</param>
    /// <param name="nonce">As signed.</param>
    /// <param name="signature">Base64.</param>
    public static string Authorization(string mchId, string serialNo, string timestamp, string nonce, string signature) =>
        $"{Scheme} mchid=\"{mchId}\",nonce_str=\"{nonce}\",signature=\"{signature}\",timestamp=\"{timestamp}\",serial_no=\"{serialNo}\"";

    // An RSA key of 8192 bits.
    private const int MaxSignatureBytes = 1024;

    // .NET also reads Base64 with white space in it, and with stray bits before its padding.
    private static bool IsCanonical(string text, ReadOnlySpan<byte> bytes)
    {
        Span<char> again = stackalloc char[(MaxSignatureBytes + 2) / 3 * 4];
        return Convert.TryToBase64Chars(bytes, again, out var length) && text.AsSpan().SequenceEqual(again[..length]);
    }

    private static int Line(byte[] message, int at, string text)
    {
        at += Encoding.UTF8.GetBytes(text, message.AsSpan(at));
        message[at] = (byte)'\n';
        return at + 1;
    }

    private static byte[] Join(string head, ReadOnlySpan<byte> body)
    {
        var length = Encoding.UTF8.GetByteCount(head);
        var message = new byte[length + body.Length + 1];
        Encoding.UTF8.GetBytes(head, message);
        body.CopyTo(message.AsSpan(length));
        message[^1] = (byte)'\n';
        return message;
    }
}
