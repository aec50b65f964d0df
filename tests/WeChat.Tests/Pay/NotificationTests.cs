using System.Text;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.WeChat.Tests.Pay;

public sealed class NotificationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_signed_and_sealed_notification_is_genuine_in_both_key_modes(bool publicKey)
    {
        await using var world = await PayWorld.StartAsync(publicKey, certificates: null);
        var (headers, body) = world.Notify(PayWorld.Envelope(Samples.Transaction));

        var notification = Genuine(await world.Reader.ReadAsync(headers, body, default));

        Assert.Equal(("EV-1", "TRANSACTION.SUCCESS", "transaction", Samples.Transaction),
            (notification.Id, notification.EventType, notification.OriginalType, notification.Resource));
        var transaction = notification.ReadTransaction();
        Assert.Equal((TradeState.Success, 1990L), (transaction.TradeState, transaction.TotalFen));
        Assert.False(notification.TryReadRefund(out _));
        Assert.Throws<UnreadableResourceException>(() => notification.ReadRefund());
    }

    [Fact]
    public async Task A_migrating_merchant_gets_both_kinds_of_signature()
    {
        await using var world = await PayWorld.WithBothAsync();
        var (headers, body) = world.Notify(PayWorld.Envelope(Samples.Transaction));
        Genuine(await world.Reader.ReadAsync(headers, body, default));
        Assert.Equal(0, world.CertificateRequests);

        world.SignWith(PayKeyRing.Old);
        (headers, body) = world.Notify(PayWorld.Envelope(Samples.Transaction));
        Genuine(await world.Reader.ReadAsync(headers, body, default));
        Assert.Equal(1, world.CertificateRequests);
    }

    [Theory]
    [InlineData(-301, false)]
    [InlineData(-299, true)]
    [InlineData(299, true)]
    [InlineData(301, false)]
    public async Task The_signatures_time_must_be_within_five_minutes(long offset, bool genuine)
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        var (headers, body) = world.Notify(PayWorld.Envelope(Samples.Transaction), offset);

        var verdict = await world.Reader.ReadAsync(headers, body, default);

        Assert.Equal(genuine ? null : NotificationRejection.OutsideTimeWindow, (verdict as NotificationVerdict.Rejected)?.Reason);
    }

    // Kept bytes are taken again long after: their signature is looked at, their age is not.
    [Theory]
    [InlineData(-86_400 * 30)]
    [InlineData(0)]
    public async Task A_kept_notification_is_genuine_at_any_age_and_only_with_its_signature(long offset)
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        var (headers, body) = world.Notify(PayWorld.Envelope(Samples.Transaction), offset);

        Genuine(await world.Reader.ReadKeptAsync(headers, body, default));
        var older = await world.Reader.ReadKeptAsync(headers with { Timestamp = "1600000000" }, body, default);
        var unreadable = await world.Reader.ReadKeptAsync(headers with { Timestamp = "yesterday" }, body, default);
        var probe = await world.Reader.ReadKeptAsync(headers with { Signature = "WECHATPAY/SIGNTEST/x" }, body, default);

        Assert.Equal(NotificationRejection.BadSignature, (older as NotificationVerdict.Rejected)?.Reason);
        Assert.Equal(NotificationRejection.MalformedTimestamp, (unreadable as NotificationVerdict.Rejected)?.Reason);
        Assert.Equal(NotificationRejection.SignTest, (probe as NotificationVerdict.Rejected)?.Reason);
    }

    public static TheoryData<string, NotificationRejection> Spoilings => new()
    {
        { "no timestamp", NotificationRejection.MissingHeader },
        { "no nonce", NotificationRejection.MissingHeader },
        { "no signature", NotificationRejection.MissingHeader },
        { "no serial", NotificationRejection.MissingHeader },
        { "empty signature type", NotificationRejection.UnsupportedAlgorithm },
        { "line feed in nonce", NotificationRejection.MalformedHeader },
        { "long serial", NotificationRejection.MalformedHeader },
        { "timestamp words", NotificationRejection.MalformedTimestamp },
        { "timestamp sign", NotificationRejection.MalformedTimestamp },
        { "timestamp huge", NotificationRejection.MalformedTimestamp },
        { "probe", NotificationRejection.SignTest },
        { "sm2", NotificationRejection.UnsupportedAlgorithm },
        { "other public key", NotificationRejection.UnknownSerial },
        { "not base64", NotificationRejection.BadSignature },
        { "short signature", NotificationRejection.BadSignature },
        { "body", NotificationRejection.BadSignature },
    };

    [Theory]
    [MemberData(nameof(Spoilings))]
    public async Task A_spoilt_notification_is_rejected_for_its_own_reason(string spoiling, NotificationRejection reason)
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        var (headers, body) = world.Notify(PayWorld.Envelope(Samples.Transaction));
        headers = spoiling switch
        {
            "no timestamp" => headers with { Timestamp = null },
            "no nonce" => headers with { Nonce = "" },
            "no signature" => headers with { Signature = null },
            "no serial" => headers with { Serial = null },
            "empty signature type" => headers with { SignatureType = "" },
            "line feed in nonce" => headers with { Nonce = headers.Nonce + "\n" },
            "long serial" => headers with { Serial = new string('A', 129) },
            "timestamp words" => headers with { Timestamp = "soon" },
            "timestamp sign" => headers with { Timestamp = "+" + headers.Timestamp },
            "timestamp huge" => headers with { Timestamp = "99999999999999999999" },
            "probe" => headers with { Signature = "WECHATPAY/SIGNTEST/" + headers.Signature },
            "sm2" => headers with { SignatureType = "WECHATPAY2-SM2-WITH-SM3" },
            "other public key" => headers with { Serial = "PUB_KEY_ID_0" },
            "not base64" => headers with { Signature = "%%%" },
            "short signature" => headers with { Signature = "AAAA" },
            _ => headers,
        };
        if (spoiling == "body")
            body[^1] ^= 1;

        Assert.Equal(reason, Rejection(await world.Reader.ReadAsync(headers, body, default)));
    }

    [Theory]
    [InlineData("", NotificationRejection.MalformedBody)]
    [InlineData("[]", NotificationRejection.MalformedBody)]
    [InlineData("not json", NotificationRejection.MalformedBody)]
    [InlineData("""{"id":"1","event_type":"A.B"}""", NotificationRejection.MalformedBody)]
    [InlineData("""{"id":"\ud800","event_type":"A.B","resource":{}}""", NotificationRejection.MalformedBody)]
    [InlineData("""{"id":"1","event_type":"A.B","resource":{"algorithm":"AEAD_AES_256_GCM","nonce":"123456789012","ciphertext":"%"}}""", NotificationRejection.MalformedBody)]
    [InlineData("""{"id":"1","event_type":"A.B","resource":{"algorithm":"AEAD_SM4_GCM","nonce":"123456789012","ciphertext":""}}""", NotificationRejection.UnsupportedAlgorithm)]
    [InlineData("""{"id":"1","event_type":"A.B","resource":{"algorithm":"AEAD_AES_256_GCM","nonce":"123456789012","ciphertext":""}}""", NotificationRejection.DecryptionFailed)]
    [InlineData("""{"id":"1","event_type":"A.B","resource":{"algorithm":"AEAD_AES_256_GCM","nonce":"1234567890123456","ciphertext":"AAAAAAAAAAAAAAAAAAAAAAAA"}}""", NotificationRejection.DecryptionFailed)]
    public async Task A_signed_body_that_is_no_notification_is_rejected(string text, NotificationRejection reason)
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        var (headers, body) = world.Notify(text);

        Assert.Equal(reason, Rejection(await world.Reader.ReadAsync(headers, body, default)));
    }

    [Fact]
    public async Task A_resource_sealed_with_another_key_is_rejected()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        var (headers, body) = world.Notify(PayWorld.Envelope("{}", key: new string('k', 32)));

        Assert.Equal(NotificationRejection.DecryptionFailed, Rejection(await world.Reader.ReadAsync(headers, body, default)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("not json")]
    [InlineData("""{"combine_appid":"wx1","combine_out_trade_no":"C1","sub_orders":[]}""")]
    [InlineData("""{"appid":"a","mchid":"m","out_trade_no":"o","trade_state":"SUCCESS","amount":{"total":19.9}}""")]
    [InlineData("""{"appid":"a","mchid":"m","out_trade_no":"o","trade_state":"SUCCESS","amount":{"total":"1990"}}""")]
    [InlineData("""{"appid":"a","mchid":"m","out_trade_no":"o","trade_state":"SUCCESS","amount":{"total":99999999999999999999}}""")]
    public async Task A_resource_that_is_no_payment_is_genuine_but_does_not_read_as_one(string resource)
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        var (headers, body) = world.Notify(PayWorld.Envelope(resource));

        var notification = Genuine(await world.Reader.ReadAsync(headers, body, default));

        Assert.False(notification.TryReadTransaction(out _));
        Assert.Throws<UnreadableResourceException>(() => notification.ReadTransaction());
    }

    [Theory]
    [InlineData("SUCCESS", RefundState.Success)]
    [InlineData("CLOSED", RefundState.Closed)]
    [InlineData("ABNORMAL", RefundState.Abnormal)]
    [InlineData("NEW_STATE", RefundState.Unknown)]
    public async Task A_refund_notification_names_its_state_refund_status(string status, RefundState state)
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        var resource = Samples.Refund.Replace("\"status\":\"PROCESSING\"", $"\"mchid\":\"1900007291\",\"refund_status\":\"{status}\"", StringComparison.Ordinal);
        var (headers, body) = world.Notify(PayWorld.Envelope(resource, "REFUND." + status, "refund"));

        var notification = Genuine(await world.Reader.ReadAsync(headers, body, default));

        var refund = notification.ReadRefund();
        Assert.Equal((state, 990L, 1990L, "RF2026010100001"), (refund.RefundStatus, refund.RefundFen, refund.TotalFen, refund.OutRefundNo));
    }

    [Fact]
    public void Every_bit_of_a_sealed_resource_counts()
    {
        var key = Encoding.ASCII.GetBytes(PayKeyRing.ApiV3Key);
        var nonce = "0123456789ab"u8.ToArray();
        var aad = "transaction"u8.ToArray();
        var text = "{\"amount\":1990}"u8.ToArray();
        var box = new byte[text.Length + 16];
        using (var gcm = new System.Security.Cryptography.AesGcm(key, 16))
            gcm.Encrypt(nonce, text, box.AsSpan(0, text.Length), box.AsSpan(text.Length), aad);
        Assert.True(AeadResource.TryDecrypt(key, nonce, aad, box, out var opened));
        Assert.Equal(text, opened);

        foreach (var bytes in new[] { box, nonce, aad, key })
        {
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << bit % 8);
                Assert.False(AeadResource.TryDecrypt(key, nonce, aad, box, out _));
                bytes[bit / 8] ^= (byte)(1 << bit % 8);
            }
        }
    }

    [Fact]
    public async Task Every_bit_of_a_signed_body_and_signature_counts()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        var (headers, body) = world.Notify("{\"id\":\"1\"}");
        var signature = Convert.FromBase64String(headers.Signature!);

        for (var bit = 0; bit < body.Length * 8; bit++)
        {
            body[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.Equal(NotificationRejection.BadSignature, Rejection(await world.Reader.ReadAsync(headers, body, default)));
            body[bit / 8] ^= (byte)(1 << bit % 8);
        }
        for (var bit = 0; bit < signature.Length * 8; bit++)
        {
            signature[bit / 8] ^= (byte)(1 << bit % 8);
            var spoilt = headers with { Signature = Convert.ToBase64String(signature) };
            Assert.Equal(NotificationRejection.BadSignature, Rejection(await world.Reader.ReadAsync(spoilt, body, default)));
            signature[bit / 8] ^= (byte)(1 << bit % 8);
        }
    }

    internal static Notification Genuine(NotificationVerdict verdict) => Assert.IsType<NotificationVerdict.Genuine>(verdict).Notification;

    internal static NotificationRejection Rejection(NotificationVerdict verdict) => Assert.IsType<NotificationVerdict.Rejected>(verdict).Reason;
}
