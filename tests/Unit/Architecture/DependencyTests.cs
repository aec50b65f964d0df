using System.Text.RegularExpressions;
using System.Xml.Linq;
using WeCommerce.Testing;

namespace WeCommerce.Unit.Architecture;

/// <summary>Dependencies point one way: Shop to WeChat and Storage, those to nothing of ours; nouns know each other's types, never each other's rows.</summary>
public sealed partial class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["functions/LocalHost"] = [],
        ["functions/Storage"] = [],
        ["functions/WeChat"] = [],
        ["functions/Shop"] = ["functions/LocalHost", "functions/Storage", "functions/WeChat"],
        ["tests/Simulator"] = [],
        ["tests/Storage.Simulator"] = [],
        ["tests/Testing"] = [],
    };

    [Fact]
    public void Projects_ReferToWhatTheyMay()
    {
        foreach (var (project, allowed) in Allowed)
        {
            var file = Assert.Single(Directory.GetFiles(Checkout.PathOf(project), "*.csproj"));
            var references = XDocument.Load(file).Descendants("ProjectReference")
                .Select(r => Path.GetRelativePath(Checkout.Root, Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, r.Attribute("Include")!.Value, ".."))))
                .Select(p => p.Replace('\\', '/'));
            Assert.Empty(references.Except(allowed, StringComparer.Ordinal));
        }
    }

    [Fact]
    public void EveryProjectOfFunctions_HasItsRule()
    {
        var projects = Directory.GetFiles(Checkout.PathOf("functions"), "*.csproj", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Checkout.Root, Path.GetDirectoryName(f)!).Replace('\\', '/'));
        Assert.Empty(projects.Except(Allowed.Keys, StringComparer.Ordinal));
    }

    [Fact]
    public void Rows_AreKnownOnlyInTheirOwnFolder()
    {
        var offences = Sources("functions/Shop").SelectMany(file => RowTypes().Matches(File.ReadAllText(file))
            .Select(m => m.Value)
            .Distinct(StringComparer.Ordinal)
            .Where(rows => Path.GetFileName(Path.GetDirectoryName(FileOf(rows))) != Path.GetFileName(Path.GetDirectoryName(file)))
            .Select(rows => $"{Path.GetRelativePath(Checkout.Root, file)} uses {rows}"));
        Assert.Empty(offences);
    }

    [Fact]
    public void Sources_AreTheSameForBothHosts() =>
        Assert.DoesNotContain(Sources("functions/Shop"), file => Conditional().IsMatch(File.ReadAllText(file)));

    // The versions that the app was proven with on the real host.
    [Fact]
    public void AzureBuild_RefersToTheRealPackages()
    {
        var project = XDocument.Load(Checkout.PathOf("functions", "Shop", "Shop.csproj"));
        var packages = project.Descendants("ItemGroup").Single(g => g.Attribute("Condition")?.Value == "'$(FunctionsHost)' == 'Azure'")
            .Elements("PackageReference").Select(p => p.Attribute("Include")!.Value);
        var versions = XDocument.Load(Checkout.PathOf("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(v => v.Attribute("Include")!.Value, v => v.Attribute("Version")!.Value, StringComparer.Ordinal);

        Assert.Equal(
            [
                "Microsoft.Azure.Functions.Worker 2.52.0", "Microsoft.Azure.Functions.Worker.Extensions.EventGrid 3.6.0",
                "Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore 2.1.1", "Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues 5.5.5",
                "Microsoft.Azure.Functions.Worker.Extensions.Timer 4.3.1", "Microsoft.Azure.Functions.Worker.Sdk 2.1.0",
            ],
            packages.Select(p => $"{p} {versions[p]}").Order(StringComparer.Ordinal));
        Assert.Equal("v4", project.Descendants("AzureFunctionsVersion").Single().Value);
        Assert.Equal("Exe", project.Descendants("OutputType").Single().Value);
        Assert.Contains(project.Descendants("None"), n => n.Attribute("Link")?.Value == "host.json");
    }

    [Fact]
    public void Simulator_SharesNothingWithTheProtocolItChecks() =>
        Assert.DoesNotContain(Sources("tests/Simulator"), file => File.ReadAllText(file).Contains("WeCommerce.WeChat", StringComparison.Ordinal));

    [Fact]
    public void FolderNames_SayWhatIsInThem()
    {
        string[] empty = ["Helpers", "Utils", "Common", "Managers", "Services", "Controllers", "Models"];
        Assert.DoesNotContain(Directory.GetDirectories(Checkout.PathOf("functions"), "*", SearchOption.AllDirectories), d => empty.Contains(Path.GetFileName(d)));
    }

    private static IEnumerable<string> Sources(string folder) => Directory.GetFiles(Checkout.PathOf(folder), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string FileOf(string rows) =>
        Assert.Single(Directory.GetFiles(Checkout.PathOf("functions", "Shop"), $"{rows}.cs", SearchOption.AllDirectories));

    [GeneratedRegex(@"\b[A-Z][a-z]+Rows\b", RegexOptions.NonBacktracking)]
    private static partial Regex RowTypes();

    [GeneratedRegex(@"^\s*#(if|elif|else)\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Conditional();
}
