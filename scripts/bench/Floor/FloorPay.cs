using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WeCommerce.Bench.Floor;

/// <summary>WeChat Pay by hand: sign, send, sign; verify, decrypt.</summary>
internal sealed class FloorPay(Func<string, string> setting) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(setting("WeChat:Pay:Endpoint")) };
    private readonly ThreadLocal<RSA> _merchant = new(() => Import(setting("WeChat:Pay:MerchantPrivateKeyPem")));
    private readonly ThreadLocal<RSA> _platform = new(() => Import(setting("WeChat:Pay:PublicKeyPem")));
    private readonly byte[] _apiV3Key = Encoding.UTF8.GetBytes(setting("WeChat:Pay:ApiV3Key"));
    private readonly string _serialNo = setting("WeChat:Pay:MerchantSerialNo");
    private readonly string _notifyUrl = setting("Payments:NotifyUrl");

    /// <summary>What <c>wx.requestPayment</c> takes.</summary>
    public async Task<object> PrepayAsync(FloorOrder order)
    {
        const string path = "/v3/pay/transactions/jsapi";
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                appid = order.AppId,
                mchid = Merchant.MchId,
                description = order.Description,
                out_trade_no = order.OutTradeNo,
                time_expire = order.PayBefore.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:sszzz"),
                notify_url = _notifyUrl,
                amount = new { total = order.TotalFen, currency = "CNY" },
                payer = new { openid = order.OpenId },
            },
            FloorRows.Json);
        var (timestamp, nonce) = (Now(), Nonce());
        var signature = Sign([.. Encoding.UTF8.GetBytes($"POST\n{path}\n{timestamp}\n{nonce}\n"), .. body, (byte)'\n']);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("Authorization", $"WECHATPAY2-SHA256-RSA2048 mchid=\"{Merchant.MchId}\",nonce_str=\"{nonce}\",signature=\"{signature}\",timestamp=\"{timestamp}\",serial_no=\"{_serialNo}\"");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "Floor/1.0");
        request.Headers.TryAddWithoutValidation("Wechatpay-Serial", Merchant.PublicKeyId);
        using var answer = await _http.SendAsync(request);
        using var prepaid = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
        var package = $"prepay_id={prepaid.RootElement.GetProperty("prepay_id").GetString()}";
        (timestamp, nonce) = (Now(), Nonce());
        var paySign = Sign(Encoding.UTF8.GetBytes($"{order.AppId}\n{timestamp}\n{nonce}\n{package}\n"));
        return new { order.AppId, TimeStamp = timestamp, NonceStr = nonce, Package = package, SignType = "RSA", PaySign = paySign };
    }

    /// <summary>A notify's transaction; null when WeChat did not sign it.</summary>
    public JsonElement? Open(IHeaderDictionary headers, byte[] body)
    {
        byte[] message = [.. Encoding.UTF8.GetBytes($"{headers["Wechatpay-Timestamp"]}\n{headers["Wechatpay-Nonce"]}\n"), .. body, (byte)'\n'];
        if (!_platform.Value!.VerifyData(message, Convert.FromBase64String(headers["Wechatpay-Signature"].ToString()), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
            return null;

        using var notify = JsonDocument.Parse(body);
        var resource = notify.RootElement.GetProperty("resource");
        var ciphertext = resource.GetProperty("ciphertext").GetBytesFromBase64();
        var plaintext = new byte[ciphertext.Length - 16];
        using var aes = new AesGcm(_apiV3Key, 16);
        aes.Decrypt(
            Encoding.UTF8.GetBytes(resource.GetProperty("nonce").GetString()!), ciphertext.AsSpan(0, plaintext.Length), ciphertext.AsSpan(plaintext.Length),
            plaintext, Encoding.UTF8.GetBytes(resource.GetProperty("associated_data").GetString()!));
        return JsonElement.Parse(plaintext);
    }

    public void Dispose()
    {
        _http.Dispose();
        _merchant.Dispose();
        _platform.Dispose();
    }

    private string Sign(byte[] message) => Convert.ToBase64String(_merchant.Value!.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    private static string Now() => $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}";

    private static string Nonce() => Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    private static RSA Import(string pem)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return rsa;
    }
}
