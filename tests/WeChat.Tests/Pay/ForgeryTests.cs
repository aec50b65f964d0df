using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.WeChat.Tests.Pay;

/// <summary>Every change to a genuine notification makes it a forgery, in every key mode; and every genuine one is taken.</summary>
public sealed class ForgeryTests
{
    public enum Mode
    {
        PublicKey,
        Certificates,

        /// <summary>The weeks in which a merchant changes from certificates to the public key: both are known, WeChat signs with the one …</summary>
        MixedByPublicKey,

        /// <summary>… or the other.</summary>
        MixedByCertificate,
    }

    public static TheoryData<Mode> Modes { get; } = [Mode.PublicKey, Mode.Certificates, Mode.MixedByPublicKey, Mode.MixedByCertificate];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Every_genuine_notification_is_taken(Mode mode)
    {
        await using var world = await StartAsync(mode);
        for (var n = 0; n < 200; n++)
        {
            var (headers, body) = world.Notify(PayWorld.Envelope(Samples.Transaction), offsetSeconds: n % 2 == 0 ? n : -n);
            NotificationTests.Genuine(await world.Reader.ReadAsync(headers, body, default));
        }
    }

    [Fact]
    public async Task In_the_mixed_weeks_both_signers_are_taken_in_turn()
    {
        await using var world = await PayWorld.WithBothAsync();
        for (var n = 0; n < 50; n++)
        {
            world.Signer = n % 2 == 0 ? (PayKeyRing.PublicKeyId, PayKeyRing.WeChat) : (PayKeyRing.Old.Serial, PayKeyRing.Old.Key);
            var (headers, body) = world.Notify(PayWorld.Envelope(Samples.Transaction));
            NotificationTests.Genuine(await world.Reader.ReadAsync(headers, body, default));
        }
        Assert.Equal(1, world.CertificateRequests);
    }

    // Over 10,000 a mode: what was signed and by whom is changed, in every place and every way below.
    [Theory]
    [MemberData(nameof(Modes))]
    public async Task No_changed_notification_is_taken(Mode mode)
    {
        await using var world = await StartAsync(mode);
        var (headers, body) = world.Notify(PayWorld.Envelope(Samples.Transaction));
        NotificationTests.Genuine(await world.Reader.ReadAsync(headers, body, default));

        var (tried, taken) = (0, new List<string>());
        foreach (var forgery in Forgeries.Of(headers, body, [PayKeyRing.PublicKeyId, PayKeyRing.Old.Serial, PayKeyRing.New.Serial]))
        {
            Assert.False(forgery.Headers == headers && forgery.Body.AsSpan().SequenceEqual(body), $"{forgery.What} changes nothing.");
            tried++;
            if (await world.Reader.ReadAsync(forgery.Headers, forgery.Body, default) is NotificationVerdict.Genuine)
                taken.Add(forgery.What);
        }

        Assert.Empty(taken);
        Assert.InRange(tried, 10_000, int.MaxValue);
        NotificationTests.Genuine(await world.Reader.ReadAsync(headers, body, default));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task No_notification_of_another_time_is_taken(Mode mode)
    {
        await using var world = await StartAsync(mode);
        foreach (var seconds in new long[] { 301, 302, 330, 600, 3600, 28_800, 86_400, 31_536_000 })
        {
            foreach (var offset in new[] { seconds, -seconds })
            {
                var (headers, body) = world.Notify(PayWorld.Envelope(Samples.Transaction), offset);
                Assert.Equal(NotificationRejection.OutsideTimeWindow, NotificationTests.Rejection(await world.Reader.ReadAsync(headers, body, default)));
            }
        }
    }

    // Signed by WeChat, so that nothing but the seal of the resource is left to tell.
    [Fact]
    public async Task No_changed_resource_is_taken_even_if_it_is_signed()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        var envelope = JsonNode.Parse(PayWorld.Envelope(Samples.Transaction))!;
        var resource = envelope["resource"]!;
        var (tried, taken) = (0, new List<string>());
        foreach (var name in new[] { "nonce", "associated_data" })
        {
            var genuine = $"{resource[name]}";
            for (var bit = 0; bit < genuine.Length * 8; bit++)
                await TryAsync(name, bit, genuine, $"{genuine[..(bit / 8)]}{(char)(genuine[bit / 8] ^ (1 << (bit % 8)))}{genuine[(bit / 8 + 1)..]}");
            await TryAsync(name, -1, genuine, "");
            await TryAsync(name, -2, genuine, genuine + "\0");
        }
        // Ciphertext, and behind it the tag's 16 bytes.
        var sealedText = $"{resource["ciphertext"]}";
        var box = Convert.FromBase64String(sealedText);
        for (var bit = 0; bit < box.Length * 8; bit++)
        {
            box[bit / 8] ^= (byte)(1 << (bit % 8));
            await TryAsync("ciphertext", bit, sealedText, Convert.ToBase64String(box));
            box[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        for (var length = 0; length < box.Length; length += 16)
            await TryAsync("ciphertext", -length, sealedText, Convert.ToBase64String(box.AsSpan(0, length)));

        Assert.Empty(taken);
        Assert.InRange(tried, (box.Length + 12 + "transaction".Length) * 8, int.MaxValue);

        async Task TryAsync(string name, int bit, string genuine, string changed)
        {
            tried++;
            resource[name] = changed;
            var (headers, body) = world.Notify(envelope.ToJsonString());
            if (await world.Reader.ReadAsync(headers, body, default) is not NotificationVerdict.Rejected { Reason: NotificationRejection.DecryptionFailed })
                taken.Add($"{name} {bit}");
            resource[name] = genuine;
        }
    }

    private static async Task<PayWorld> StartAsync(Mode mode)
    {
        var world = mode switch
        {
            Mode.PublicKey => await PayWorld.WithPublicKeyAsync(),
            Mode.Certificates => await PayWorld.WithCertificatesAsync(),
            _ => await PayWorld.WithBothAsync(),
        };
        if (mode == Mode.MixedByCertificate)
            world.SignWith(PayKeyRing.Old);
        return world;
    }
}
