using System.Text.Json;
using Microsoft.Extensions.Options;

namespace WeCommerce.WeChat.MiniProgram;

/// <summary>One request on the wire, and what its answer means. Addresses carry secrets, so nothing here logs or throws one.</summary>
internal sealed class MiniProgramTransport(IHttpClientFactory clients, IOptions<MiniProgramOptions> options, TimeProvider time)
{
    public const string ClientName = "WeChat.MiniProgram";

    public MiniProgramApp? App(string appId) => options.Value.Apps.Find(a => a.AppId == appId);

    public async Task<MiniProgramAnswer<StoredAccessToken>> StableTokenAsync(string appId, CancellationToken ct)
    {
        if (App(appId) is not { } app)
            return NotConfigured();
        var body = JsonText.Object(json =>
        {
            json.WriteString("grant_type", "client_credential");
            json.WriteString("appid", appId);
            json.WriteString("secret", app.AppSecret);
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

    public static MiniProgramFailure NotConfigured() => new(MiniProgramFailureKind.OurFault, 40013, "the app is not configured");

    public async Task<MiniProgramAnswer<T>> CallAsync<T>(
        HttpMethod method, string pathAndQuery, byte[]? body, Func<JsonElement, T?> read, CancellationToken ct)
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
            return new MiniProgramFailure(MiniProgramFailureKind.TryAgain, 0, "no answer in time");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new MiniProgramFailure(MiniProgramFailureKind.TryAgain, 0, (e as HttpRequestException)?.HttpRequestError.ToString() ?? e.GetType().Name);
        }
    }

    private static MiniProgramAnswer<T> Answer<T>(int status, byte[] body, Func<JsonElement, T?> read)
        where T : class
    {
        if (status != 200)
            return new MiniProgramFailure(MiniProgramErrors.KindOfStatus(status), 0, $"HTTP {status}");
        // By content: JSON comes labelled text/plain, and errcode is missing on success with some calls and 0 with others.
        var failure = JsonFields.Read(body, json => json.LooseInteger("errcode") is { } code and not 0
            ? new MiniProgramFailure(MiniProgramErrors.Kind(code), code, json.Text("errmsg") ?? "")
            : null);
        if (failure is not null)
            return failure;
        return JsonFields.Read(body, read) is { } value
            ? value
            : new MiniProgramFailure(MiniProgramFailureKind.TryAgain, 0, "the answer lacks what was asked for");
    }
}
