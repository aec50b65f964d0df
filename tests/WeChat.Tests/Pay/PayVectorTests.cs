using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using WeCommerce.Testing;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.WeChat.Tests.Pay;

/// <summary>Published and generated vectors of APIv3's cryptography.</summary>
public sealed class PayVectorTests
{
    [Fact]
    public void Authorization() => VectorSet.Each("v3.authorization", 4, v =>
    {
        var message = PaySignature.RequestMessage(
            v.Input("method"), v.Input("canonical_url"), v.Input("timestamp"), v.Input("nonce_str"), Encoding.UTF8.GetBytes(v.Input("body")));
        Assert.Equal(v.Expect("message"), Encoding.UTF8.GetString(message));
        using var rsa = Private(v);
        var signature = PaySignature.Sign(rsa, message);
        Assert.Equal(v.Expect("signature"), signature);
        var header = PaySignature.Authorization(v.Input("mchid"), v.Input("serial_no"), v.Input("timestamp"), v.Input("nonce_str"), signature);
        // The five items may come in any order.
        if (v.Expect("authorization") is { } expected)
            Assert.Equal(Items(expected), Items(header));
        Assert.StartsWith((v.Expect("authorization_scheme") ?? "WECHATPAY2-SHA256-RSA2048") + " ", header, StringComparison.Ordinal);
    });

    [Fact]
    public void Signatures() => VectorSet.Each("v3.rsa_sha256_sign", 1, v =>
    {
        using var rsa = Private(v);
        Assert.Equal(v.Expect("signature"), PaySignature.Sign(rsa, Encoding.UTF8.GetBytes(v.Input("message"))));
    });

    [Fact]
    public void Verification() => VectorSet.Each("v3.rsa_sha256_verify", 2, v =>
    {
        using var certificate = X509Certificate2.CreateFromPem(v.Input("certificate_pem"));
        using var rsa = certificate.GetRSAPublicKey()!;
        Assert.Equal(v.Input("serial_no"), Serial(certificate));
        Assert.Equal(v.Expect("valid") == "true", PaySignature.Verify(rsa, Encoding.UTF8.GetBytes(v.Input("message")), v.Input("signature")));
    });

    [Theory]
    [InlineData("v3.pay_sign_jsapi", 2, "prepay_id=")]
    [InlineData("v3.pay_sign_app", 1, "")]
    public void PaySign(string kind, int count, string prefix) => VectorSet.Each(kind, count, v =>
    {
        var message = PaySignature.PaymentMessage(v.Input("appId"), v.Input("timeStamp"), v.Input("nonceStr"), prefix + v.Input("prepay_id"));
        Assert.Equal(v.Expect("message"), Encoding.UTF8.GetString(message));
        using var rsa = Private(v);
        Assert.Equal(v.Expect("signature"), PaySignature.Sign(rsa, message));
    });

    [Fact]
    public void Answers() => VectorSet.Each("v3.response_verify", 2, v =>
    {
        var headers = v.Inputs.GetProperty("headers");
        var (timestamp, nonce) = (Header(headers, "Wechatpay-Timestamp"), Header(headers, "Wechatpay-Nonce"));
        var body = Encoding.UTF8.GetBytes(v.Input("body"));
        Assert.Equal(v.Expect("message"), Encoding.UTF8.GetString(PaySignature.AnswerMessage(timestamp, nonce, body)));
        using var rsa = WeChatKey(v);
        var valid = v.Expect("signature_valid") == "true";
        Assert.Equal(valid, PaySignature.VerifyAnswer(rsa, timestamp, nonce, body, Header(headers, "Wechatpay-Signature")));
        Assert.Equal(valid, PaySignature.Verify(rsa, PaySignature.AnswerMessage(timestamp, nonce, body), Header(headers, "Wechatpay-Signature")));
    });

    [Fact]
    public void Resources() => VectorSet.Each("v3.aes_gcm_decrypt", 4, v =>
    {
        var opened = AeadResource.TryDecrypt(
            Encoding.UTF8.GetBytes(v.Input("api_v3_key")),
            Encoding.UTF8.GetBytes(v.Input("nonce")),
            Encoding.UTF8.GetBytes(v.Input("associated_data")),
            Convert.FromBase64String(v.Input("ciphertext")),
            out var plaintext);
        // One SDK's own test has a nonce of 16 bytes. The platform's AES-GCM takes 12 only, as WeChat sends; so it is refused.
        if (v.Input("nonce").Length != 12 || v.Expect("error") is not null)
            Assert.False(opened);
        else
            Assert.Equal(v.Expect("plaintext"), Encoding.UTF8.GetString(plaintext!));
    });

