using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WeCommerce.Bench;

/// <summary>
/// Storage for one cell: in memory, and a new process each time, for Azurite slows with what it holds. It counts the calls that reach it,
/// so that both sides are counted alike, repeats of the SDK included.
/// </summary>
internal sealed class Azurite : IDisposable
{
    private const string Account = "bench";

    // Nothing ever arrives there: what follows from requests later is no part of what a request costs.
    private const string IdleAccount = "idle";
    private static readonly string Key = Convert.ToBase64String(Encoding.ASCII.GetBytes("a key of this machine, for no real account"));

    private readonly Child _child;
    private long _calls;

    private Azurite(string main, AzuritePorts ports)
    {
        ConnectionString = ConnectionOf(ports);
        _child = Children.Start(
            "Azurite",
            "node",
            [
                main, "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry",
                "--blobPort", $"{Children.FreePort()}", "--queuePort", $"{ports.Queues}", "--tablePort", $"{ports.Tables}",
            ],
            new Dictionary<string, string> { ["AZURITE_ACCOUNTS"] = $"{Account}:{Key};{IdleAccount}:{Key}" },
            Count);
    }

    public string ConnectionString { get; }

    /// <summary>Told of every call: its method and its path within the account.</summary>
    public Action<string, string>? OnCall { get; set; }

    public static string ConnectionOf(AzuritePorts ports) => ports.ConnectionOf(Account, Key);

    /// <summary>Where the shop's queue triggers listen.</summary>
    public static string IdleConnectionOf(AzuritePorts ports) => ports.ConnectionOf(IdleAccount, Key);

    public static async Task<Azurite> StartAsync(string root, AzuritePorts ports)
    {
        var azurite = new Azurite(Path.Combine(root, "scripts", "azurite", "node_modules", "azurite", "dist", "src", "azurite.js"), ports);
        await azurite._child.UntilAsync(async () => await AnswersAsync(ports.Queues) && await AnswersAsync(ports.Tables));
        return azurite;
    }

    /// <summary>Calls answered so far. Its log comes through a pipe: what was answered a moment ago is waited for.</summary>
    public async Task<long> CallsAsync()
    {
        await Task.Delay(250);
        return Interlocked.Read(ref _calls);
    }

    public void Dispose() => _child.Dispose();

    private void Count(string line)
    {
        // 127.0.0.1 - - [date] "POST /account/path HTTP/1.1" 202 -
        if (line.IndexOf($" /{Account}/", StringComparison.Ordinal) is not (> 0 and var at) || !line.Contains("HTTP/1.1\"", StringComparison.Ordinal))
            return;

        Interlocked.Increment(ref _calls);
        OnCall?.Invoke(line[(line.LastIndexOf('"', at) + 1)..at], line[(at + Account.Length + 3)..].Split(' ')[0]);
    }

    private static async Task<bool> AnswersAsync(int port)
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
}

/// <summary>Where a server finds its storage, however often that is replaced.</summary>
internal sealed record AzuritePorts(int Queues, int Tables)
{
    public static AzuritePorts Free() => new(Children.FreePort(), Children.FreePort());

    public string ConnectionOf(string account, string key) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={key};"
        + $"QueueEndpoint=http://127.0.0.1:{Queues}/{account};TableEndpoint=http://127.0.0.1:{Tables}/{account};";
}
