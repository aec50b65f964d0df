using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WeCommerce.Bench;

/// <summary>A merchant made for this run, and WeChat's keys for it: what the simulator, both servers and the benchmark itself know.</summary>
internal sealed class Merchant
{
    public const string AppId = "wx0123456789abcdef";
    public const string MchId = "1900000001";
    public const string PublicKeyId = "PUB_KEY_ID_0119000000012026010100000000000001";
    private const string AppSecret = "a secret of this run";

    private readonly RSA _merchant = RSA.Create(2048);
    private readonly string _serialNo = Convert.ToHexString(RandomNumberGenerator.GetBytes(20));

    /// <summary>WeChat's own key: with it notifies are signed here as WeChat would sign them.</summary>
    public RSA Platform { get; } = RSA.Create(2048);

    public string ApiV3Key { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public JsonObject SimulatorSettings(string url) => new()
    {
        ["url"] = url,
        ["apps"] = new JsonArray(new JsonObject { ["appId"] = AppId, ["appSecret"] = AppSecret }),
        ["mchId"] = MchId,
        ["merchantSerialNo"] = _serialNo,
        ["merchantPublicKeyPem"] = _merchant.ExportSubjectPublicKeyInfoPem(),
        ["apiV3Key"] = ApiV3Key,
        ["publicKeyId"] = PublicKeyId,
        ["platformPrivateKeyPem"] = Platform.ExportPkcs8PrivateKeyPem(),
    };

    /// <summary>The settings that name the merchant, as environment variables.</summary>
    public Dictionary<string, string> Settings(Uri wechat, Uri self) => new(StringComparer.Ordinal)
    {
        ["Payments__NotifyUrl"] = new Uri(self, "api/wechat/pay-notify").AbsoluteUri,
        ["WeChat__MiniProgram__Endpoint"] = wechat.AbsoluteUri,
        ["WeChat__MiniProgram__Apps__0__AppId"] = AppId,
        ["WeChat__MiniProgram__Apps__0__AppSecret"] = AppSecret,
        ["WeChat__Pay__Endpoint"] = wechat.AbsoluteUri,
        ["WeChat__Pay__MchId"] = MchId,
        ["WeChat__Pay__MerchantSerialNo"] = _serialNo,
        ["WeChat__Pay__MerchantPrivateKeyPem"] = _merchant.ExportPkcs8PrivateKeyPem(),
        ["WeChat__Pay__ApiV3Key"] = ApiV3Key,
        ["WeChat__Pay__PublicKeyId"] = PublicKeyId,
        ["WeChat__Pay__PublicKeyPem"] = Platform.ExportSubjectPublicKeyInfoPem(),
    };
}

/// <summary>A payment's notify, signed and encrypted as WeChat does it, ready to be sent.</summary>
/// <param name="Message">What is signed.</param>
internal sealed record SignedNotify(byte[] Body, string Timestamp, string Nonce, string Signature, byte[] Message)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static SignedNotify Of(Merchant merchant, string outTradeNo, long totalFen, string openId)
    {
        var now = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8));
        var at = now.ToString("yyyy-MM-dd'T'HH:mm:sszzz");
        var transaction = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                mchid = Merchant.MchId,
                appid = Merchant.AppId,
                out_trade_no = outTradeNo,
                transaction_id = $"42000{Digits(23)}",
                trade_type = "JSAPI",
                trade_state = "SUCCESS",
                trade_state_desc = "支付成功",
                bank_type = "OTHERS",
                attach = "",
                success_time = at,
                payer = new { openid = openId },
                amount = new { total = totalFen, payer_total = totalFen, currency = "CNY", payer_currency = "CNY" },
            },
            Json);
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                id = $"{Guid.NewGuid()}",
                create_time = at,
                resource_type = "encrypt-resource",
                event_type = "TRANSACTION.SUCCESS",
                summary = "支付成功",
                resource = Encrypt(merchant, transaction),
            },
            Json);
        var (timestamp, nonce) = ($"{now.ToUnixTimeSeconds()}", Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
        byte[] message = [.. Encoding.UTF8.GetBytes($"{timestamp}\n{nonce}\n"), .. body, (byte)'\n'];
        var signature = Convert.ToBase64String(merchant.Platform.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        return new SignedNotify(body, timestamp, nonce, signature, message);
    }

    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "api/wechat/pay-notify") { Content = new ByteArrayContent(Body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("Wechatpay-Timestamp", Timestamp);
        request.Headers.Add("Wechatpay-Nonce", Nonce);
        request.Headers.Add("Wechatpay-Signature", Signature);
        request.Headers.Add("Wechatpay-Serial", Merchant.PublicKeyId);
        request.Headers.Add("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
        return request;
    }

    private static object Encrypt(Merchant merchant, byte[] plaintext)
    {
        var nonce = Digits(12);
        var ciphertext = new byte[plaintext.Length + 16];
        using var aes = new AesGcm(Encoding.UTF8.GetBytes(merchant.ApiV3Key), 16);
        aes.Encrypt(
            Encoding.UTF8.GetBytes(nonce), plaintext, ciphertext.AsSpan(0, plaintext.Length), ciphertext.AsSpan(plaintext.Length), "transaction"u8);
        return new
        {
            original_type = "transaction",
            algorithm = "AEAD_AES_256_GCM",
            ciphertext = Convert.ToBase64String(ciphertext),
            associated_data = "transaction",
            nonce,
        };
    }

    private static string Digits(int length) => RandomNumberGenerator.GetString("0123456789", length);
}
