using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace WeCommerce.Storage;

/// <summary>Where a sealed value stands. It opens there and nowhere else.</summary>
public readonly record struct SealedPlace(string Table, string PartitionKey, string RowKey, string Column)
{
    public override string ToString() => $"column {Column} of row {RowKey} in {Table}";
}

/// <summary>
/// Encrypts what no reader of the tables may read: AES-256-GCM (NIST SP 800-38D), a random 96-bit nonce each time, bound to table, keys and column.
/// A sealed text is <c>v1.{key id}.{base64url of nonce, ciphertext, tag}</c>. Random nonces are good for 2^32 values a key: rotate long before.
/// </summary>
public sealed class Vault
{
    private const string Version = "v1.";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly Dictionary<string, byte[]> _keys;
    private readonly string _current;

    public Vault(IOptions<VaultOptions> options)
    {
        _current = options.Value.Current;
        _keys = options.Value.Keys.ToDictionary(
            k => k.Key, k => VaultOptions.KeyOf(k.Value) ?? throw new ArgumentException($"Vault__Keys__{k.Key} is no key.", nameof(options)), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether a text was sealed, or is from before there was a vault.</summary>
    public static bool IsSealed(string text) => text.StartsWith(Version, StringComparison.Ordinal);

    /// <summary>Seals a text with the current key.</summary>
    public string Seal(SealedPlace place, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        var box = new byte[NonceBytes + length + TagBytes];
        var nonce = box.AsSpan(0, NonceBytes);
        var body = box.AsSpan(NonceBytes, length);
        RandomNumberGenerator.Fill(nonce);
        Encoding.UTF8.GetBytes(text, body);
        using var aes = new AesGcm(_keys[_current], TagBytes);
        aes.Encrypt(nonce, body, body, box.AsSpan(NonceBytes + length), Bound(place, _current));
        return $"{Version}{_current}.{Base64Url.EncodeToString(box)}";
    }

    /// <summary>Opens what <see cref="Seal"/> made, with whichever key it names.</summary>
    /// <exception cref="UnknownVaultKeyException">This instance does not have that key.</exception>
    /// <exception cref="InvalidDataException">The text was changed, or was sealed for another place.</exception>
    public string Open(SealedPlace place, string text)
    {
        if (!TryRead(text, out var id, out var box))
            throw new InvalidDataException($"What stands in {place} is not sealed.");
        if (!_keys.TryGetValue(id, out var key))
            throw new UnknownVaultKeyException(place, id);

        var body = box.AsSpan(NonceBytes, box.Length - NonceBytes - TagBytes);
        try
        {
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(box.AsSpan(0, NonceBytes), body, box.AsSpan(box.Length - TagBytes), body, Bound(place, id));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new InvalidDataException($"What stands in {place} does not open: it was changed, or sealed for another place.", e);
        }
        return Encoding.UTF8.GetString(body);
    }

    // No key of a row and no name holds a line feed.
    private static byte[] Bound(SealedPlace place, string id) =>
        Encoding.UTF8.GetBytes($"{Version}{id}\n{place.Table}\n{place.PartitionKey}\n{place.RowKey}\n{place.Column}");

    // One text for one value: what decodes to the same bytes but is written otherwise is none of ours.
    private static bool TryRead(string text, out string id, out byte[] box)
    {
        (id, box) = ("", []);
        var dot = IsSealed(text) ? text.IndexOf('.', Version.Length) : -1;
        if (dot < 0 || !VaultOptions.IsId(text.AsSpan(Version.Length, dot - Version.Length)))
            return false;

        var encoded = text.AsSpan(dot + 1);
        if (!Base64Url.IsValid(encoded))
            return false;

        (id, box) = (text[Version.Length..dot], Base64Url.DecodeFromChars(encoded));
        return box.Length >= NonceBytes + TagBytes && encoded.SequenceEqual(Base64Url.EncodeToString(box));
    }
}

/// <summary>A row is sealed with a key that this instance does not have: it lacks a setting, or a key was taken away too early.</summary>
public sealed class UnknownVaultKeyException(SealedPlace place, string id)
    : Exception($"What stands in {place} is sealed with key {id}: list it in Vault__Keys__{id}.");
