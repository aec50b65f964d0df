using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Options;

namespace WeCommerce.Storage;

/// <summary>
/// Counts the calls that really go out to storage, below the SDK's retries. Every call counts in <see cref="Total"/>; a call made
/// inside <see cref="Measure"/> counts there too, wherever its continuation runs.
/// </summary>
public sealed class CountingTransport : HttpPipelineTransport
{
    private static readonly AsyncLocal<StorageCalls?> Current = new();

    private readonly HttpPipelineTransport _inner;
    private long _total;

    public CountingTransport(IOptions<StorageOptions> options)
        : this(options.Value.Transport)
    {
    }

    /// <param name="inner">What carries the requests; null for connections that are kept alive.</param>
    public CountingTransport(HttpPipelineTransport? inner)
    {
        _inner = inner ?? new HttpClientTransport(new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
            EnableMultipleHttp2Connections = true,
        });
    }

    /// <summary>Calls sent since the process started.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>Starts to count the calls of the current flow of control: those of one request, and of what it starts.</summary>
    public static StorageCalls Measure() => Current.Value = new StorageCalls();

    public override Request CreateRequest() => _inner.CreateRequest();

    public override void Process(HttpMessage message)
    {
        using var call = Begin(message);
        _inner.Process(message);
    }

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        using var call = Begin(message);
        await _inner.ProcessAsync(message);
    }

    private StorageCalls.Call Begin(HttpMessage message)
    {
        Interlocked.Increment(ref _total);
        return new StorageCalls.Call(Current.Value, message.Request);
    }
}

/// <summary>The storage calls of one flow of control.</summary>
public sealed class StorageCalls
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private int _open;

    /// <summary>Calls in all.</summary>
    public int Count { get; private set; }

    /// <summary>Round trips one after the other: calls that overlap count as one.</summary>
    public int RoundTrips { get; private set; }

    /// <summary>Whether any call was a query with a filter, which reads a range instead of a row.</summary>
    public bool AnyFilter { get; private set; }

    /// <summary>Method, path and query of each call, in the order in which they were sent.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    internal readonly struct Call : IDisposable
    {
        private readonly StorageCalls? _calls;

        public Call(StorageCalls? calls, Request request)
        {
            _calls = calls;
            if (calls is null)
                return;

            lock (calls._lock)
            {
                calls.Count++;
                calls._lines.Add($"{request.Method} {request.Uri.ToUri().PathAndQuery}");
                calls.AnyFilter |= request.Uri.Query.Contains("filter=", StringComparison.Ordinal);
                if (calls._open++ == 0)
                    calls.RoundTrips++;
            }
        }

        public void Dispose()
        {
            if (_calls is null)
                return;

            lock (_calls._lock)
                _calls._open--;
        }
    }
}
