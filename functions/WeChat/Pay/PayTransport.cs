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
    public async Task<PayResponse> SendAsync(PayCall call, CancellationToken ct)
    {
        using var request = Signed(call.Method, Address(call.Path), call.Body, "application/json");
        // Tells WeChat with which of its keys to sign the answer, and with which the body's fields were encrypted.
        if ((call.Serial ?? options.Value.PublicKeyId) is { Length: > 0 } serial)
            request.Headers.TryAddWithoutValidation(SignedHeaders.SerialName, serial);

        using var client = clients.CreateClient(ClientName);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, ct);
        var bytes = await response.Content.ReadAsByteArrayAsync(ct);
        return new PayResponse((int)response.StatusCode, bytes, SignedHeaders.Of(response.Headers), RequestId(response));
    }

    /// <summary>A file, which comes without signature and may be large: its content is still to be read.</summary>
    /// <exception cref="HttpRequestException">No answer.</exception>
    public async Task<HttpResponseMessage> OpenAsync(Uri address, CancellationToken ct)
    {
        using var request = Signed(HttpMethod.Get, address, [], "application/json, text/plain, application/x-gzip");
        // Not disposed: the answer is read after this; the factory keeps the connections.
        return await clients.CreateClient(ClientName).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
    }

    /// <summary>By which WeChat's support finds the call.</summary>
    public static string? RequestId(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Request-ID", out var values) ? values.First() : null;

    private HttpRequestMessage Signed(HttpMethod method, Uri address, byte[] body, string accept)
    {
        var request = new HttpRequestMessage(method, address);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = Json;
        }
        // PathAndQuery of the very Uri that is sent, so that what is signed cannot differ from what is on the wire.
        request.Headers.TryAddWithoutValidation("Authorization", merchant.Authorization(method.Method, address.PathAndQuery, body));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return request;
    }

    private Uri Address(string path) => new(options.Value.Endpoint.AbsoluteUri.TrimEnd('/') + path);
}
