using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace WeCommerce.Start;

/// <summary>The programs that run, each with its log; they end together.</summary>
public sealed class Children(string root, LocalFiles files, CancellationToken stopping)
{
    private static readonly TimeSpan MostWait = TimeSpan.FromMinutes(1);

    private readonly List<(string Name, Process Process)> _all = [];

    public void Launch(string name, string file, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = root };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
            start.Environment[key] = value;
        var log = TextWriter.Synchronized(new StreamWriter(files.LogOf(name), append: false) { AutoFlush = true });
        var process = Process.Start(start) ?? throw new Trouble($"{file} did not start.");
        process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _all.Add((name, process));
    }

    /// <summary>Waits until a program answers; one that ends instead is shown with its log.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> good)
    {
        var waited = Stopwatch.StartNew();
        while (!await good())
        {
            if (Ended() is { } dead)
                throw new Trouble($"{dead} ended instead of starting. Its log says:\n{LogEnd(dead)}");
            if (waited.Elapsed > MostWait)
                throw new Trouble($"{what} did not answer within a minute; see .local/*.log");
            await Task.Delay(100, stopping);
        }
    }

    /// <summary>Returns when it is time to stop; a program that ends by itself is trouble.</summary>
    public async Task WatchAsync()
    {
        await Task.WhenAny(Task.Delay(Timeout.Infinite, stopping), Task.WhenAny(_all.Select(c => c.Process.WaitForExitAsync(stopping))));
        if (!stopping.IsCancellationRequested && Ended() is { } dead)
            throw new Trouble($"{dead} ended. Its log says:\n{LogEnd(dead)}");
        Console.WriteLine("Stopping …");
    }

    /// <summary>The shop first, so that it can finish what it does; Azurite last: it writes to disk what it has when it is asked to end, not when it is killed.</summary>
    public async Task StopAsync()
    {
        foreach (var (_, child) in Enumerable.Reverse(_all).Where(c => !c.Process.HasExited))
        {
            if (OperatingSystem.IsWindows())
                child.CloseMainWindow();
            else
                Process.Start("kill", ["-TERM", $"{child.Id}"]).WaitForExit();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            try
            {
                await child.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                child.Kill(entireProcessTree: true);
            }
        }
    }

    public static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public static async Task<bool> IsWellAsync(Uri address)
    {
        try
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            return (await client.GetAsync(address)).IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private string? Ended() => _all.Find(c => c.Process.HasExited).Name;

    private string LogEnd(string name)
    {
        using var log = new FileStream(files.LogOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return string.Join('\n', new StreamReader(log).ReadToEnd().TrimEnd().Split('\n').TakeLast(25));
    }
}
