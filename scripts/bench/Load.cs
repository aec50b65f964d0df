using System.Diagnostics;

namespace WeCommerce.Bench;

/// <summary>Sends requests.</summary>
internal static class Load
{
    /// <summary>In an open loop: each at its time, whether or not those before are answered.</summary>
    /// <param name="rate">Requests a second.</param>
    /// <param name="send">Sends the n-th request.</param>
    /// <returns>From when each was due until it was answered, in milliseconds.</returns>
    public static async Task<double[]> RunAtAsync(int rate, int count, Func<int, Task> send)
    {
        var milliseconds = new double[count];
        var under = new Task[count];
        var start = Stopwatch.GetTimestamp();
        for (var n = 0; n < count; n++)
        {
            var due = start + (n * Stopwatch.Frequency / rate);
            if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } early)
                await Task.Delay(early);
            under[n] = SendAsync(n, due);
        }
        await Task.WhenAll(under);
        return milliseconds;

        async Task SendAsync(int n, long due)
        {
            await send(n);
            milliseconds[n] = Stopwatch.GetElapsedTime(due).TotalMilliseconds;
        }
    }

    /// <summary>In a closed loop: each client sends its next one when the last is answered.</summary>
    /// <param name="clients">How many send at once.</param>
    /// <param name="count">Requests in all: fixed, so that both sides fill storage alike.</param>
    /// <param name="send">Sends the n-th request for a client.</param>
    /// <returns>How long all of it took, and each request, in milliseconds.</returns>
    public static async Task<(TimeSpan Total, double[] Milliseconds)> RunAsync(int clients, int count, Func<int, int, Task> send)
    {
        var milliseconds = new double[count];
        var next = -1;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var n && n < count)
            {
                var sent = Stopwatch.GetTimestamp();
                await send(client, n);
                milliseconds[n] = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
            }
        })));
        return (Stopwatch.GetElapsedTime(start), milliseconds);
    }
}

/// <summary>What one cell of the table measured.</summary>
/// <param name="Cpu">Milliseconds of processor time of the server for each request.</param>
/// <param name="Calls">Storage calls for each request, with what the server does beside requests: it records flights, and looks whether the catalogue changed.</param>
/// <param name="Own">Those that the shop made for the request itself, as it says; 0 of a server that does not say.</param>
internal sealed record Sample(double Rate, double Cpu, double P50, double P99, double Calls, double Own)
{
    /// <summary>Runs a load and measures the server meanwhile.</summary>
    public static async Task<Sample> MeasureAsync(Server server, int clients, int count, Func<int, int, Task> send)
    {
        var (calls, own, cpu) = (await server.Storage.CallsAsync(), server.OwnCalls, server.Cpu);
        var (total, milliseconds) = await Load.RunAsync(clients, count, send);
        cpu = server.Cpu - cpu;
        calls = await server.Storage.CallsAsync() - calls;
        Array.Sort(milliseconds);
        return new Sample(
            count / total.TotalSeconds,
            cpu.TotalMilliseconds / count,
            milliseconds[count / 2],
            milliseconds[Math.Min(count - 1, count * 99 / 100)],
            (double)calls / count,
            (double)(server.OwnCalls - own) / count);
    }

    /// <summary>Each column's median by itself.</summary>
    public static Sample Median(IReadOnlyCollection<Sample> samples) => new(
        Middle(samples, s => s.Rate), Middle(samples, s => s.Cpu), Middle(samples, s => s.P50), Middle(samples, s => s.P99), Middle(samples, s => s.Calls),
        Middle(samples, s => s.Own));

    public static double Middle<T>(IEnumerable<T> samples, Func<T, double> column)
    {
        var sorted = samples.Select(column).Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
