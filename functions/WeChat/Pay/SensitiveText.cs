using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace WeCommerce.WeChat.Pay;

/// <summary>敏感信息加解密: RSA OAEP with SHA-1, Base64.</summary>
public static class SensitiveText
{
    /// <summary>Base64 of the text, for the holder of the private key.</summary>
    /// <exception cref="CryptographicException">The text is longer than the key takes: 214 bytes in UTF-8 for 2048 bits.</exception>
    public static string Encrypt(RSA publicKey, string text) =>
        Convert.ToBase64String(publicKey.Encrypt(Encoding.UTF8.GetBytes(text), RSAEncryptionPadding.OaepSHA1));

    /// <summary>The text; false when it is no Base64 or was encrypted for another key.</summary>
    public static bool TryDecrypt(RSA privateKey, string ciphertext, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = Encoding.UTF8.GetString(privateKey.Decrypt(Convert.FromBase64String(ciphertext), RSAEncryptionPadding.OaepSHA1));
            return true;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            text = null;
            return false;
        }
    }
}
