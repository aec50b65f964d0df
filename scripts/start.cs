#:project start

// Runs the whole shop on this machine: Azurite, WeChat's servers played by the simulator, the shop itself, and a demo shop to buy from.
//   dotnet run scripts/start.cs [-- --port 7071 --simulator-port 7080 --storage-port 10000 --pay-window 00:01:00 --fresh]
// What it is made of lies in scripts/start.
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WeCommerce.Start;

var watch = Stopwatch.StartNew();
using var stopping = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var machine = new Machine(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile()) ?? ".", "..")));
var files = new LocalFiles(machine.Root);
var children = new Children(machine.Root, files, stopping.Token);

try
{
    var options = Options.Parse(args);
    if (options.Fresh)
        files.Forget();
    machine.CheckNode();
    Machine.CheckPorts(options);
    machine.InstallAzurite();
    var settings = files.Settings();
    await machine.BuildAsync();

    var programs = new Programs(machine, files, children, options);
    await programs.StartAzuriteAsync();
    await programs.StartSimulatorAsync(settings);
    var operatorOpenId = await programs.OperatorAsync();
    await programs.StartShopAsync(operatorOpenId);
    await programs.SetUpPushesAsync(settings, "mini");
    await programs.SetUpPushesAsync(settings, "official");
    Console.WriteLine("Looking at the demo shop …");
    using var demo = new DemoShop(machine.Root, options, stopping.Token);
    var seeded = await demo.SeedAsync(operatorOpenId);

    Console.WriteLine($"""

        WeCommerce runs ({watch.Elapsed.TotalSeconds:0.0} s{(seeded > 0 ? $", {seeded} products put in" : "")}).

          the shop        http://127.0.0.1:{options.Port}/api        (products: /api/v1/products, API: /api/openapi.json, page: /api/docs)
          the simulator   http://127.0.0.1:{options.SimulatorPort}            (WeChat's servers and a phone, played: open it in a browser)
          storage         http://127.0.0.1:{options.QueuePort} (queues), http://127.0.0.1:{options.TablePort} (tables)
          an operator     OpenId {operatorOpenId}
          logs            .local/*.log

        Next, in another terminal:
          dotnet run scripts/demo.cs{(options.IsDefault ? "" : $" -- --port {options.Port} --simulator-port {options.SimulatorPort}")}        shoppers buy, alone and together
          curl http://127.0.0.1:{options.Port}/api/v1/products/tea-longjing

        An order waits {options.PayWindow} for its payment here (30 minutes in a real shop). Ctrl-C stops all.
        """);
    await children.WatchAsync();
    return 0;
}
catch (Trouble trouble)
{
    Console.Error.WriteLine($"\n{trouble.Message}");
    return 1;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    return 0;
}
finally
{
    await children.StopAsync();
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopping.Cancel();
}

static string ThisFile([CallerFilePath] string path = "") => path;
