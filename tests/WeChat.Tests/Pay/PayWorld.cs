using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.WeChat.Tests.Pay;

/// <summary>
/// WeChat Pay as its documents describe it, written without the code under test: checks the requests' signatures, signs its answers and
/// notifications, lists its certificates.
/// </summary>
internal sealed partial class PayWorld : IAsyncDisposable
{
    private static readonly Lock Signing = new();

    private readonly Dictionary<string, string?> _settings;
    private WeChatServer? _server;
    private ServiceProvider? _services;

    private PayWorld(Dictionary<string, string?> settings) => _settings = settings;

    public EagerTime Time { get; } = new(DateTimeOffset.FromUnixTimeSeconds(1767225600));

    /// <summary>What WeChat signs with now.</summary>
    public (string Serial, RSA Key) Signer { get; set; } = (PayKeyRing.PublicKeyId, PayKeyRing.WeChat);

    public List<Certificate> Certificates { get; } = [PayKeyRing.Old];

    /// <summary>What /v3/certificates answers with in place of the list.</summary>
    public Reply? CertificatesReply { get; set; }

    public Func<Received, Reply> Answer { get; set; } = _ => new Reply(404, """{"code":"RESOURCE_NOT_EXISTS","message":"?"}""");

    /// <summary>Spoils a signed answer before it is sent.</summary>
    public Func<Reply, Reply> Spoil { get; set; } = reply => reply;

    public WeChatServer Server => _server!;

    public PayClient Client => _services!.GetRequiredService<PayClient>();

    public NotificationReader Reader => _services!.GetRequiredService<NotificationReader>();

    public SensitiveFields Sensitive => _services!.GetRequiredService<SensitiveFields>();

    public int CertificateRequests => Server.Requests.Count(r => r.Path == "/v3/certificates");

    public static Task<PayWorld> WithPublicKeyAsync() => StartAsync(publicKey: true, certificates: null);

    public static Task<PayWorld> WithCertificatesAsync() => StartAsync(publicKey: false, certificates: null);

    public static Task<PayWorld> WithBothAsync() => StartAsync(publicKey: true, certificates: true);

    public static async Task<PayWorld> StartAsync(bool publicKey, bool? certificates, Action<Dictionary<string, string?>>? change = null)
    {
        var settings = Settings();
        if (publicKey)
        {
            settings["WeChat:Pay:PublicKeyId"] = PayKeyRing.PublicKeyId;
            settings["WeChat:Pay:PublicKeyPem"] = PayKeyRing.WeChat.ExportSubjectPublicKeyInfoPem();
        }
        if (certificates is { } use)
            settings["WeChat:Pay:UsePlatformCertificates"] = use.ToString();
        change?.Invoke(settings);
        var world = new PayWorld(settings);
        if (!publicKey)
            world.SignWith(PayKeyRing.Old);
        world._server = await WeChatServer.StartAsync(r => Task.FromResult(world.Respond(r)));
        settings["WeChat:Pay:Endpoint"] = world._server.Address.AbsoluteUri;
        world._services = Services(settings, world.Time);
        return world;
    }

    public static Dictionary<string, string?> Settings() => new()
    {
        ["WeChat:Pay:MchId"] = "1900007291",
        ["WeChat:Pay:MerchantSerialNo"] = PayKeyRing.MerchantSerial,
        // As settings and environment variables carry it: in one line.
        ["WeChat:Pay:MerchantPrivateKeyPem"] = PayKeyRing.Merchant.ExportPkcs8PrivateKeyPem().ReplaceLineEndings("\\n"),
        ["WeChat:Pay:ApiV3Key"] = PayKeyRing.ApiV3Key,
    };

    public static ServiceProvider Services(
        Dictionary<string, string?> settings, TimeProvider time, Action<IServiceCollection>? change = null)
    {
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton(time)
            .AddLogging()
            .AddWeChatPay();
        change?.Invoke(services);
        return services.BuildServiceProvider();
    }

    /// <summary>A second instance of the app, with other settings and keys of its own, beside the same WeChat.</summary>
    public ServiceProvider Another(Action<Dictionary<string, string?>> change, Action<IServiceCollection>? changeServices = null)
    {
        var settings = new Dictionary<string, string?>(_settings);
        change(settings);
        return Services(settings, Time, changeServices);
    }

