// Shoppers, a keeper and their phones, against what start.cs runs: buying, paying too late, a parcel, a return, groups, coupons, a flash sale, a
// follower and a question, a message about a paid order, a shared poster, the day's bill. Each is a scene of its own in scripts/demo/Scenes.
//   dotnet run scripts/demo.cs [-- --port 7071 --simulator-port 7080]
using System.Diagnostics;
using System.Runtime.CompilerServices;

var scripts = Path.GetDirectoryName(ThisFile()) ?? ".";
var demo = Path.Combine(scripts, "demo");
return Run(["build", demo, "-c", "Release", "-v", "quiet", "-nologo"], quiet: true)
    && Run([Path.Combine(demo, "bin", "Release", "net10.0", "WeCommerce.Demo.dll"), .. args], quiet: false) ? 0 : 1;

// Quiet: its output is shown when it fails.
bool Run(string[] arguments, bool quiet)
{
    var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = quiet, UseShellExecute = false, WorkingDirectory = Path.Combine(scripts, "..") };
    foreach (var argument in arguments)
        start.ArgumentList.Add(argument);
    using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    var output = quiet ? process.StandardOutput.ReadToEnd() : "";
    process.WaitForExit();
    if (quiet && process.ExitCode != 0)
        Console.Error.WriteLine(output);
    return process.ExitCode == 0;
}

static string ThisFile([CallerFilePath] string path = "") => path;
