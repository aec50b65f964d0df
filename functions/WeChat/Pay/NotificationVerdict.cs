namespace WeCommerce.WeChat.Pay;

/// <summary>The headers of a notification that its signature covers or needs.</summary>
/// <param name="Timestamp"><c>Wechatpay-Timestamp</c></param>
/// <param name="Nonce"><c>Wechatpay-Nonce</c></param>
/// <param name="Signature"><c>Wechatpay-Signature</c></param>
/// <param name="Serial"><c>Wechatpay-Serial</c></param>
/// <param name="SignatureType"><c>Wechatpay-Signature-Type</c></param>
public sealed record NotificationHeaders(string? Timestamp, string? Nonce, string? Signature, string? Serial, string? SignatureType);

/// <summary>What a notification is worth: <see cref="Genuine"/> or <see cref="Rejected"/>, nothing else.</summary>
public abstract record NotificationVerdict
{
    private NotificationVerdict()
    {
    }

    /// <summary>From WeChat, for this merchant, fresh.</summary>
    public sealed record Genuine(Notification Notification) : NotificationVerdict;

    /// <summary>Answer with 4xx or 5xx, so that WeChat repeats it: the HTTP status alone counts.</summary>
    public sealed record Rejected(NotificationRejection Reason) : NotificationVerdict;
}

/// <summary>Why a notification or an answer is not believed. Answer all of them alike; the reason is for the log.</summary>
public enum NotificationRejection
{
    /// <summary>Timestamp, nonce, signature, its type or serial is missing or empty.</summary>
    MissingHeader,

    /// <summary>A header is too long, or its nonce or serial has characters that no header of WeChat's has.</summary>
    MalformedHeader,

    /// <summary>Wechatpay-Timestamp is no number of seconds.</summary>
    MalformedTimestamp,

    /// <summary>Signed 300 s or more before or after now.</summary>
    OutsideTimeWindow,

    /// <summary>A signature probe of WeChat's (<c>WECHATPAY/SIGNTEST/</c>): it must be refused; the right one follows.</summary>
    SignTest,

    /// <summary>Wechatpay-Signature-Type or resource.algorithm is one that this code does not implement.</summary>
    UnsupportedAlgorithm,

    /// <summary>No key of this serial number, even after the certificates were refreshed.</summary>
    UnknownSerial,

    /// <summary>The signature is not Base64, or not WeChat's for these bytes.</summary>
    BadSignature,

    /// <summary>Signed, but no notification: not JSON, too large, or required members are missing.</summary>
    MalformedBody,

    /// <summary>Signed, but the resource does not open with the APIv3 key.</summary>
    DecryptionFailed,
}
