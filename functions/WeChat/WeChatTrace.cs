using System.Diagnostics;

namespace WeCommerce.WeChat;

/// <summary>Where the calls to WeChat are traced.</summary>
public static class WeChatTrace
{
    /// <summary>The name to listen to.</summary>
    public const string SourceName = "WeCommerce.WeChat";

    internal static ActivitySource Source { get; } = new(SourceName);
}
