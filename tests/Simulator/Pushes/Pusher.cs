using System.Text.Json;
using System.Text.Json.Nodes;
using WeCommerce.Simulator.Behaviour;
using WeCommerce.Simulator.Notifies;
using WeCommerce.Simulator.Shipping;

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

/// <summary>What came of an attempt: the answer, and the reply in it, or what is wrong with either.</summary>
internal sealed record PushResult(int? Status, string? Body, string? Error, JsonObject? Reply);

/// <summary>
/// Pushes messages and events, and repeats what is not answered with 200: three attempts in all, five seconds apart. A reply goes to the
/// outbox.
/// </summary>
internal sealed class Pusher(SimulatorOptions options, PushConsole console, PushPost post, Outbox outbox, Schedule schedule)
{
    private const int MostAttempts = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <returns>What came of the first attempt; null when nobody has set up pushes of the app.</returns>
    public async Task<PushResult?> PushAsync(string appId, string openId, JsonObject fields, CancellationToken ct)
    {
        if (console.Find(appId) is not { } settings || options.App(appId) is not { } app)
            return null;

        var result = await SendAsync(settings, app, openId, fields, ct);
        if (result.Status != StatusCodes.Status200OK)
            Repeat(settings, app, openId, fields, attempt: 2);
        return result;
    }

    private void Repeat(PushSettings settings, SimulatedApp app, string openId, JsonObject fields, int attempt) => schedule.After(Pause, async ct =>
    {
        if ((await SendAsync(settings, app, openId, fields, ct)).Status != StatusCodes.Status200OK && attempt < MostAttempts)
            Repeat(settings, app, openId, fields, attempt + 1);
    });

    private async Task<PushResult> SendAsync(PushSettings settings, SimulatedApp app, string openId, JsonObject fields, CancellationToken ct)
    {
        var (query, body) = PushWire.Deliver(settings, app.AppId, openId, fields, options.Time.GetUtcNow());
        var mediaType = settings.Format == "json" ? "application/json" : "text/xml";
        var answer = await post.SendAsync(HttpMethod.Post, $"{settings.Url}?{query}", body, mediaType, ct);
        if (answer is not { Status: StatusCodes.Status200OK, Body: { } text })
            return new(answer.Status, answer.Body, answer.Error, Reply: null);

        var (reply, error) = PushReply.Read(settings, app, fields, text);
        if (reply is not null)
            outbox.Add("PassiveReply", app.AppId, openId, [], JsonSerializer.SerializeToElement(reply));
        return new(answer.Status, text, error, reply);
    }
}
