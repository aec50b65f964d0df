using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace WeCommerce.Bench;

/// <summary>The processes that this one started. None outlives it.</summary>
internal static class Children
{
    private static readonly ConcurrentDictionary<int, Child> Alive = new();

    /// <summary>Whether this process is about to end, and starts nothing more.</summary>
    public static bool Stopped { get; private set; }

    public static Child Start(string name, string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, Action<string>? onLine = null)
    {
        if (Stopped)
            throw new Trouble("Stopped.");

        var start = new ProcessStartInfo(file) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        var child = new Child(name, start, onLine);
        Alive[child.Id] = child;
        return child;
    }

    public static void StopAll()
    {
        Stopped = true;
        foreach (var child in Alive.Values)
            child.Dispose();
    }

    public static void Forget(Child child) => Alive.TryRemove(child.Id, out _);

    /// <summary>A TCP port of the loopback address that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>One of them. It keeps the last lines that it wrote, to say why it ended.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;
    private readonly string _name;
    private readonly ConcurrentQueue<string> _lastLines = new();
    private int _disposed;

    public Child(string name, ProcessStartInfo start, Action<string>? onLine)
    {
        _name = name;
        _process = Process.Start(start) ?? throw new Trouble($"{name} did not start.");
        Id = _process.Id;
        _process.OutputDataReceived += (_, line) => Keep(line.Data, onLine);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data, null);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id { get; }

    /// <summary>Processor time of all its threads so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public async Task UntilAsync(Func<Task<bool>> good)
    {
        var waited = Stopwatch.StartNew();
        while (!await good())
        {
            if (_process.HasExited || waited.Elapsed > TimeSpan.FromSeconds(60))
                throw new Trouble($"{_name} {(_process.HasExited ? "ended instead of starting" : "did not answer within a minute")}. Its last lines:\n{LastLines}");
            await Task.Delay(50);
        }
    }

    public string LastLines => string.Join('\n', _lastLines);

    public void Dispose()
    {
        // Ctrl-C may come while the child is being ended anyway.
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;

        Children.Forget(this);
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Keep(string? line, Action<string>? onLine)
    {
        if (line is null)
            return;
        onLine?.Invoke(line);
        _lastLines.Enqueue(line);
        while (_lastLines.Count > 30)
            _lastLines.TryDequeue(out _);
    }
}

/// <summary>Something that the person at the keyboard has to hear; no stack trace helps.</summary>
internal sealed class Trouble(string message) : Exception(message);
