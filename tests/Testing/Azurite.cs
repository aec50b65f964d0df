using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WeCommerce.Testing;

/// <summary>
/// Azure Storage (tables and queues) on this machine: Azurite in memory on free ports, with many accounts, so that each host under test
/// has an account of its own. Use it as an assembly fixture: one process for all tests of an assembly.
/// </summary>
public sealed class Azurite : IAsyncDisposable
{
    private const int Accounts = 500;
    private static readonly string Key = Convert.ToBase64String(Encoding.ASCII.GetBytes("a key of this machine, for no real account"));

    private readonly Process _process;
    private readonly int _queuePort;
    private readonly int _tablePort;
    private int _taken;

    public Azurite()
    {
        var main = Checkout.PathOf("scripts", "azurite", "node_modules", "azurite", "dist", "src", "azurite.js");
        if (!File.Exists(main))
            throw new InvalidOperationException("Azurite is not installed. Run: npm ci --prefix scripts/azurite (dotnet run scripts/test.cs does it).");

        (_queuePort, _tablePort) = (FreePort(), FreePort());
        var start = new ProcessStartInfo("node")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                main, "--inMemoryPersistence", "--silent", "--skipApiVersionCheck", "--disableTelemetry",
                "--blobPort", $"{FreePort()}", "--queuePort", $"{_queuePort}", "--tablePort", $"{_tablePort}",
            },
        };
        start.Environment["AZURITE_ACCOUNTS"] = string.Join(';', Enumerable.Range(0, Accounts).Select(n => $"shop{n}:{Key}"));
        _process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop();
        WaitForPort(_queuePort);
        WaitForPort(_tablePort);
    }

    /// <summary>The connection string of an account that nobody else in this assembly has.</summary>
    public string NewAccount()
    {
        var n = Interlocked.Increment(ref _taken) - 1;
        if (n >= Accounts)
            throw new InvalidOperationException($"All {Accounts} accounts are taken.");

        return $"DefaultEndpointsProtocol=http;AccountName=shop{n};AccountKey={Key};" +
            $"QueueEndpoint=http://127.0.0.1:{_queuePort}/shop{n};TableEndpoint=http://127.0.0.1:{_tablePort}/shop{n};";
    }

    public ValueTask DisposeAsync()
    {
        Stop();
        return ValueTask.CompletedTask;
    }

    /// <summary>A TCP port of the loopback address that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Stop()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    private static void WaitForPort(int port)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (waited.Elapsed < TimeSpan.FromSeconds(60))
            {
                Thread.SpinWait(100_000);
            }
        }
    }
}
