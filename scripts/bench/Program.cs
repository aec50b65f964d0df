using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using WeCommerce.Bench;
using WeCommerce.Bench.Floor;

if (args is ["--floor", .. var rest])
{
    await FloorServer.RunAsync(rest);
    return 0;
}

using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var options = Options.Parse(args);
    var watch = Stopwatch.StartNew();
    var root = Root();
    var report = new Report();
    Console.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, Azurite {AzuriteVersion(root)}");
    Console.WriteLine($"Everything runs on this machine at once: load, shop or floor, simulator, Azurite. {(options.Quick ? "One short round: for trying, not for judging." : $"Medians of {options.Rounds} rounds.")}");
    if (options.Wants("verify"))
        await new VerifyCost(options, report).RunAsync();
    if (options.Wants("pushes"))
        new PushCost(options, report).Run();
    if (options.Only is not "verify")
    {
        using var world = await World.StartAsync(root);
        if (options.Wants("cost"))
            await new LifeCost(world, options, report).RunAsync();
        if (options.Only is not "cost")
            await CompareAsync(world, options, report);
    }
    var met = report.Finish();
    Console.WriteLine($"{watch.Elapsed.TotalSeconds:0} s");
    return met ? 0 : 1;
}
catch (Exception e)
{
    // Ctrl-C reaches the children too, and their trouble may be here before the signal is.
    await Task.Delay(500);
    if (Children.Stopped)
        return 130;
    if (e is not Trouble)
        throw;
    Console.Error.WriteLine($"\n{e.Message}");
    return 1;
}
finally
{
    Children.StopAll();
}

static async Task CompareAsync(World world, Options options, Report report)
{
    using var shop = await Server.StartAsync(world, Side.Shop);
    if (options.Wants("growth"))
        await new Growth(shop, options, report).RunAsync();
    if (options.Wants("pushes"))
        await new PushStream(shop, options, report).RunAsync();
    if (options.Only is "growth" or "pushes")
        return;
    using var floor = await Server.StartAsync(world, Side.Floor);
    var races = new Races(shop, floor, options, report);
    if (options.Wants("orders"))
        await races.OrdersAsync();
    if (options.Wants("notifies"))
        await races.NotifiesAsync();
    if (options.Wants("refunds"))
        await races.RefundsAsync();
    if (options.Wants("queries"))
        await races.QueriesAsync();
    if (options.Wants("hot"))
        await new HotSku(world, shop, options, report).RunAsync();
    if (options.Wants("flash"))
        await new FlashRush(shop, options, report).RunAsync();
    if (options.Wants("groups"))
        await new GroupOrders(shop, options, report).RunAsync();
}

static void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    Children.StopAll();
    Environment.Exit(130);
}

static string Root()
{
    for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
    {
        if (File.Exists(Path.Combine(folder.FullName, "WeCommerce.slnx")))
            return folder.FullName;
    }
    throw new Trouble($"No WeCommerce.slnx above {AppContext.BaseDirectory}.");
}

static string AzuriteVersion(string root)
{
    var package = Path.Combine(root, "scripts", "azurite", "node_modules", "azurite", "package.json");
    if (!File.Exists(package))
        throw new Trouble("Azurite is not installed. Start the benchmark with: dotnet run scripts/bench.cs (it installs what it needs).");
    using var json = JsonDocument.Parse(File.ReadAllBytes(package));
    return json.RootElement.GetProperty("version").GetString() ?? "";
}
