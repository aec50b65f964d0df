using System.Diagnostics;

namespace WeCommerce.WeChat;

/// <summary>Where the calls to WeChat are traced.</summary>
public static class WeChatTrace
{
    /// <summary>The name to listen to.</summary>
    public const string SourceName = "WeCommerce.WeChat";

    /// <summary>WeChat's number of the request: what its support asks for.</summary>
    public const string RequestIdTag = "wechat.request_id";

    internal static ActivitySource Source { get; } = new(SourceName);

    /// <summary>Keeps the number of the answer that came last.</summary>
    internal static void KeepRequestId(string? requestId)
    {
        if (requestId is not null && Activity.Current is { } activity && activity.Source.Name == SourceName)
            activity.SetTag(RequestIdTag, requestId);
    }
}