    [Fact]
    public void Certificates() => VectorSet.Each("v3.certificates", 2, v =>
    {
        using var body = JsonDocument.Parse(v.Input("response_body"));
        var box = body.RootElement.GetProperty("data")[0].GetProperty("encrypt_certificate");
        Assert.True(AeadResource.TryDecrypt(
            Encoding.UTF8.GetBytes(v.Input("api_v3_key")),
            Encoding.UTF8.GetBytes(box.GetProperty("nonce").GetString()!),
            Encoding.UTF8.GetBytes(box.GetProperty("associated_data").GetString()!),
            box.GetProperty("ciphertext").GetBytesFromBase64(),
            out var pem));
        Assert.Equal(v.Expect("certificate_pem")!.Trim(), Encoding.UTF8.GetString(pem).Trim());
        using var certificate = X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(pem));
        Assert.Equal(v.Expect("serial_no"), Serial(certificate));
    });

    [Fact]
    public void SensitiveFields() => VectorSet.Each("v3.oaep_decrypt", 3, v =>
    {
        using var rsa = Private(v);
        Assert.True(SensitiveText.TryDecrypt(rsa, v.Input("ciphertext"), out var text));
        Assert.Equal(v.Expect("plaintext"), text);
        Assert.True(SensitiveText.TryDecrypt(rsa, SensitiveText.Encrypt(rsa, text), out var again));
        Assert.Equal(text, again);
    });

    /// <summary>Whole notifications, through the same door as in an app: configured keys, or certificates from the download.</summary>
    [Fact]
    public async Task Notifications()
    {
        var vectors = Vector.OfKind("v3.notification");
        Assert.Equal(9, vectors.Count);
        foreach (var v in vectors)
        {
            var headers = v.Inputs.GetProperty("headers");
            var isPublicKey = v.Input("wechatpay_public_key_pem").Length > 0;
            // The list is sealed with the key of the vector that has the right one, and signed by a certificate of our own in it.
            await using var world = await PayWorld.StartAsync(isPublicKey, certificates: null, settings =>
            {
                settings["WeChat:Pay:ApiV3Key"] = v.Input("api_v3_key");
                if (!isPublicKey)
                    return;
                settings["WeChat:Pay:PublicKeyId"] = v.Input("configured_serial");
                settings["WeChat:Pay:PublicKeyPem"] = v.Input("wechatpay_public_key_pem");
            });
            if (!isPublicKey)
                world.Certificates.Add(new Certificate(v.Input("configured_serial"), v.Input("platform_certificate_pem"), PayKeyRing.New.Key));
            var now = DateTimeOffset.FromUnixTimeSeconds(v.Inputs.GetProperty("now").GetInt64());
            world.Time.SetUtcNow(now);

            var verdict = await world.Reader.ReadAsync(
                new(
                    Header(headers, "Wechatpay-Timestamp"),
                    Header(headers, "Wechatpay-Nonce"),
                    Header(headers, "Wechatpay-Signature"),
                    Header(headers, "Wechatpay-Serial"),
                    Header(headers, "Wechatpay-Signature-Type")),
                Encoding.UTF8.GetBytes(v.Input("body")),
                default);

            if (v.Expect("signature_valid") == "false")
                Assert.Equal(NotificationRejection.BadSignature, NotificationTests.Rejection(verdict));
            else if (v.Expect("error") is not null)
                Assert.Equal(NotificationRejection.DecryptionFailed, NotificationTests.Rejection(verdict));
            else
                AssertGenuine(v, NotificationTests.Genuine(verdict));
        }
    }

    private static void AssertGenuine(Vector v, Notification notification)
    {
        Assert.Equal((v.Expect("event_type"), v.Expect("resource_plaintext")), (notification.EventType, notification.Resource));
        Assert.Equal(v.Id.Contains("transaction", StringComparison.Ordinal) || v.Id.Contains("edge", StringComparison.Ordinal), notification.TryReadTransaction(out _));
        Assert.Equal(v.Id.Contains("refund", StringComparison.Ordinal), notification.TryReadRefund(out _));
    }

    // .NET shows the sign byte of a number whose first bit is set.
    private static string Serial(X509Certificate2 certificate) =>
        certificate.SerialNumberBytes.Span is [0, .. var rest] ? Convert.ToHexString(rest) : certificate.SerialNumber;

    private static string[] Items(string authorization) => [.. authorization[(authorization.IndexOf(' ', StringComparison.Ordinal) + 1)..].Split(',').Order()];

    private static string Header(JsonElement headers, string name) => headers.GetProperty(name).GetString()!;

    private static RSA Private(Vector v)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(v.Input("private_key_pem"));
        return rsa;
    }

    private static RSA WeChatKey(Vector v)
    {
        if (v.Input("platform_certificate_pem") is { Length: > 0 } pem)
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return certificate.GetRSAPublicKey()!;
        }
        var rsa = RSA.Create();
        rsa.ImportFromPem(v.Input("wechatpay_public_key_pem"));
        return rsa;
    }
}
