using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using WeCommerce.Simulator;
using WeCommerce.Simulator.Wire;

const int BadSettings = 1;
const int AddressTaken = 2;

if (Argument("--settings") is not { } path)
    return Refuse("Usage: dotnet run --project tests/Simulator -- --settings settings.json [--urls http://127.0.0.1:7080]", BadSettings);

SimulatorOptions options;
try
{
    using var file = File.OpenRead(path);
    options = JsonSerializer.Deserialize<SimulatorOptions>(file, WireJson.Own) ?? throw new JsonException("The file is empty.");
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
{
    return Refuse($"The settings in {path} cannot be read: {e.Message}", BadSettings);
}

options.Url = Argument("--urls") ?? options.Url;
options.Log = line => Console.WriteLine($"{DateTimeOffset.Now:HH:mm:ss.fff} {line}");
try
{
    await using var simulator = await WeChatSimulator.StartAsync(options);
    Console.WriteLine($"WeChat simulator on {simulator.Address} (public key {simulator.PublicKeyId}). Ctrl-C stops it.");
    await simulator.WaitForStopAsync();
    return 0;
}
catch (ArgumentException e)
{
    return Refuse($"The settings in {path} cannot be used: {e.Message}", BadSettings);
}
catch (Exception e) when (e is SocketException or IOException { InnerException: AddressInUseException })
{
    return Refuse($"The simulator cannot listen on {options.Url}: {e.Message}", AddressTaken);
}

string? Argument(string name)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}

static int Refuse(string message, int exitCode)
{
    Console.Error.WriteLine(message);
    return exitCode;
}
