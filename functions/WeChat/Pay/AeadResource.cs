using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace WeCommerce.WeChat.Pay;

/// <summary>AEAD_AES_256_GCM as in notifications and certificates (证书和回调报文解密): ciphertext followed by a tag of 16 bytes.</summary>
public static class AeadResource
{
    public const string Algorithm = "AEAD_AES_256_GCM";

    /// <summary>The platform's AES-GCM takes no other nonce, and WeChat sends no other.</summary>
    public const int NonceBytes = 12;

    public const int TagBytes = 16;

    /// <summary>The plaintext; false, never an exception, when key or nonce have no valid length or the tag does not match.</summary>
    public static bool TryDecrypt(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> associatedData,
        ReadOnlySpan<byte> ciphertextAndTag,
        [NotNullWhen(true)] out byte[]? plaintext)
    {
        plaintext = null;
        if (key.Length is not (16 or 24 or 32) || nonce.Length != NonceBytes || ciphertextAndTag.Length < TagBytes)
            return false;
        var text = new byte[ciphertextAndTag.Length - TagBytes];
        try
        {
            using var gcm = new AesGcm(key, TagBytes);
            gcm.Decrypt(nonce, ciphertextAndTag[..^TagBytes], ciphertextAndTag[^TagBytes..], text, associatedData);
        }
        catch (CryptographicException)
        {
            return false;
        }
        plaintext = text;
        return true;
    }
}
