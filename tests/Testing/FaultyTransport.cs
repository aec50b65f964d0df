using System.Text;
using System.Xml.Linq;
using Azure.Core;
using Azure.Core.Pipeline;

namespace WeCommerce.Testing;

/// <summary>Carries storage requests, and loses what it is told to lose: the reply of a write that landed, or the request before it got there.</summary>
/// <param name="inner">Where requests go that are not lost; null for the network.</param>
public sealed class FaultyTransport(HttpPipelineTransport? inner = null) : HttpPipelineTransport
{
    private readonly HttpPipelineTransport _inner = inner ?? new HttpClientTransport(new SocketsHttpHandler());
    private readonly Lock _lock = new();
    private readonly List<string> _seen = [];
    private readonly List<string> _messages = [];
    private Func<Request, bool>? _losesReply;
    private Func<Request, bool>? _losesRequest;
    private (int Missing, TaskCompletionSource Together)? _gathering;

    /// <summary>Method and path of every request that was sent, in order.</summary>
    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (_lock)
                return [.. _seen];
        }
    }

    /// <summary>The texts of the queue messages that were sent, decoded.</summary>
    public IReadOnlyList<string> MessagesSent
    {
        get
        {
            lock (_lock)
                return [.. _messages];
        }
    }

    /// <summary>How many replies and requests were lost.</summary>
    public int Lost { get; private set; }

    /// <summary>Loses the reply of the next request that matches: it lands, and nobody hears of it.</summary>
    public void LoseNextReply(Func<Request, bool> of) => _losesReply = of;

    /// <summary>Loses the reply of the n-th write (from 0) that is sent from now on; what is recorded in the background does not count.</summary>
    public void LoseReplyOfWrite(int n)
    {
        var left = n;
        _losesReply = request => request.Method != RequestMethod.Get && !IsRecord(request) && left-- == 0;
    }

    /// <summary>Holds requests back until so many are under way at once: whatever the machine's speed, they overlap.</summary>
    public void Gather(int requests) => _gathering = (requests, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Loses every request that matches, until <see cref="Heal"/>.</summary>
    public void LoseRequests(Func<Request, bool> that) => _losesRequest = that;

    public void Heal() => (_losesReply, _losesRequest) = (null, null);

    public override Request CreateRequest() => _inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("The shop talks to storage asynchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        bool loseReply;
        var sent = await MessageOfAsync(message.Request);
        lock (_lock)
        {
            if (sent is not null)
                _messages.Add(sent);
            _seen.Add($"{message.Request.Method} {message.Request.Uri.ToUri().AbsolutePath}");
            if (_losesRequest?.Invoke(message.Request) == true)
            {
                Lost++;
                throw new IOException("The request was lost on its way.");
            }
            loseReply = _losesReply?.Invoke(message.Request) == true;
            if (loseReply)
                (_losesReply, Lost) = (null, Lost + 1);
        }

        await GatherAsync();
        await _inner.ProcessAsync(message);
        if (loseReply)
            throw new IOException("The reply was lost on its way back.");
    }

    private Task GatherAsync()
    {
        lock (_lock)
        {
            if (_gathering is not var (missing, together))
                return Task.CompletedTask;

            _gathering = missing > 1 ? (missing - 1, together) : null;
            if (missing == 1)
                together.SetResult();
            return together.Task;
        }
    }

    // A row by itself names its table in the address, several together in their parts.
    private static bool IsRecord(Request request)
    {
        if (Names(request.Uri.ToUri().AbsolutePath))
            return true;
        if (request.Content is not { } content || !request.Uri.ToUri().AbsolutePath.EndsWith("/$batch", StringComparison.Ordinal))
            return false;

        using var body = new MemoryStream();
        content.WriteTo(body, CancellationToken.None);
        return Names(Encoding.UTF8.GetString(body.ToArray()));

        static bool Names(string text) => text.Contains("/Flights", StringComparison.Ordinal) || text.Contains("/Notifies", StringComparison.Ordinal);
    }

    private static async Task<string?> MessageOfAsync(Request request)
    {
        if (request.Method != RequestMethod.Post || !request.Uri.ToUri().AbsolutePath.EndsWith("/messages", StringComparison.Ordinal) || request.Content is not { } content)
            return null;

        using var body = new MemoryStream();
        await content.WriteToAsync(body, CancellationToken.None);
        var text = XElement.Parse(Encoding.UTF8.GetString(body.ToArray()).TrimStart('\uFEFF')).Element("MessageText")?.Value;
        return text is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(text));
    }
}
