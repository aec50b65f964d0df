// The proof under faults, in any size. What CI runs of it: dotnet run scripts/test.cs -- --only Faults.
//   dotnet run scripts/faults.cs -- --schedules 10000 [--seed 1]     random schedules; a broken one is shrunk and told with its seed
//   dotnet run scripts/faults.cs -- --kills 200                      kill -9 of the running shop
//   dotnet run scripts/faults.cs -- --seats 1000                     2 to 64 people for the last seat of a group
//   dotnet run scripts/faults.cs -- --points [--azurite] [--only "pay notify"] | --sequences
//                                                                    every crash point, of all use cases or of some, with the tables in Azurite if wanted; all orders of five events
using System.Diagnostics;
using System.Runtime.CompilerServices;

var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile()) ?? ".", ".."));
var classes = new List<string>();
var settings = new Dictionary<string, string>(StringComparer.Ordinal);
for (var n = 0; n < args.Length; n++)
{
    switch (args[n])
    {
        case "--schedules" when n + 1 < args.Length:
            classes.Add("*ScheduleTests");
            settings["WECOMMERCE_SCHEDULES"] = args[++n];
            break;
        case "--seed" when n + 1 < args.Length:
            settings["WECOMMERCE_SEED"] = args[++n];
            break;
        case "--kills" when n + 1 < args.Length:
            classes.Add("*KillTests");
            settings["WECOMMERCE_KILLS"] = args[++n];
            break;
        case "--seats" when n + 1 < args.Length:
            classes.Add("*LastSeatTests");
            settings["WECOMMERCE_SEATS"] = args[++n];
            break;
        case "--points":
            classes.Add("*CrashPointTests");
            break;
        case "--azurite":
            settings["WECOMMERCE_TABLES"] = "azurite";
            break;
        case "--only" when n + 1 < args.Length:
            settings["WECOMMERCE_POINTS"] = args[++n];
            break;
        case "--sequences":
            classes.Add("*SequenceTests");
            break;
        default:
            Console.Error.WriteLine($"Unknown: {args[n]}. Known: --schedules N, --seed S, --kills N, --seats N, --points [--azurite] [--only NAME], --sequences.");
            return 2;
    }
}

if (Run(["build", Path.Combine("tests", "Faults"), "-c", "Release", "-v", "quiet", "-nologo"]) != 0)
    return 1;
var tests = Path.Combine(root, "tests", "Faults", "bin", "Release", "net10.0", "WeCommerce.Faults.dll");
return Run([tests, "-noColor", .. classes.SelectMany(c => new[] { "-class", c })]);

int Run(string[] arguments)
{
    var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, WorkingDirectory = root };
    foreach (var argument in arguments)
        start.ArgumentList.Add(argument);
    foreach (var (name, value) in settings)
        start.Environment[name] = value;
    using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    process.WaitForExit();
    return process.ExitCode;
}

static string ThisFile([CallerFilePath] string path = "") => path;
