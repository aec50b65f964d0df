using System.Security.Cryptography;

namespace WeCommerce.WeChat.Pay;

/// <summary>The forms in which keys are configured.</summary>
internal static class PayKeys
{
    public const string PublicKeyPrefix = "PUB_KEY_ID_";

    public static bool IsPublicKeyId(string serial) => serial.StartsWith(PublicKeyPrefix, StringComparison.Ordinal);

    /// <summary>
    /// A serial number as it compares: .NET prints a leading 00 where the first bit is set, and tools differ about leading zeros.
    /// </summary>
    public static string Comparable(string serial) => serial.TrimStart('0');

    public static bool IsSameSerial(string? one, string other) =>
        one is not null && string.Equals(Comparable(one), Comparable(other), StringComparison.OrdinalIgnoreCase);

    public static bool IsPrivateKey(string pem) =>
        pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal) && IsKey(pem);

    public static bool IsPublicKey(string pem) =>
        pem.Contains("PUBLIC KEY-----", StringComparison.Ordinal) && IsKey(pem);

    public static RSA Import(string pem)
    {
        var rsa = RSA.Create();
        // Settings and environment variables often carry a PEM in one line.
        rsa.ImportFromPem(pem.Replace("\\n", "\n", StringComparison.Ordinal));
        return rsa;
    }

    private static bool IsKey(string pem)
    {
        try
        {
            using var rsa = Import(pem);
            return rsa.KeySize >= 2048;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return false;
        }
    }
}
