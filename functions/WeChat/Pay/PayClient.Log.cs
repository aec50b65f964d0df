using Microsoft.Extensions.Logging;

namespace WeCommerce.WeChat.Pay;

public sealed partial class PayClient
{
    [LoggerMessage(3010, LogLevel.Warning, "WeChat Pay {Call}: {Kind}, HTTP {Status}, {Code}, Request-ID {RequestId}")]
    private partial void LogFailed(string call, PayFailureKind kind, int status, string code, string? requestId);
}
