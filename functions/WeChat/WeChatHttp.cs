using Microsoft.Extensions.DependencyInjection;

namespace WeCommerce.WeChat;

/// <summary>How WeChat is called.</summary>
internal static class WeChatHttp
{
    private const int MaxAnswerBytes = 4 << 20;

    /// <summary>Whether paths can be appended to an address.</summary>
    public static bool IsBaseAddress(Uri? uri) =>
        uri is { IsAbsoluteUri: true, Query: "", Fragment: "" } && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);

    /// <summary>Whether a browser opens it.</summary>
    public static bool IsWebAddress(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);

    public static void AddWeChatHttpClient(this IServiceCollection services, string name) =>
        services.AddHttpClient(name, client =>
        {
            // The calls keep their own time, by TimeProvider.
            client.Timeout = Timeout.InfiniteTimeSpan;
            client.MaxResponseContentBufferSize = MaxAnswerBytes;
            // WeChat Pay refuses requests without one.
            client.DefaultRequestHeaders.UserAgent.ParseAdd("WeCommerce/1.0");
        })
        .UseSocketsHttpHandler((handler, _) =>
        {
            handler.AllowAutoRedirect = false;
            handler.UseCookies = false;
            handler.ConnectTimeout = TimeSpan.FromSeconds(5);
            // Connections stay, but not so long that a change of WeChat's addresses goes unnoticed.
            handler.PooledConnectionLifetime = TimeSpan.FromMinutes(10);
        })
        // The handler itself renews its connections.
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        // The factory's loggers print addresses; ours carry secrets and tokens.
        .RemoveAllLoggers();
}
