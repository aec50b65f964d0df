using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace WeCommerce.WeChat.Pay;

/// <summary>What came back, read to the end; nothing of it is verified yet.</summary>
internal sealed record PayResponse(int Status, byte[] Body, SignedHeaders Signed, string? RequestId);

/// <summary>One signed request on the wire.</summary>
internal sealed class PayTransport(IHttpClientFactory clients, IOptions<PayOptions> options, MerchantKey merchant)
{
    public const string ClientName = "WeChat.Pay";

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <exception cref="HttpRequestException">No answer, or half of one.</exception>
    public async Task<PayResponse> SendAsync(HttpMethod method, string path, byte[] body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, Address(path));
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = Json;
        }
        // PathAndQuery of the very Uri that is sent, so that what is signed cannot differ from what is on the wire.
        var authorization = merchant.Authorization(method.Method, Address(path).PathAndQuery, body);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        // Tells WeChat with which of its keys to sign the answer.
        if (!string.IsNullOrEmpty(options.Value.PublicKeyId))
            request.Headers.TryAddWithoutValidation(SignedHeaders.SerialName, options.Value.PublicKeyId);

        using var client = clients.CreateClient(ClientName);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, ct);
        var bytes = await response.Content.ReadAsByteArrayAsync(ct);
        return new PayResponse((int)response.StatusCode, bytes, SignedHeaders.Of(response.Headers), One(response.Headers, "Request-ID"));
    }

    private static string? One(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.First() : null;

    private Uri Address(string path) => new(options.Value.Endpoint.AbsoluteUri.TrimEnd('/') + path);
}
