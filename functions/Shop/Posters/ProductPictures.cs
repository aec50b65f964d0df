using Microsoft.Extensions.Logging;

namespace WeCommerce.Shop.Posters;

/// <summary>Gets the products' pictures from where operators say that they are: small ones, soon, or none.</summary>
internal sealed partial class ProductPictures(IHttpClientFactory clients, ILogger<ProductPictures> logger)
{
    public const string Client = "Posters.Pictures";

    public const int MostBytes = 4 * 1024 * 1024;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The picture; null when there is none to be had: the poster does without.</summary>
    public async Task<byte[]?> FindAsync(string? url, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
            return null;

        try
        {
            using var client = clients.CreateClient(Client);
            client.Timeout = Patience;
            client.MaxResponseContentBufferSize = MostBytes;
            return await client.GetByteArrayAsync(address, cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            Missing(address.Host, e.Message);
            return null;
        }
    }

    [LoggerMessage(8201, LogLevel.Information, "A poster does without the product's picture at {Host}: {Why}")]
    private partial void Missing(string host, string why);
}
