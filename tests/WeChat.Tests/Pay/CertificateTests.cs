using WeCommerce.Testing;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.WeChat.Tests.Pay;

public sealed class CertificateTests
{
    [Fact]
    public async Task A_hundred_notifications_at_once_download_the_certificates_once()
    {
        await using var world = await PayWorld.WithCertificatesAsync();
        var notifications = Enumerable.Range(0, 100).Select(_ => world.Notify(PayWorld.Envelope(Samples.Transaction))).ToList();

        var verdicts = await Task.WhenAll(notifications.Select(n => Task.Run(() => world.Reader.ReadAsync(n.Headers, n.Body, default).AsTask())));

        Assert.All(verdicts, v => NotificationTests.Genuine(v));
        Assert.Equal(1, world.CertificateRequests);
    }

    [Fact]
    public async Task An_unknown_serial_refreshes_once_in_five_minutes()
    {
        await using var world = await PayWorld.WithCertificatesAsync();
        NotificationTests.Genuine(await ReadAsync(world));

        // Rotation: WeChat signs with a certificate that the last download did not bring.
        world.Certificates.Add(PayKeyRing.New);
        world.SignWith(PayKeyRing.New);
        Assert.Equal(NotificationRejection.UnknownSerial, NotificationTests.Rejection(await ReadAsync(world)));
        Assert.Equal(1, world.CertificateRequests);

        world.Time.Advance(TimeSpan.FromMinutes(5));
        NotificationTests.Genuine(await ReadAsync(world));
        world.SignWith(PayKeyRing.Old);
        NotificationTests.Genuine(await ReadAsync(world));
        Assert.Equal(2, world.CertificateRequests);
    }

