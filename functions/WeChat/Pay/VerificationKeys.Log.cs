using Microsoft.Extensions.Logging;

namespace WeCommerce.WeChat.Pay;

internal sealed partial class VerificationKeys
{
    [LoggerMessage(3001, LogLevel.Information, "Downloaded {Count} platform certificates")]
    private partial void LogRefreshed(int count);

    [LoggerMessage(3002, LogLevel.Warning, "WeChat Pay lists no platform certificates for this merchant: only its public key verifies")]
    private partial void LogPublicKeyOnly();

    [LoggerMessage(3003, LogLevel.Error, "The platform certificates could not be downloaded: {Reason}")]
    private partial void LogFailed(string reason);
}
