using System.Buffers;
using System.Runtime.InteropServices;
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
        given is not null && CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(expected.AsSpan()), MemoryMarshal.AsBytes(given.AsSpan()));

    private static string Of(params Span<string> parts)
    {
        // A sort by culture puts upper and lower case elsewhere.
        parts.Sort(string.CompareOrdinal);
        var most = 0;
        foreach (var part in parts)
            most += Encoding.UTF8.GetMaxByteCount(part.Length);
        var text = ArrayPool<byte>.Shared.Rent(most);
        var length = 0;
        foreach (var part in parts)
            length += Encoding.UTF8.GetBytes(part, text.AsSpan(length));
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(text.AsSpan(0, length), hash);
        ArrayPool<byte>.Shared.Return(text);
        return Convert.ToHexStringLower(hash);
    }
}