    [Fact]
    public async Task A_hundred_forged_serials_cost_one_download()
    {
        await using var world = await PayWorld.WithCertificatesAsync();
        NotificationTests.Genuine(await ReadAsync(world));
        world.Time.Advance(TimeSpan.FromMinutes(6));
        var (headers, body) = world.Notify("{}");

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 100).Select(i =>
            Task.Run(() => world.Reader.ReadAsync(headers with { Serial = $"{i:X40}" }, body, default).AsTask())));

        Assert.All(verdicts, v => Assert.Equal(NotificationRejection.UnknownSerial, NotificationTests.Rejection(v)));
        Assert.Equal(2, world.CertificateRequests);
    }

    [Fact]
    public async Task Old_certificates_are_renewed_behind_the_back_of_whoever_uses_them()
    {
        await using var world = await PayWorld.WithCertificatesAsync();
        NotificationTests.Genuine(await ReadAsync(world));
        world.Time.Advance(TimeSpan.FromHours(12));
        world.Certificates.Add(PayKeyRing.New);

        NotificationTests.Genuine(await ReadAsync(world));
        // The notification did not wait for it; asking for an unknown serial does.
        var (headers, body) = world.Notify("{}");
        await world.Reader.ReadAsync(headers with { Serial = "00" }, body, default);
        Assert.Equal(2, world.CertificateRequests);
        world.SignWith(PayKeyRing.New);
        NotificationTests.Genuine(await ReadAsync(world));
        Assert.Equal(2, world.CertificateRequests);
    }

    [Fact]
    public async Task A_404_marks_a_merchant_that_has_the_public_key_only()
    {
        await using var world = await PayWorld.WithBothAsync();
        world.CertificatesReply = new Reply(404, """{"code":"RESOURCE_NOT_EXISTS","message":"无可用的平台证书"}""");
        world.SignWith(PayKeyRing.Old);

        Assert.Equal(NotificationRejection.UnknownSerial, NotificationTests.Rejection(await ReadAsync(world)));
        world.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(NotificationRejection.UnknownSerial, NotificationTests.Rejection(await ReadAsync(world)));
        Assert.Equal(1, world.CertificateRequests);

        world.Signer = (PayKeyRing.PublicKeyId, PayKeyRing.WeChat);
        NotificationTests.Genuine(await ReadAsync(world));
    }

    [Fact]
    public async Task A_list_signed_by_nobody_known_is_not_believed()
    {
        await using var world = await PayWorld.WithCertificatesAsync();
        world.SignWith(PayKeyRing.New);
        Assert.Equal(NotificationRejection.UnknownSerial, NotificationTests.Rejection(await ReadAsync(world)));

        // The right serial number over a wrong signature.
        world.SignWith(PayKeyRing.Old);
        world.Spoil = reply => reply with { Headers = new(reply.Headers!) { ["Wechatpay-Signature"] = Convert.ToBase64String(new byte[256]) } };
        world.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(NotificationRejection.UnknownSerial, NotificationTests.Rejection(await ReadAsync(world)));
        Assert.Equal(2, world.CertificateRequests);

        // A failure is forgiven sooner than five minutes later.
        world.Spoil = reply => reply;
        world.Time.Advance(TimeSpan.FromSeconds(15));
        NotificationTests.Genuine(await ReadAsync(world));
    }

    [Fact]
    public async Task A_list_sealed_with_another_key_is_not_believed()
    {
        await using var world = await PayWorld.WithCertificatesAsync();
        await using var stranger = world.Another(s => s["WeChat:Pay:ApiV3Key"] = new string('k', 32));
        var reader = (NotificationReader)stranger.GetService(typeof(NotificationReader))!;
        var (headers, body) = world.Notify(PayWorld.Envelope(Samples.Transaction));

        Assert.Equal(NotificationRejection.UnknownSerial, NotificationTests.Rejection(await reader.ReadAsync(headers, body, default)));
        Assert.Equal(1, world.CertificateRequests);
    }

    [Fact]
    public async Task Sensitive_fields_are_encrypted_with_the_newest_certificate()
    {
        await using var world = await PayWorld.WithCertificatesAsync();
        world.Certificates.Insert(0, PayKeyRing.New);

        var field = await world.Sensitive.EncryptAsync("张三", default);

        Assert.Equal(PayKeyRing.New.Serial, field!.Serial);
        Assert.True(SensitiveText.TryDecrypt(PayKeyRing.New.Key, field.Ciphertext, out var text));
        Assert.Equal("张三", text);
        Assert.Equal("李四", world.Sensitive.Decrypt(SensitiveText.Encrypt(PayKeyRing.Merchant, "李四")));
        Assert.Null(world.Sensitive.Decrypt(field.Ciphertext));
        Assert.Null(world.Sensitive.Decrypt("%"));
    }

    /// <summary>wechatpay-go's own test certificate: .NET calls it 00D7CE…, WeChat D7CE….</summary>
    [Fact]
    public async Task A_certificate_keeps_the_serial_number_that_WeChat_gives_it()
    {
        await using var world = await PayWorld.WithCertificatesAsync();
        var go = Vector.OfKind("v3.certificates").Single(v => v.Id == "v3-certificates-go");
        world.Certificates.Add(new Certificate(go.Expect("serial_no")!, go.Expect("certificate_pem")!, PayKeyRing.New.Key, "2027-01-01T00:00:00+08:00"));

        Assert.Equal("D7CE59D1F522D701", (await world.Sensitive.EncryptAsync("张三", default))!.Serial);
    }

    [Fact]
    public async Task A_certificate_that_does_not_read_leaves_the_others()
    {
        await using var world = await PayWorld.WithCertificatesAsync();
        world.Certificates.Insert(0, new Certificate("ABCD", "not PEM", PayKeyRing.New.Key));
        world.Certificates.Insert(0, new Certificate("ABCD", PayKeyRing.New.Pem, PayKeyRing.New.Key));

        NotificationTests.Genuine(await ReadAsync(world));
    }

    [Fact]
    public async Task Sensitive_fields_are_encrypted_with_the_public_key_where_there_is_one()
    {
        await using var world = await PayWorld.WithBothAsync();

        Assert.Equal(PayKeyRing.PublicKeyId, (await world.Sensitive.EncryptAsync("张三", default))!.Serial);
    }

    private static ValueTask<NotificationVerdict> ReadAsync(PayWorld world)
    {
        var (headers, body) = world.Notify(PayWorld.Envelope(Samples.Transaction));
        return world.Reader.ReadAsync(headers, body, default);
    }
}
