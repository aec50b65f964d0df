using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WeCommerce.Shop.Http;

namespace WeCommerce.Slices;

/// <summary>Keeps everything that is logged, at every level, scopes and exceptions too.</summary>
internal sealed class RecordingLogs : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    // A filter of this provider's own: host.json and the host's defaults quieten the others. What the shop itself quietens, whatever the host's settings, is quiet here, too.
    public void AddTo(ILoggingBuilder logging) => logging.AddProvider(this)
        .AddFilter<RecordingLogs>(null, LogLevel.Trace)
        .AddFilter<RecordingLogs>(HttpModule.AddressLogs, LogLevel.Warning);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Lines.Enqueue($"{state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
