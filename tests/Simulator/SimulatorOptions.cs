using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace WeCommerce.Simulator;

/// <summary>A mini-program (小程序) or official account bound to the merchant.</summary>
public sealed record SimulatedApp(string AppId, string AppSecret, AppKind Kind = AppKind.MiniProgram);

public enum AppKind
{
    MiniProgram,

    /// <summary>公众号, 服务号.</summary>
    OfficialAccount,
}

/// <summary>Who the simulated WeChat knows: one merchant (商户) and its apps. As a settings file: this class in camelCase JSON.</summary>
public sealed class SimulatorOptions
{
    /// <summary>Where to listen. Port 0 takes a free one; see <see cref="WeChatSimulator.Address"/>.</summary>
    public string Url { get; set; } = "http://127.0.0.1:7080";

    public List<SimulatedApp> Apps { get; set; } = [];

    public string MchId { get; set; } = "";

    /// <summary>The serial number of the merchant's API certificate: upper-case hex, 40 characters.</summary>
    public string MerchantSerialNo { get; set; } = "";

    /// <summary>The merchant's public key: PEM of a public key or of its API certificate. Verifies requests and paySign.</summary>
    public string MerchantPublicKeyPem { get; set; } = "";

    /// <summary>32 bytes of ASCII. Encrypts notifies and certificates.</summary>
    public string ApiV3Key { get; set; } = "";

    /// <summary>The private half of the WeChat Pay public key (微信支付公钥). Generated when absent.</summary>
    public string? PlatformPrivateKeyPem { get; set; }

    /// <summary>Its id: <c>PUB_KEY_ID_</c> and digits. Generated when absent.</summary>
    public string? PublicKeyId { get; set; }

    /// <summary>When set, users, trades, refunds and keys live in this JSON file across restarts. It holds private keys.</summary>
    public string? StatePath { get; set; }

    /// <summary>The clock of every life, delay and timestamp.</summary>
    [JsonIgnore]
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Takes one line per call: method, path, status. Never a query or a body, which carry secrets.</summary>
    [JsonIgnore]
    public Action<string>? Log { get; set; }

    /// <summary>Listens nowhere: <see cref="WeChatSimulator.Handler"/> is the only way in, and <see cref="Url"/> counts for nothing.</summary>
    [JsonIgnore]
    public bool InProcess { get; set; }

    /// <summary>What carries notifies to the merchant; the network unless set.</summary>
    [JsonIgnore]
    public HttpMessageHandler? ToMerchant { get; set; }

    internal SimulatedApp? App(string? appId) => Apps.Find(app => app.AppId == appId);

    internal List<string> Errors()
    {
        List<string> errors = [];
        Require(Uri.TryCreate(Url, UriKind.Absolute, out var uri) && uri.Scheme == "http", "url must be an absolute http address.");
        Require(Apps.Count > 0, "apps must name at least one app.");
        Require(Apps.TrueForAll(app => app is { AppId.Length: > 0, AppSecret.Length: > 0 }), "every app needs appId and appSecret.");
        Require(MchId.Length > 0, "mchId is missing.");
        Require(MerchantSerialNo.Length > 0, "merchantSerialNo is missing.");
        Require(Encoding.UTF8.GetByteCount(ApiV3Key) == 32, "apiV3Key must be exactly 32 bytes.");
        Require(IsKey(MerchantPublicKeyPem), "merchantPublicKeyPem must be the PEM of an RSA public key or of a certificate.");
        Require(
            PlatformPrivateKeyPem is null || IsKey(PlatformPrivateKeyPem),
            "platformPrivateKeyPem must be the PEM of an RSA private key.");
        return errors;

        void Require(bool holds, string error)
        {
            if (!holds)
                errors.Add(error);
        }
    }

    private static bool IsKey(string pem)
    {
        try
        {
            Keys.Pem.ReadRsa(pem).Dispose();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return false;
        }
    }
}
