using System.Security.Cryptography;

namespace WeCommerce.Storage;

/// <summary>Makes ids: Crockford base 32 (digits and upper-case letters without I, L, O, U), from the system's secure source of chance.</summary>
/// <param name="time">The clock of <see cref="Descending()"/>.</param>
/// <param name="fill">Where chance comes from, for who wants the same ids again; the system's secure source unless given.</param>
public sealed class Ids(TimeProvider time, Action<Span<byte>>? fill = null)
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>5 bits of chance a character: 13 characters are one of 3.6 × 10^19.</summary>
    public string Random(int length)
    {
        Span<byte> chance = stackalloc byte[64];
        chance = chance[..length];
        (fill ?? RandomNumberGenerator.Fill)(chance);
        return string.Create(length, (ReadOnlySpan<byte>)chance, static (text, bytes) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = Alphabet[bytes[i] & 31];
        });
    }

    /// <summary>9 characters that sort a later moment first: the milliseconds that remain of the 45 bits since 1970.</summary>
    public string Descending() => Descending(time.GetUtcNow());

    /// <inheritdoc cref="Descending()"/>
    public static string Descending(DateTimeOffset at)
    {
        var left = (1L << 45) - 1 - at.ToUnixTimeMilliseconds();
        return string.Create(9, left, static (text, value) =>
        {
            for (var i = text.Length - 1; i >= 0; i--, value >>= 5)
                text[i] = Alphabet[(int)(value & 31)];
        });
    }

    /// <summary>Whether a text has exactly so many characters of the alphabet: the check before an id from outside becomes a key.</summary>
    public static bool Looks(string? text, int length) => text?.Length == length && text.All(static c => Alphabet.Contains(c, StringComparison.Ordinal));
}
