using System.Net.Http.Headers;
using WeCommerce.Simulator.Keys;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Notifies;

/// <summary>The answer of a merchant's notify_url; without a status when there was none in time.</summary>
internal sealed record PostAnswer(int? Status, string? Body, string? Error)
{
    /// <summary>The answer's headers, for the person who wants to see them.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The HTTP status alone decides; a body of {"code":"FAIL"} with 200 is acceptance.</summary>
    public bool Accepted => Status is 200 or 204;
}

/// <summary>What goes out: the body, signed over the bytes before anything was done to it.</summary>
internal sealed record SignedPost(string Url, byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Turns the last digit of create_time: JSON, ciphertext and tag stay good, and only the signature tells.</summary>
    public SignedPost Tampered()
    {
        var body = (byte[])Body.Clone();
        var at = body.AsSpan().IndexOf("+08:00"u8) - 1;
        body[at] = body[at] == (byte)'0' ? (byte)'1' : (byte)'0';
        return this with { Body = body };
    }
}

/// <summary>Posts to the merchant as WeChat's servers do: five seconds, no redirects.</summary>
internal sealed class NotifyPost(SimulatorOptions options) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client = new(options.ToMerchant ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<PostAnswer> SendAsync(SignedPost post, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        using var request = new HttpRequestMessage(HttpMethod.Post, post.Url) { Content = new ByteArrayContent(post.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.ParseAdd("*/*");
        request.Headers.UserAgent.ParseAdd("Mozilla/4.0");
        request.Headers.Add("Request-ID", WireIds.RequestId(0));
        foreach (var (name, value) in post.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var response = await _client.SendAsync(request, either.Token);
            return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(either.Token), Error: null)
            {
                Headers = response.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value)),
            };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(Status: null, Body: null, "no answer within 5 seconds");
        }
        catch (HttpRequestException e)
        {
            return new(Status: null, Body: null, e.Message);
        }
    }

    public void Dispose() => _client.Dispose();
}
