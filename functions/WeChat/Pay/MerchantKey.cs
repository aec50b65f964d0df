using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace WeCommerce.WeChat.Pay;

/// <summary>What only the merchant can do: sign, and read what was encrypted for it.</summary>
internal sealed class MerchantKey(IOptions<PayOptions> options, TimeProvider time)
{
    private readonly PooledRsa _rsa = new(() => PayKeys.Import(options.Value.MerchantPrivateKeyPem));

    public string Authorization(string method, string pathAndQuery, byte[] body)
    {
        var timestamp = Timestamp();
        var nonce = Nonce();
        var signature = Sign(PaySignature.RequestMessage(method, pathAndQuery, timestamp, nonce, body));
        return PaySignature.Authorization(options.Value.MchId, options.Value.MerchantSerialNo, timestamp, nonce, signature);
    }

    public PaymentParameters SignPayment(string appId, string prepayId)
    {
        var timestamp = Timestamp();
        var nonce = Nonce();
        var package = $"prepay_id={prepayId}";
        var paySign = Sign(PaySignature.PaymentMessage(appId, timestamp, nonce, package));
        return new PaymentParameters(appId, timestamp, nonce, package, "RSA", paySign);
    }

    public string? Decrypt(string ciphertext) =>
        _rsa.Use(ciphertext, static (rsa, c) => SensitiveText.TryDecrypt(rsa, c, out var text) ? text : null);

    private static string Nonce() => Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    private string Timestamp() => time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private string Sign(byte[] message) => _rsa.Use(message, static (rsa, m) => PaySignature.Sign(rsa, m));
}
