using System.Security.Cryptography;
using System.Text;

namespace WeCommerce.WeChat.Push;

/// <summary>signature and msg_signature: SHA-1, lower-case hexadecimal, over the parts in byte order.</summary>
public static class PushSignature
{
    /// <summary>What signs a URL check and every push: token, timestamp and nonce.</summary>
    public static string OfUrl(string token, string timestamp, string nonce) => Of(token, timestamp, nonce);

    /// <summary>What signs an encrypted message, coming or going.</summary>
    public static string OfMessage(string token, string timestamp, string nonce, string encrypt) => Of(token, timestamp, nonce, encrypt);

    /// <summary>Compares without telling by its duration how much was right.</summary>
    public static bool Matches(string expected, string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));

    private static string Of(params string[] parts)
    {
        // A sort by culture puts upper and lower case elsewhere.
        Array.Sort(parts, StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts))));
    }
}
