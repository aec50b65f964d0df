// Everything that can be checked by a machine: packages, build without warnings, code style, all tests. Last line: N passed, N failed.
//   dotnet run scripts/test.cs [-- --only Slices]
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile()) ?? ".", ".."));
var only = args is ["--only", var name] ? name : null;
var (passed, failed, skipped) = (0, 0, 0);
var total = Stopwatch.StartNew();

Check("Azurite", () => Run(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-fund", "--no-audit"], Path.Combine(root, "scripts", "azurite")));
var built = Check("build", () => Run("dotnet", ["build", "WeCommerce.slnx", "-c", "Release", "-nologo", "-v", "quiet"], root));
if (only is null)
{
    Check("code style", () => Run("dotnet", ["format", "WeCommerce.slnx", "--verify-no-changes", "--no-restore"], root));
    foreach (var script in Directory.GetFiles(Path.Combine(root, "scripts"), "*.cs").Where(s => Path.GetFileName(s) != "test.cs").Order(StringComparer.Ordinal))
        Check($"scripts/{Path.GetFileName(script)} builds", () => Run("dotnet", ["build", script, "-nologo", "-v", "quiet"], root));
}
if (built)
{
    foreach (var project in Directory.GetDirectories(Path.Combine(root, "tests")).Order(StringComparer.Ordinal))
    {
        var folder = Path.GetFileName(project);
        var assembly = Path.Combine(project, "bin", "Release", "net10.0", $"WeCommerce.{folder}.dll");
        if ((only is null || only == folder) && IsTests(Path.Combine(project, $"{folder}.csproj")))
            RunTests(folder, assembly);
    }
}

Console.WriteLine($"{total.Elapsed.TotalSeconds:0} s");
Console.WriteLine($"{passed} passed, {failed} failed{(skipped > 0 ? $", {skipped} skipped" : "")}");
return failed == 0 && passed > 0 ? 0 : 1;

bool Check(string what, Func<(int Code, string Output)> run)
{
    var watch = Stopwatch.StartNew();
    var (code, output) = run();
    Console.WriteLine($"{(code == 0 ? "ok    " : "FAILED")} {what} ({watch.Elapsed.TotalSeconds:0.0} s)");
    if (code != 0)
        Console.WriteLine(output);
    _ = code == 0 ? passed++ : failed++;
    return code == 0;
}

void RunTests(string what, string assembly)
{
    var results = Path.Combine(Path.GetTempPath(), $"wecommerce-{what}-{Environment.ProcessId}.xml");
    var watch = Stopwatch.StartNew();
    var (code, output) = Run("dotnet", [assembly, "-noColor", "-result-xml", results], root);
    try
    {
        var document = File.Exists(results) ? XDocument.Load(results) : null;
        var assemblies = document?.Descendants("assembly").ToList() ?? [];
        var (ok, bad, skip) = (Sum(assemblies, "passed"), Sum(assemblies, "failed") + Sum(assemblies, "errors"), Sum(assemblies, "skipped"));
        // A run that ends without results, or badly without saying which test did it, is itself a failure.
        if (bad == 0 && (code != 0 || ok == 0))
            bad = 1;
        (passed, failed, skipped) = (passed + ok, failed + bad, skipped + skip);
        Console.WriteLine($"{(bad == 0 ? "ok    " : "FAILED")} tests/{what}: {ok} passed, {bad} failed ({watch.Elapsed.TotalSeconds:0.0} s)");
        if (bad > 0)
            Console.WriteLine(output);
    }
    finally
    {
        File.Delete(results);
    }
}

static int Sum(List<XElement> assemblies, string attribute) => assemblies.Sum(a => (int?)a.Attribute(attribute) ?? 0);

static bool IsTests(string project) =>
    File.Exists(project) && (project.EndsWith(".Tests.csproj", StringComparison.Ordinal) || Path.GetFileName(project) is "Unit.csproj" or "Slices.csproj" or "Faults.csproj");

static (int Code, string Output) Run(string file, string[] arguments, string folder)
{
    var start = new ProcessStartInfo(file) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder };
    foreach (var argument in arguments)
        start.ArgumentList.Add(argument);
    try
    {
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
    catch (System.ComponentModel.Win32Exception e)
    {
        return (127, $"{file} cannot be started: {e.Message}. Node 20 (https://nodejs.org) and .NET SDK 10 are needed.");
    }
}

static string ThisFile([CallerFilePath] string path = "") => path;
