namespace WeCommerce.Start;

/// <summary>What start.cs is asked for.</summary>
public sealed record Options(int Port, int SimulatorPort, int StoragePort, string PayWindow, bool Fresh)
{
    private static readonly Options Default = new(7071, 7080, 10000, "00:01:00", Fresh: false);

    public bool IsDefault => Port == Default.Port && SimulatorPort == Default.SimulatorPort;

    public int QueuePort => StoragePort + 1;

    public int TablePort => StoragePort + 2;

    public Uri Shop => new($"http://127.0.0.1:{Port}");

    public Uri Simulator => new($"http://127.0.0.1:{SimulatorPort}");

    public static Options Parse(string[] args)
    {
        var options = Default;
        for (var n = 0; n < args.Length; n++)
        {
            options = args[n] switch
            {
                "--fresh" => options with { Fresh = true },
                "--port" => options with { Port = Number(args, ++n) },
                "--simulator-port" => options with { SimulatorPort = Number(args, ++n) },
                "--storage-port" => options with { StoragePort = Number(args, ++n) },
                "--pay-window" => options with { PayWindow = n + 1 < args.Length && TimeSpan.TryParse(args[++n], out _) ? args[n] : throw new Trouble("--pay-window needs a time such as 00:01:00.") },
                var unknown => throw new Trouble($"Unknown option {unknown}. Options: --port N, --simulator-port N, --storage-port N, --pay-window hh:mm:ss, --fresh (forget all data)."),
            };
        }
        return options;
    }

    private static int Number(string[] args, int n) =>
        n < args.Length && int.TryParse(args[n], out var port) && port is > 0 and < 65534 ? port : throw new Trouble($"{args[n - 1]} needs a port number.");
}

/// <summary>What the one who starts can mend: told in one sentence.</summary>
public sealed class Trouble(string message) : Exception(message);
