// Measures the shop against the least that the same work can cost, and says whether it keeps its goals. Builds what it needs; see scripts/bench/.
//   dotnet run scripts/bench.cs [-- --quick --only orders|notifies|refunds|queries|hot|flash|groups|growth|cost|verify|pushes]
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

var scripts = Path.GetDirectoryName(ThisFile()) ?? ".";
var root = Path.GetFullPath(Path.Combine(scripts, ".."));
Process? running = null;
// Ctrl-C reaches the benchmark by itself: it stops what it started, and this program waits for it.
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    if (running is { HasExited: false })
        Process.Start("kill", ["-TERM", $"{running.Id}"]).WaitForExit();
});

var prepared = IsThere("node", "Azurite needs Node.js 20 or newer; install it from https://nodejs.org and run this again.")
    && InstallAzurite()
    && new[] { "functions/Shop", "tests/Simulator", "scripts/bench" }.All(project => Run("dotnet", ["build", project, "-c", "Release", "-v", "quiet", "-nologo"], root, quiet: true));
return prepared && Run("dotnet", [Path.Combine(scripts, "bench", "bin", "Release", "net10.0", "WeCommerce.Bench.dll"), .. args], root, quiet: false) ? 0 : 1;

bool InstallAzurite()
{
    var folder = Path.Combine(scripts, "azurite");
    if (File.Exists(Path.Combine(folder, "node_modules", "azurite", "package.json")))
        return true;

    Console.WriteLine("Installing Azurite (once) …");
    return Run(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-fund", "--no-audit"], folder, quiet: true);
}

bool IsThere(string program, string otherwise)
{
    try
    {
        return Run(program, ["--version"], root, quiet: true);
    }
    catch (System.ComponentModel.Win32Exception)
    {
        Console.Error.WriteLine(otherwise);
        return false;
    }
}

// Quiet: its output is shown when it fails.
bool Run(string file, string[] arguments, string folder, bool quiet)
{
    var start = new ProcessStartInfo(file) { RedirectStandardOutput = quiet, RedirectStandardError = quiet, UseShellExecute = false, WorkingDirectory = folder };
    foreach (var argument in arguments)
        start.ArgumentList.Add(argument);
    running = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
    var error = quiet ? running.StandardError.ReadToEndAsync() : Task.FromResult("");
    var output = quiet ? running.StandardOutput.ReadToEnd() : "";
    running.WaitForExit();
    if (quiet && running.ExitCode != 0)
        Console.Error.WriteLine($"{file} {string.Join(' ', arguments)} failed:\n{output}{error.Result}");
    return running.ExitCode == 0;
}

static string ThisFile([CallerFilePath] string path = "") => path;
