using System.Security.Cryptography;
using System.Text;

namespace WeCommerce.Simulator.Accounts;

/// <summary>A WeChat user. <see cref="Key"/> is who they are; every OpenId and the UnionId is made of it, and leads back to it.</summary>
internal sealed record Person(string Key, string Nickname, string Phone)
{
    private const int KeyLength = 21;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// <summary>The same for all apps of the merchant.</summary>
    public string UnionId => "o6_bm" + Mask("union", Key) + Key[..2];

    public static Person New(string? nickname, string? phone)
    {
        var key = RandomNumberGenerator.GetString(Alphabet, KeyLength);
        return Of(key, nickname, phone);
    }

    public static Person Of(string key, string? nickname, string? phone) =>
        new(key, string.IsNullOrWhiteSpace(nickname) ? "微信用户" : nickname, string.IsNullOrWhiteSpace(phone) ? PhoneOf(key) : phone);

    /// <summary>28 characters, of which the first seven are the app's, as with real ones.</summary>
    public string OpenId(string appId) => Prefix(appId) + Mask(appId, Key);

    /// <summary>Whose OpenId this is for that app; null when it is not an OpenId of that app.</summary>
    public static string? KeyOf(string appId, string openId) =>
        openId.Length == 28 && openId.StartsWith(Prefix(appId), StringComparison.Ordinal) && openId[7..].All(c => Alphabet.Contains(c))
            ? Mask(appId, openId[7..])
            : null;

    private static string Prefix(string appId) =>
        "o" + Convert.ToBase64String(Digest("prefix", appId)).Replace('+', '-').Replace('/', '_')[..6];

    // XOR with the app's own stream: one person looks different to every app, and masking twice gives the key back.
    private static string Mask(string appId, string text)
    {
        var stream = Digest("mask", appId);
        return string.Concat(text.Select((c, i) => Alphabet[Alphabet.IndexOf(c, StringComparison.Ordinal) ^ (stream[i] & 63)]));
    }

    private static string PhoneOf(string key) => "139" + (BitConverter.ToUInt32(Digest("phone", key)) % 100_000_000).ToString("D8");

    private static byte[] Digest(string purpose, string text) => SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}\n{text}"));
}
