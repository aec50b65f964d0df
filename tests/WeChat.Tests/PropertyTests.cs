using System.Text;
using System.Text.Json;
using CsCheck;
using WeCommerce.WeChat.Pay;
using WeCommerce.WeChat.Push;
using WeCommerce.WeChat.Tests.Pay;

namespace WeCommerce.WeChat.Tests;

public sealed class PropertyTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    /// <summary>ASCII, Chinese, and characters beyond the Basic Multilingual Plane.</summary>
    private static readonly Gen<string> Text =
        Gen.OneOf(Gen.Int[0x20, 0x7E], Gen.Int[0x4E00, 0x9FFF], Gen.Int[0x1F300, 0x1FAFF]).Select(char.ConvertFromUtf32)
            .Array[0, 1500].Select(string.Concat);

    [Fact]
    public void A_push_of_any_length_comes_back() =>
        Gen.Select(Gen.Int[0, 5000], Gen.Byte.Array[16], Gen.String[Gen.Char.AlphaNumeric, 0, 40]).Sample((length, random, receiver) =>
        {
            var message = new string('m', length);
            return PushCipher.TryDecrypt(Key, PushCipher.Encrypt(Key, random, message, receiver), out var text, out var receiveId)
                && text == message && receiveId == receiver;
        });

    [Fact]
    public void A_push_of_any_characters_comes_back() => Text.Sample(message =>
        PushCipher.TryDecrypt(Key, PushCipher.Encrypt(Key, Key.AsSpan(0, 16), message, "wx1"), out var text, out var receiveId)
        && text == message && receiveId == "wx1");

    [Fact]
    public void Text_goes_out_as_JSON_without_an_escape_that_could_be_spared()
    {
        var protocol = new PushProtocol(new("token", "", "wx1", PushMode.Plaintext, PushFormat.Json));
        Gen.OneOf(Text, Gen.String).Where(t => Encoding.UTF8.GetByteCount(t) <= PushReply.Text.MostBytes).Sample(text =>
        {
            var reply = protocol.Reply(new PushReply.Text(text), new("", new Dictionary<string, string>()), DateTimeOffset.UnixEpoch);
            using var json = JsonDocument.Parse(reply);
            // Half a surrogate pair becomes the replacement character.
            return json.RootElement.GetProperty("Content").GetString() == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))
                && text.EnumerateRunes().All(r => r.Value < 0x80 || reply.Contains(r.ToString(), StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Noise_never_makes_the_push_throw()
    {
        var protocols =
            from mode in Enum.GetValues<PushMode>()
            from format in Enum.GetValues<PushFormat>()
            select new PushProtocol(new("token", "Q0ZkM2VhN2I5YzFkNGY2YThlMGIyYzVkN2Y5MWEzYjA", "wx1", mode, format));
        var all = protocols.ToList();
        Gen.Select(Gen.Byte.Array[0, 300], Gen.String, Gen.String).Sample((bytes, a, b) =>
        {
            var noise = Convert.ToBase64String(bytes);
            PushCipher.TryDecrypt(Key, noise, out _, out _);
            PushCipher.TryDecrypt(Key, a, out _, out _);
            PushCipher.TryReadKey(a, out _);
            foreach (var protocol in all)
            {
                protocol.Read(new(null, a, b, a), bytes);
                // Rightly signed, so that the noise gets as far as the cipher.
                var query = new PushQuery(PushSignature.OfUrl("token", "1", "2"), "1", "2", PushSignature.OfMessage("token", "1", "2", noise));
                protocol.Read(query, bytes);
                protocol.Read(query, Encoding.UTF8.GetBytes($"<xml><Encrypt>{noise}</Encrypt></xml>"));
                protocol.Read(query, Encoding.UTF8.GetBytes($$"""{"Encrypt":"{{noise}}"}"""));
            }
        }, iter: 500);
    }

    [Fact]
    public async Task Noise_never_makes_the_notification_reader_throw()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        var word = Gen.OneOf(Gen.String, Gen.Bool.Select(_ => (string)null!), Gen.Const("1767225600"), Gen.Const(PayKeyRing.PublicKeyId));
        await Gen.Select(word, word, word, word, Gen.Byte.Array[0, 200]).SampleAsync(async (a, b, c, d, body) =>
        {
            var verdict = await world.Reader.ReadAsync(new(a, b, c, d, null), body, default);
            Assert.IsType<NotificationVerdict.Rejected>(verdict);
        }, iter: 2000, threads: 1);
    }

    [Fact]
    public async Task Signed_noise_never_makes_the_notification_reader_throw()
    {
        await using var world = await PayWorld.WithPublicKeyAsync();
        var json = Gen.OneOf(
            Gen.String,
            Gen.String.Select(s => PayWorld.Envelope(s)),
            Gen.String.Select(s => $$"""{"id":"{{s}}","event_type":"\u{{s.Length:x4}}","resource":{"algorithm":"{{s}}" } }"""));
        await json.SampleAsync(async text =>
        {
            var (headers, body) = world.Notify(text);
            if (await world.Reader.ReadAsync(headers, body, default) is NotificationVerdict.Genuine { Notification: var notification })
            {
                notification.TryReadTransaction(out _);
                notification.TryReadRefund(out _);
            }
        }, iter: 300, threads: 1);
    }

    [Fact]
    public void A_sealed_resource_opens_with_its_own_parts_only() =>
        Gen.Select(Gen.Byte.Array[0, 40], Gen.Byte.Array[0, 20], Gen.Byte.Array[0, 20], Gen.Byte.Array[0, 100]).Sample((key, nonce, aad, box) =>
            !AeadResource.TryDecrypt(key, nonce, aad, box, out _));
}
