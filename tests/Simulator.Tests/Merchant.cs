using System.Security.Cryptography;
using System.Text;

namespace WeCommerce.Simulator.Tests;

/// <summary>The merchant's side of the signatures, written from WeChat's 签名与验签规则 for these tests alone.</summary>
internal sealed class Merchant(RSA key, string mchId, string serialNo)
{
    public const string ApiV3Key = "0123456789abcdefABCDEF9876543210";

    private static readonly string KeyPem = NewKey();

    public static Merchant Standard { get; } = new(Read(KeyPem), "1900000001", "5157F09EFDC096DE15EBE81A47057A7232F1B8E1");

    public string MchId => mchId;

    public string SerialNo => serialNo;

    public string PublicKeyPem => key.ExportSubjectPublicKeyInfoPem();

    public string Authorization(string method, string target, string body, long timestamp, string nonce)
    {
        var signature = Sign($"{method}\n{target}\n{timestamp}\n{nonce}\n{body}\n");
        return $"WECHATPAY2-SHA256-RSA2048 mchid=\"{mchId}\",nonce_str=\"{nonce}\",signature=\"{signature}\",timestamp=\"{timestamp}\",serial_no=\"{serialNo}\"";
    }

    public string PaySign(string appId, string timeStamp, string nonceStr, string prepayId) => Sign($"{appId}\n{timeStamp}\n{nonceStr}\nprepay_id={prepayId}\n");

    public string Sign(string message) =>
        Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(message), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public static RSA Read(string pem)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return rsa;
    }

    public static string NewKey()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKeyPem();
    }
}
