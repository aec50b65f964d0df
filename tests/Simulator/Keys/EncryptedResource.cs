using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Keys;

/// <summary>AEAD_AES_256_GCM: key = the APIv3 key's bytes, nonce and associated data as UTF-8, the 16-byte tag at the end.</summary>
internal sealed record EncryptedResource(
    [property: JsonPropertyName("original_type")] string? OriginalType,
    [property: JsonPropertyName("algorithm")] string Algorithm,
    [property: JsonPropertyName("ciphertext")] string Ciphertext,
    [property: JsonPropertyName("associated_data")] string AssociatedData,
    [property: JsonPropertyName("nonce")] string Nonce)
{
    public static EncryptedResource Encrypt(
        string apiV3Key,
        ReadOnlySpan<byte> plaintext,
        string associatedData,
        string? originalType = null)
    {
        var nonce = WireIds.ResourceNonce();
        var sealedText = new byte[plaintext.Length + 16];
        using var aes = new AesGcm(Encoding.UTF8.GetBytes(apiV3Key), 16);
        aes.Encrypt(
            Encoding.UTF8.GetBytes(nonce),
            plaintext,
            sealedText.AsSpan(0, plaintext.Length),
            sealedText.AsSpan(plaintext.Length),
            Encoding.UTF8.GetBytes(associatedData));
        return new(originalType, "AEAD_AES_256_GCM", Convert.ToBase64String(sealedText), associatedData, nonce);
    }
}
