namespace WeCommerce.WeChat.Pay.Bills;

/// <summary>Where a bill lies for the next moments, and what it hashes to: signed by WeChat, as the file itself is not.</summary>
/// <param name="HashType">SHA1.</param>
/// <param name="HashValue">Over the uncompressed file, hexadecimal.</param>
/// <param name="DownloadUrl">Lives 30 seconds to 5 minutes.</param>
internal sealed record BillLink(string HashType, string HashValue, Uri DownloadUrl);
