using System.Text.Json.Nodes;
using WeCommerce.Simulator.Behaviour;
using WeCommerce.Simulator.Notifies;

namespace WeCommerce.Simulator.Pushes;

/// <summary>Sends to an app's address as WeChat's servers do: five seconds, no redirects.</summary>
internal sealed class PushPost(SimulatorOptions options) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _client = new(options.ToMerchant ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<PostAnswer> SendAsync(HttpMethod method, string url, byte[] body, string mediaType, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        using var request = new HttpRequestMessage(method, url);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new(mediaType);
        }
        request.Headers.UserAgent.ParseAdd("Mozilla/4.0");
        try
        {
            using var response = await _client.SendAsync(request, either.Token);
            return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(either.Token), Error: null);
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

/// <summary>Pushes messages and events, and repeats what is not answered with 200: three attempts in all, five seconds apart.</summary>
internal sealed class Pusher(PushConsole console, PushPost post, Schedule schedule, TimeProvider time)
{
    private const int MostAttempts = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <returns>What the first attempt was answered; null when nobody has set up pushes of the app.</returns>
    public async Task<PostAnswer?> PushAsync(string appId, string openId, JsonObject fields, CancellationToken ct)
    {
        if (console.Find(appId) is not { } settings)
            return null;

        var answer = await SendAsync(settings, appId, openId, fields, ct);
        if (answer.Status != StatusCodes.Status200OK)
            Repeat(settings, appId, openId, fields, attempt: 2);
        return answer;
    }

    private void Repeat(PushSettings settings, string appId, string openId, JsonObject fields, int attempt) => schedule.After(Pause, async ct =>
    {
        if ((await SendAsync(settings, appId, openId, fields, ct)).Status != StatusCodes.Status200OK && attempt < MostAttempts)
            Repeat(settings, appId, openId, fields, attempt + 1);
    });

    private Task<PostAnswer> SendAsync(PushSettings settings, string appId, string openId, JsonObject fields, CancellationToken ct)
    {
        var (query, body) = PushWire.Deliver(settings, appId, openId, fields, time.GetUtcNow());
        return post.SendAsync(HttpMethod.Post, $"{settings.Url}?{query}", body, settings.Format == "json" ? "application/json" : "text/xml", ct);
    }
}
