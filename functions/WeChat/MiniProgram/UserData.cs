using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace WeCommerce.WeChat.MiniProgram;

/// <summary>What the client hands over about its user, checked with the session_key (开放数据校验与解密).</summary>
public static class UserData
{
    // The last second of the year 9999.
    private const long MaxSeconds = 253_402_300_799;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether rawData comes from WeChat: SHA-1 over the text exactly as sent, followed by the session_key as text.</summary>
    public static bool IsGenuine(string rawData, string signature, string sessionKey) =>
        SameHex(Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(rawData + sessionKey))), signature);

    /// <summary>
    /// What 检验登录态 (checkSession) sends as signature: HMAC-SHA256 over nothing, keyed with the session_key as text, lower-case hexadecimal.
    /// </summary>
    public static string SessionSignature(string sessionKey) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(sessionKey), Array.Empty<byte>()));

    /// <summary>
    /// The JSON of encryptedData (AES-128-CBC); false when the session_key is not the one it was made with. Anybody may have made it:
    /// only <see cref="Watermark"/> says for which app and when.
    /// </summary>
    public static bool TryDecrypt(string sessionKey, string iv, string encryptedData, [NotNullWhen(true)] out string? json)
    {
        json = null;
        try
        {
            using var aes = Aes.Create();
            aes.Key = Convert.FromBase64String(sessionKey);
            json = StrictUtf8.GetString(aes.DecryptCbc(Convert.FromBase64String(encryptedData), Convert.FromBase64String(iv), PaddingMode.PKCS7));
            return true;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Whether decrypted data was made for this app, and not longer ago than <paramref name="maxAge"/>.</summary>
    /// <param name="json">As decrypted.</param>
    /// <param name="appId">The own app.</param>
    /// <param name="now">UTC.</param>
    /// <param name="maxAge">Older data is a replay.</param>
    public static bool IsFor(string json, string appId, DateTimeOffset now, TimeSpan maxAge) =>
        ReadWatermark(json) is { } mark && mark.AppId == appId && now - mark.Timestamp <= maxAge;

    /// <summary>For which app and when data was made; null when it does not say.</summary>
    public static Watermark? ReadWatermark(string json) => JsonFields.Read(Encoding.UTF8.GetBytes(json), element =>
    {
        var mark = element.Object("watermark");
        return mark.Text("appid") is { } appId && mark.LooseInteger("timestamp") is >= 0 and <= MaxSeconds and var seconds
            ? new Watermark(appId, DateTimeOffset.FromUnixTimeSeconds(seconds))
            : null;
    });

    private static bool SameHex(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given.ToLowerInvariant()));
}

/// <summary>The watermark in decrypted data.</summary>
/// <param name="AppId">The app it was made for.</param>
/// <param name="Timestamp">UTC.</param>
public sealed record Watermark(string AppId, DateTimeOffset Timestamp);
