namespace WeCommerce.Storage;

/// <summary>The keys of the <see cref="Vault"/>. Read from the section <c>Vault</c>.</summary>
public sealed class VaultOptions
{
    internal const int KeyBytes = 32;

    /// <summary>
    /// The keys by their ids (1 to 16 letters and digits; upper and lower case are the same): base64 of 32 random bytes each. Secrets; there is no default.
    /// Any of them opens. A key stays listed for as long as a row is sealed with it.
    /// </summary>
    public Dictionary<string, string> Keys { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The id of the key that seals. A new key is listed at every instance first, and made the current one then.</summary>
    public string Current { get; set; } = "";

    internal IEnumerable<string> Faults()
    {
        const string example = "base64 of 32 random bytes (for example the output of: openssl rand -base64 32)";
        if (Keys.Count == 0)
            yield return $"Vault__Keys is missing: set Vault__Keys__k1 to {example}, and Vault__Current to k1.";
        foreach (var (id, key) in Keys)
        {
            if (!IsId(id))
                yield return $"Vault__Keys__{id}: a key's id has 1 to 16 letters and digits.";
            if (KeyOf(key) is null)
                yield return $"Vault__Keys__{id} is no key: set it to {example}.";
        }
        if (Keys.Count > 0 && !Keys.ContainsKey(Current))
            yield return "Vault__Current must be the id of one of Vault__Keys: that key seals, the others only open.";
    }

    internal static bool IsId(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c))
                return false;
        }
        return text.Length is > 0 and <= 16;
    }

    internal static byte[]? KeyOf(string? text)
    {
        var bytes = new byte[KeyBytes];
        return text is not null && Convert.TryFromBase64String(text, bytes, out var length) && length == KeyBytes ? bytes : null;
    }
}
