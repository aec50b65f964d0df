using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace WeCommerce.Start;

/// <summary>What this machine has to have, and gets: Node, free ports, Azurite, the built programs.</summary>
public sealed class Machine(string root)
{
    public string Root => root;

    public string Azurite => Path.Combine(root, "scripts", "azurite", "node_modules", "azurite", "dist", "src", "azurite.js");

    public void CheckNode()
    {
        try
        {
            var version = Run("node", ["--version"], root).Trim();
            if (!int.TryParse(version.TrimStart('v').Split('.')[0], out var major) || major < 20)
                throw new Trouble($"Node {version} is too old for Azurite: install Node 20 or later (https://nodejs.org).");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new Trouble("Node is missing; Azurite (Azure Storage on this machine) needs it. Install Node 20 or later: https://nodejs.org");
        }
    }

    public static void CheckPorts(Options options)
    {
        (int Port, string What, string Option)[] wanted =
        [
            (options.Port, "the shop", "--port"),
            (options.SimulatorPort, "the simulator", "--simulator-port"),
            (options.StoragePort, "Azurite's blobs", "--storage-port"),
            (options.QueuePort, "Azurite's queues", "--storage-port (and the next two)"),
            (options.TablePort, "Azurite's tables", "--storage-port (and the next two)"),
        ];
        foreach (var (port, what, option) in wanted)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.ExclusiveAddressUse = true;
                listener.Start();
            }
            catch (SocketException)
            {
                throw new Trouble($"Port {port}, for {what}, is taken by another program. Stop that program, or choose another port with {option}.");
            }
        }
    }

    public void InstallAzurite()
    {
        var folder = Path.Combine(root, "scripts", "azurite");
        var installed = Path.Combine(folder, "node_modules", ".package-lock.json");
        if (File.Exists(installed) && File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json")))
            return;

        Console.WriteLine("Installing Azurite (once) …");
        Run(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-fund", "--no-audit"], folder);
        File.SetLastWriteTimeUtc(installed, DateTime.UtcNow);
    }

    public async Task BuildAsync()
    {
        Console.WriteLine("Building …");
        foreach (var project in new[] { "functions/Shop", "tests/Simulator" })
            await Task.Run(() => Run("dotnet", ["build", project, "-c", "Release", "-v", "quiet", "-nologo"], root));
    }

    public string Built(params string[] project) => Path.Combine([root, .. project, "bin", "Release", "net10.0", $"WeCommerce.{project[^1]}.dll"]);

    private static string Run(string file, string[] arguments, string folder)
    {
        var start = new ProcessStartInfo(file) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new Trouble($"{file} did not start.");
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new Trouble($"{file} {string.Join(' ', arguments)} failed:\n{output}\n{error.Result}");
    }
}
