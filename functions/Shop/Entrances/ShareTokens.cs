using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Money;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Entrances;

/// <summary>
/// Who shares, signed, so that nobody can put another member's name to what they share: 32 characters that fit a code's scene. <c>~</c>, the MemberId (13), the
/// shop's day on which it was given out (3 characters: days since 2020), and the first 75 bits of HMAC-SHA-256 over these (15). The key follows from the
/// sessions' signing key; tokens of the key before the last change stay good.
/// </summary>
internal sealed class ShareTokens(IOptions<SessionOptions> sessions, IOptions<EntranceOptions> options, TimeProvider time)
{
    public const int Length = 32;

    private const char Mark = '~';
    private const int DayLength = 3;
    private const int Signed = 1 + MemberId.Length + DayLength;
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static readonly DateOnly Epoch = new(2020, 1, 1);

    private readonly byte[][] _keys =
    [
        .. new[] { sessions.Value.SigningKey, sessions.Value.PreviousSigningKey }
            .Where(k => !string.IsNullOrEmpty(k))
            .Select(k => HKDF.DeriveKey(HashAlgorithmName.SHA256, Convert.FromBase64String(k ?? ""), outputLength: 32, info: "share token"u8.ToArray())),
    ];

    /// <summary>The member's token of today, and the end of the last day on which it counts.</summary>
    public (string Token, DateTimeOffset ExpiresAt) Make(MemberId member)
    {
        var today = ShopDay.Of(time.GetUtcNow());
        var said = $"{Mark}{member}{TextOf(today.DayNumber - Epoch.DayNumber)}";
        return ($"{said}{MacOf(_keys[0], said)}", ShopDay.Begin(today.AddDays(options.Value.ShareDays + 1)));
    }

    /// <summary>Who shared; null for what is not a token of this shop, or one that counted until some day before.</summary>
    public MemberId? Read(string? token, DateTimeOffset at)
    {
        if (!Looks(token) || !MemberId.TryParse(token[1..(1 + MemberId.Length)], out var member))
            return null;

        var (said, mac) = (token[..Signed], Encoding.ASCII.GetBytes(token[Signed..]));
        if (!Array.Exists(_keys, key => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(MacOf(key, said)), mac)))
            return null;

        var day = Epoch.AddDays(said[^DayLength..].Aggregate(0, static (number, c) => (number * 32) + Alphabet.IndexOf(c, StringComparison.Ordinal)));
        return ShopDay.Of(at) <= day.AddDays(options.Value.ShareDays) ? member : null;
    }

    public static bool Looks([NotNullWhen(true)] string? text) =>
        text is { Length: Length } && text[0] == Mark && Ids.Looks(text[1..], Length - 1);

    private static string MacOf(byte[] key, string said)
    {
        const int characters = Length - Signed;
        var mac = HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(said));
        return string.Create(characters, mac, static (text, bytes) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                // Five bits from bit 5i on; two bytes hold them.
                var (at, shift) = (i * 5 / 8, i * 5 % 8);
                text[i] = Alphabet[(((bytes[at] << 8) | bytes[at + 1]) >> (11 - shift)) & 31];
            }
        });
    }

    private static string TextOf(int day) => string.Create(DayLength, day, static (text, number) =>
    {
        for (var i = text.Length - 1; i >= 0; i--, number >>= 5)
            text[i] = Alphabet[number & 31];
    });
}
