using System.Globalization;
using System.Net.Http.Headers;

namespace WeCommerce.WeChat.Pay;

/// <summary>The signature of an answer or a notification.</summary>
internal sealed record SignedHeaders(string Timestamp, string Nonce, string Signature, string Serial)
{
    public const string SerialName = "Wechatpay-Serial";

    // WeChat's are 10, 32, 344 (2048 bit) and at most 48 characters long.
    private const int MaxLength = 128;
    private const int MaxSignatureLength = 1400;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(300);

    public static SignedHeaders Of(HttpResponseHeaders headers) =>
        new(One(headers, "Wechatpay-Timestamp"), One(headers, "Wechatpay-Nonce"), One(headers, "Wechatpay-Signature"), One(headers, SerialName));

    /// <summary>Everything that can be judged without a key; null when nothing is wrong so far.</summary>
    /// <param name="now">Null for bytes that were kept: any time is good.</param>
    public NotificationRejection? Inspect(DateTimeOffset? now)
    {
        if (Timestamp.Length == 0 || Nonce.Length == 0 || Signature.Length == 0 || Serial.Length == 0)
            return NotificationRejection.MissingHeader;
        // A line feed in the nonce would let its end be read as the body's beginning.
        if (Nonce.Length > MaxLength || Serial.Length > MaxLength || Signature.Length > MaxSignatureLength || !IsVisible(Nonce) || !IsVisible(Serial))
            return NotificationRejection.MalformedHeader;
        if (Timestamp.Length > 12 || !long.TryParse(Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return NotificationRejection.MalformedTimestamp;
        if (now is { } instant && Math.Abs(instant.ToUnixTimeSeconds() - seconds) >= Window.TotalSeconds)
            return NotificationRejection.OutsideTimeWindow;
        // Before Base64, which it is not.
        if (Signature.StartsWith(PaySignature.ProbePrefix, StringComparison.Ordinal))
            return NotificationRejection.SignTest;
        return null;
    }

    private static bool IsVisible(string text) => !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static string One(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.First() : "";
}
