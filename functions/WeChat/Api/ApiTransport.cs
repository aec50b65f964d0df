using System.Text.Json;
using Microsoft.Extensions.Options;
using WeCommerce.WeChat.MiniProgram;
using WeCommerce.WeChat.OfficialAccount;

namespace WeCommerce.WeChat.Api;

/// <summary>One request on the wire, and what its answer means. Addresses carry secrets, so nothing here logs or throws one.</summary>
internal sealed class ApiTransport(
    IHttpClientFactory clients, IOptions<MiniProgramOptions> options, IOptions<OfficialAccountOptions> accounts, TimeProvider time)
{
    public const string ClientName = "WeChat.Api";

    /// <summary>The AppSecret of a mini-program or an official account; null for apps that are none of the shop's.</summary>
    public string? SecretOf(string appId) =>
        options.Value.Apps.Find(a => a.AppId == appId)?.AppSecret ?? accounts.Value.Apps.Find(a => a.AppId == appId)?.AppSecret;

    public async Task<ApiAnswer<StoredAccessToken>> StableTokenAsync(string appId, CancellationToken ct)
    {
        if (SecretOf(appId) is not { } secret)
            return NotConfigured();
        var body = JsonText.Object(json =>
        {
            json.WriteString("grant_type", "client_credential");
            json.WriteString("appid", appId);
            json.WriteString("secret", secret);
        });
        return await CallAsync<StoredAccessToken>(
            HttpMethod.Post,
            "/cgi-bin/stable_token",
            body,
            json => json.Text("access_token") is { Length: > 0 } token && json.LooseInteger("expires_in") is > 0 and < int.MaxValue and var seconds
                ? new StoredAccessToken(token, time.GetUtcNow().AddSeconds(seconds))
                : null,
            ct);
    }

    public static ApiFailure NotConfigured() => new(ApiFailureKind.OurFault, 40013, "the app is not configured");

    /// <summary>A call that is answered with JSON.</summary>
    public Task<ApiAnswer<T>> CallAsync<T>(HttpMethod method, string pathAndQuery, byte[]? body, Func<JsonElement, T?> read, CancellationToken ct)
        where T : class =>
        SendAsync(method, pathAndQuery, body, answer => JsonFields.Read(answer, read), ct);

    /// <summary>A POST that is answered with a file of at most 4 MiB, or with JSON that says why not.</summary>
    public Task<ApiAnswer<T>> DownloadAsync<T>(string pathAndQuery, byte[] body, Func<byte[], T?> read, CancellationToken ct)
        where T : class =>
        SendAsync(HttpMethod.Post, pathAndQuery, body, read, ct);

    private async Task<ApiAnswer<T>> SendAsync<T>(HttpMethod method, string pathAndQuery, byte[]? body, Func<byte[], T?> read, CancellationToken ct)
        where T : class
    {
        using var overall = new CancellationTokenSource(options.Value.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, overall.Token);
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(options.Value.Endpoint.AbsoluteUri.TrimEnd('/') + pathAndQuery));
            if (body is not null)
            {
                request.Content = new ByteArrayContent(body);
                request.Content.Headers.ContentType = new("application/json");
            }
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, both.Token);
            var bytes = await response.Content.ReadAsByteArrayAsync(both.Token);
            return Answer((int)response.StatusCode, bytes, read);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new ApiFailure(ApiFailureKind.TryAgain, 0, "no answer in time") { MayHaveHappened = true };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            var error = (e as HttpRequestException)?.HttpRequestError;
            return new ApiFailure(ApiFailureKind.TryAgain, 0, error?.ToString() ?? e.GetType().Name)
            {
                // Before there is a connection nothing has gone out.
                MayHaveHappened = error is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError),
            };
        }
    }

    private static ApiAnswer<T> Answer<T>(int status, byte[] body, Func<byte[], T?> read)
        where T : class
    {
        if (status != 200)
            return new ApiFailure(ApiErrors.KindOfStatus(status), 0, $"HTTP {status}") { MayHaveHappened = status >= 500 };
        // By content: JSON comes labelled text/plain, and errcode is missing on success with some calls and 0 with others.
        var failure = JsonFields.Read(body, json => json.LooseInteger("errcode") is { } code and not 0
            ? new ApiFailure(ApiErrors.Kind(code), code, json.Text("errmsg") ?? "")
            : null);
        if (failure is not null)
            return failure;
        return read(body) is { } value
            ? value
            : new ApiFailure(ApiFailureKind.TryAgain, 0, "the answer lacks what was asked for") { MayHaveHappened = true };
    }
}
