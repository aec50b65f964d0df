// Holds what a shop has stored against what must be true of it, and changes nothing. Exit code 1 when something is wrong.
//   dotnet run scripts/verify.cs [-- --storage <connection string> --simulator-url http://127.0.0.1:7080 --quiet]
// Without --storage: what start.cs runs. WeChat's books are compared when the simulator answers. --quiet: nothing may be left to be done, either.
using System.Diagnostics;
using System.Runtime.CompilerServices;

var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile()) ?? ".", ".."));
if (Run("dotnet", ["build", Path.Combine("tests", "Checker"), "-c", "Release", "-v", "quiet", "-nologo"], isQuiet: true) != 0)
    return 2;
return Run("dotnet", [Path.Combine(root, "tests", "Checker", "bin", "Release", "net10.0", "WeCommerce.Checker.dll"), .. args], isQuiet: false);

// Quiet: its output is shown when it fails.
int Run(string file, string[] arguments, bool isQuiet)
{
    var start = new ProcessStartInfo(file) { RedirectStandardOutput = isQuiet, UseShellExecute = false, WorkingDirectory = root };
    foreach (var argument in arguments)
        start.ArgumentList.Add(argument);
    using var process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
    var output = isQuiet ? process.StandardOutput.ReadToEnd() : "";
    process.WaitForExit();
    if (isQuiet && process.ExitCode != 0)
        Console.Error.WriteLine(output);
    return process.ExitCode;
}

static string ThisFile([CallerFilePath] string path = "") => path;