    public void SignWith(Certificate certificate) => Signer = (certificate.Serial, certificate.Key);

    public Dictionary<string, string> Sign(string body, long offsetSeconds = 0)
    {
        var timestamp = (Time.GetUtcNow().ToUnixTimeSeconds() + offsetSeconds).ToString(CultureInfo.InvariantCulture);
        var nonce = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var message = Encoding.UTF8.GetBytes($"{timestamp}\n{nonce}\n{body}\n");
        byte[] signature;
        // Answers and notifications are signed on many threads here.
        lock (Signing)
            signature = Signer.Key.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return new()
        {
            ["Wechatpay-Timestamp"] = timestamp,
            ["Wechatpay-Nonce"] = nonce,
            ["Wechatpay-Signature"] = Convert.ToBase64String(signature),
            ["Wechatpay-Serial"] = Signer.Serial,
            ["Request-ID"] = "0808512038C4ED2081-0",
        };
    }

    public (NotificationHeaders Headers, byte[] Body) Notify(string body, long offsetSeconds = 0)
    {
        var h = Sign(body, offsetSeconds);
        return (
            new(h["Wechatpay-Timestamp"], h["Wechatpay-Nonce"], h["Wechatpay-Signature"], h["Wechatpay-Serial"], "WECHATPAY2-SHA256-RSA2048"),
            Encoding.UTF8.GetBytes(body));
    }

    public static string Envelope(
        string plaintext, string eventType = "TRANSACTION.SUCCESS", string originalType = "transaction", string key = PayKeyRing.ApiV3Key) =>
        JsonSerializer.Serialize(new
        {
            id = "EV-1",
            create_time = "2020-01-01T08:00:00+08:00",
            resource_type = "encrypt-resource",
            event_type = eventType,
            resource = Seal(plaintext, "transaction", originalType, key),
        });

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private static object Seal(string plaintext, string associatedData, string originalType, string key)
    {
        var text = Encoding.UTF8.GetBytes(plaintext);
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var (ciphertext, tag) = (new byte[text.Length], new byte[16]);
        using var gcm = new AesGcm(Encoding.UTF8.GetBytes(key), 16);
        gcm.Encrypt(Encoding.UTF8.GetBytes(nonce), text, ciphertext, tag, Encoding.UTF8.GetBytes(associatedData));
        return new
        {
            algorithm = "AEAD_AES_256_GCM",
            ciphertext = Convert.ToBase64String([.. ciphertext, .. tag]),
            nonce,
            associated_data = associatedData,
            original_type = originalType,
        };
    }

    private Reply Respond(Received request)
    {
        if (!IsSigned(request))
            return new Reply(401, """{"code":"SIGN_ERROR","message":"signature"}""");
        var reply = request.Path == "/v3/certificates" ? CertificatesReply ?? List() : Answer(request);
        if (reply.Status is < 200 or > 299 || reply.File is not null)
            return reply;
        return Spoil(reply with { Headers = Sign(reply.Body) });
    }

    private Reply List()
    {
        var data = Certificates.Select(c => new
        {
            serial_no = c.Serial,
            effective_time = c.EffectiveTime,
            expire_time = "2031-01-01T00:00:00+08:00",
            encrypt_certificate = Seal(c.Pem, "certificate", "", _settings["WeChat:Pay:ApiV3Key"]!),
        });
        return new Reply(200, JsonSerializer.Serialize(new { data }));
    }

    private bool IsSigned(Received request)
    {
        var header = request.Headers.Authorization.ToString();
        var items = AuthorizationItem().Matches(header).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        if (!header.StartsWith("WECHATPAY2-SHA256-RSA2048 ", StringComparison.Ordinal) || items.Count != 5 || request.Headers.UserAgent.Count == 0)
            return false;
        var message = $"{request.Method}\n{request.Target}\n{items["timestamp"]}\n{items["nonce_str"]}\n{request.Text}\n";
        lock (Signing)
        {
            return items["mchid"] == "1900007291" && items["serial_no"] == PayKeyRing.MerchantSerial && PayKeyRing.Merchant.VerifyData(
                Encoding.UTF8.GetBytes(message), Convert.FromBase64String(items["signature"]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    [GeneratedRegex("(\\w+)=\"([^\"]*)\"")]
    private static partial Regex AuthorizationItem();
}
