using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.Bench;

/// <summary>What it costs to read one notify, beside the bare cryptography of the same bytes: both in this process, on one thread, without storage.</summary>
internal sealed class VerifyCost(Options options, Report report)
{
    private const double Most = 4;

    public async Task RunAsync()
    {
        var merchant = new Merchant();
        var notify = SignedNotify.Of(merchant, "0123456789ABC0123456789ABC012301", 1990, "oExampleOfAnOpenId0000000000");
        await using var services = Services(merchant);
        var reader = services.GetRequiredService<NotificationReader>();
        var headers = new NotificationHeaders(notify.Timestamp, notify.Nonce, notify.Signature, Merchant.PublicKeyId, "WECHATPAY2-SHA256-RSA2048");
        using var bare = new Bare(merchant, notify);

        var count = options.Scaled(20_000);
        var (shop, floor) = (new List<double>(), new List<double>());
        await ReadAsync(reader, headers, notify, count);
        bare.Run(count);
        for (var round = 0; round < options.Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            await ReadAsync(reader, headers, notify, count);
            shop.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / count);
            start = Stopwatch.GetTimestamp();
            bare.Run(count);
            floor.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / count);
        }

        var (read, crypto) = (Sample.Middle(shop, m => m), Sample.Middle(floor, m => m));
        report.Head("One notify, verified and decrypted", "who", "µs");
        report.Row("NotificationReader", $"{read:0.0}");
        report.Row("RSA verify + AES-GCM", $"{crypto:0.0}");
        report.Goal("Notify: reading over bare cryptography", read / crypto, $"≤ {Most}", read / crypto <= Most);
    }

    private static ServiceProvider Services(Merchant merchant)
    {
        var nowhere = new Uri("http://127.0.0.1:9/");
        var settings = merchant.Settings(nowhere, nowhere).Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), (string?)s.Value));
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddLogging()
            .AddWeChatPay()
            .BuildServiceProvider();
    }

    private static async Task ReadAsync(NotificationReader reader, NotificationHeaders headers, SignedNotify notify, int count)
    {
        for (var n = 0; n < count; n++)
        {
            if (await reader.ReadAsync(headers, notify.Body, CancellationToken.None) is not NotificationVerdict.Genuine { Notification: var notification }
                || !notification.TryReadTransaction(out _))
            {
                throw new Trouble("The benchmark's own notify is not believed.");
            }
        }
    }

    /// <summary>Everything but the cryptography is done beforehand.</summary>
    private sealed class Bare : IDisposable
    {
        private readonly RSA _platform = RSA.Create();
        private readonly AesGcm _aes;
        private readonly byte[] _message;
        private readonly byte[] _signature;
        private readonly byte[] _nonce;
        private readonly byte[] _associatedData;
        private readonly byte[] _ciphertext;

        public Bare(Merchant merchant, SignedNotify notify)
        {
            _platform.ImportFromPem(merchant.Platform.ExportSubjectPublicKeyInfoPem());
            _aes = new AesGcm(Encoding.UTF8.GetBytes(merchant.ApiV3Key), 16);
            (_message, _signature) = (notify.Message, Convert.FromBase64String(notify.Signature));
            using var json = JsonDocument.Parse(notify.Body);
            var resource = json.RootElement.GetProperty("resource");
            _nonce = Encoding.UTF8.GetBytes(resource.GetProperty("nonce").GetString() ?? "");
            _associatedData = Encoding.UTF8.GetBytes(resource.GetProperty("associated_data").GetString() ?? "");
            _ciphertext = resource.GetProperty("ciphertext").GetBytesFromBase64();
        }

        public void Run(int count)
        {
            var plaintext = new byte[_ciphertext.Length - 16];
            for (var n = 0; n < count; n++)
            {
                if (!_platform.VerifyData(_message, _signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
                    throw new Trouble("The benchmark's own signature does not verify.");
                _aes.Decrypt(_nonce, _ciphertext.AsSpan(0, plaintext.Length), _ciphertext.AsSpan(plaintext.Length), plaintext, _associatedData);
            }
        }

        public void Dispose()
        {
            _platform.Dispose();
            _aes.Dispose();
        }
    }
}
