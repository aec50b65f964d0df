namespace WeCommerce.WeChat.Pay;

/// <summary>What the merchant was given by WeChat Pay (商户平台 → API 安全), configuration section <c>WeChat:Pay</c>.</summary>
public sealed class PayOptions
{
    public const string Section = "WeChat:Pay";

    private bool? _usePlatformCertificates;

    /// <summary>Base address of WeChat Pay, without query.</summary>
    public Uri Endpoint { get; set; } = new("https://api.mch.weixin.qq.com");

    /// <summary>商户号, digits.</summary>
    public string MchId { get; set; } = "";

    /// <summary>Serial number of the merchant API certificate, hexadecimal.</summary>
    public string MerchantSerialNo { get; set; } = "";

    /// <summary>Private key of the merchant API certificate: PKCS#8 or PKCS#1 PEM; line ends may be written as <c>\n</c>.</summary>
    public string MerchantPrivateKeyPem { get; set; } = "";

    /// <summary>APIv3 密钥: exactly 32 bytes; decrypts notifications and certificates.</summary>
    public string ApiV3Key { get; set; } = "";

    /// <summary>Id of the 微信支付公钥, <c>PUB_KEY_ID_…</c>; set together with <see cref="PublicKeyPem"/> or not at all.</summary>
    public string? PublicKeyId { get; set; }

    /// <summary>The 微信支付公钥 as PEM; set together with <see cref="PublicKeyId"/> or not at all.</summary>
    public string? PublicKeyPem { get; set; }

    /// <summary>
    /// Whether signatures by 平台证书 are accepted, and the certificates downloaded. Default: only when no public key is configured.
    /// Set it beside a public key while a merchant migrates: both kinds arrive then.
    /// </summary>
    public bool UsePlatformCertificates
    {
        get => _usePlatformCertificates ?? string.IsNullOrEmpty(PublicKeyId);
        set => _usePlatformCertificates = value;
    }

    /// <summary>How long after a download of the certificates an unknown serial number may cause the next one. Default 5 minutes.</summary>
    public TimeSpan CertificateRefreshInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Time for one call, repetitions included. Default 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time to ask for a bill and download it, repetitions included. Default 2 minutes.</summary>
    public TimeSpan BillTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The largest bill taken, uncompressed; it lies in the temporary folder while it is read. Default 512 MiB.</summary>
    public long MaxBillBytes { get; set; } = 512L << 20;
}
