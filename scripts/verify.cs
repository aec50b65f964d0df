// Looks at a shop's rows and says whether what must be true is true: books, stock, orders, refunds, effects. It reads and changes nothing.
//   dotnet run scripts/verify.cs [-- --storage "connection string" --simulator-url http://127.0.0.1:7080 --quiet]
// Without options: what start.cs runs. --quiet: nobody is buying, so nothing may be under way either.
using System.Diagnostics;
using System.Runtime.CompilerServices;

var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile()) ?? ".", ".."));
var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, WorkingDirectory = root };
foreach (var argument in (string[])["run", "--project", "tests/Checker", "-c", "Release", "--", .. args])
    start.ArgumentList.Add(argument);
using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
await process.WaitForExitAsync();
return process.ExitCode;

static string ThisFile([CallerFilePath] string path = "") => path;
