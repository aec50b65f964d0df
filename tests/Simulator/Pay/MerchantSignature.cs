using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using WeCommerce.Simulator.Keys;

namespace WeCommerce.Simulator.Pay;

/// <summary>Verifies what the merchant signs (签名与验签规则): requests, and the paySign that its page hands to wx.requestPayment.</summary>
internal sealed partial class MerchantSignature(SimulatorOptions options) : IDisposable
{
    private const string Scheme = "WECHATPAY2-SHA256-RSA2048 ";
    private const int SkewSeconds = 300;

    private readonly RSA _rsa = Pem.ReadRsa(options.MerchantPublicKeyPem);
    private readonly Lock _gate = new();

    /// <summary>Null when Authorization signs exactly this request; <paramref name="target"/> is path and query of the wire.</summary>
    public PayAnswer? Check(string? authorization, string method, string target, byte[] body)
    {
        if (string.IsNullOrEmpty(authorization))
            return PayErrors.Sign("Authorization header is missing");
        if (!authorization.StartsWith(Scheme, StringComparison.Ordinal))
            return PayErrors.Sign("Authorization scheme is not WECHATPAY2-SHA256-RSA2048");
        if (Read(authorization[Scheme.Length..]) is not { } items)
            return PayErrors.Sign("Authorization needs mchid, nonce_str, signature, timestamp and serial_no, once each");
        if (items["mchid"] != options.MchId)
            return PayErrors.Sign("mchid is unknown");
        if (items["serial_no"] != options.MerchantSerialNo)
            return PayErrors.Sign("serial_no is not one of the merchant's certificates");
        var now = options.Time.GetUtcNow().ToUnixTimeSeconds();
        if (!long.TryParse(items["timestamp"], out var timestamp) || timestamp < now - SkewSeconds || timestamp > now + SkewSeconds)
            return PayErrors.Sign("timestamp is more than 5 minutes away");

        var head = $"{method}\n{target}\n{items["timestamp"]}\n{items["nonce_str"]}\n";
        byte[] message = [.. Encoding.UTF8.GetBytes(head), .. body, (byte)'\n'];
        return Verify(message, items["signature"])
            ? null
            : PayErrors.Sign("sign not match", new
            {
                method,
                url = target,
                truncated_sign_message = head,
                sign_message_length = message.Length,
            });
    }

    /// <summary>paySign of JSAPI and mini-programs: appId, timeStamp, nonceStr and <c>prepay_id=…</c>, a line each.</summary>
    public bool VerifyPaySign(string appId, string timeStamp, string nonceStr, string package, string paySign) =>
        Verify(Encoding.UTF8.GetBytes($"{appId}\n{timeStamp}\n{nonceStr}\n{package}\n"), paySign);

    public void Dispose() => _rsa.Dispose();

    private bool Verify(byte[] message, string signature)
    {
        var bytes = new byte[signature.Length];
        if (!Convert.TryFromBase64String(signature, bytes, out var length))
            return false;
        lock (_gate)
            return _rsa.VerifyData(message, bytes.AsSpan(0, length), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static Dictionary<string, string>? Read(string text)
    {
        Dictionary<string, string> items = [];
        foreach (var part in text.Split(','))
        {
            var item = Item().Match(part.Trim());
            if (!item.Success || !items.TryAdd(item.Groups["name"].Value, item.Groups["value"].Value))
                return null;
        }
        string[] expected = ["mchid", "nonce_str", "signature", "timestamp", "serial_no"];
        return items.Count == expected.Length &&
            expected.All(name => items.TryGetValue(name, out var value) && value.Length > 0)
                ? items
                : null;
    }

    [GeneratedRegex("^(?<name>[a-z_]+)=\"(?<value>[^\"]*)\"$", RegexOptions.NonBacktracking)]
    private static partial Regex Item();
}
