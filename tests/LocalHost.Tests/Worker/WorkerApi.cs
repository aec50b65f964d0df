namespace WeCommerce.LocalHost.Tests.Worker;

/// <summary>What the real packages offer, out of worker-api.txt: under each type's heading, its members.</summary>
internal sealed class WorkerApi(IEnumerable<string> lines)
{
    private readonly List<(string Header, HashSet<string> Members)> _types = Read(lines);

    public static WorkerApi Load() => new(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "worker-api.txt")));

    /// <summary>How declared types differ from the real ones in a way that lets an app compile here that does not compile there.</summary>
    public IEnumerable<string> Differences(IEnumerable<Type> declared) => declared.SelectMany(type =>
    {
        var namesakes = _types.Where(real => Key(real.Header) == ApiText.Key(type)).ToList();
        return namesakes.Count == 0
            ? [$"{ApiText.Key(type)}: there is no such type."]
            : namesakes.Select(real => Differences(type, real.Header, real.Members).ToList()).MinBy(differences => differences.Count)!;
    });

    private static IEnumerable<string> Differences(Type type, string header, HashSet<string> members)
    {
        if (header != ApiText.Header(type))
            yield return $"{ApiText.Header(type)}: it is {header}.";

        var declared = ApiText.Members(type).ToHashSet(StringComparer.Ordinal);
        foreach (var member in declared.Except(members))
            yield return $"{ApiText.Key(type)}: there is no {member}";

        // Whoever derives from it or implements it must do all of it.
        foreach (var member in members.Where(member => type.IsInterface || member.StartsWith("abstract ", StringComparison.Ordinal)).Except(declared))
            yield return $"{ApiText.Key(type)}: it lacks {member}";
        foreach (var usage in members.Where(member => member.StartsWith('[')).Except(declared))
            yield return $"{ApiText.Key(type)}: it lacks {usage}";
    }

    private static List<(string Header, HashSet<string> Members)> Read(IEnumerable<string> lines)
    {
        var types = new List<(string Header, HashSet<string> Members)>();
        foreach (var line in lines)
        {
            if (line.StartsWith("   ", StringComparison.Ordinal))
                types[^1].Members.Add(line.Trim());
            else if (line.Contains(" | ", StringComparison.Ordinal))
                types.Add((line, new HashSet<string>(StringComparer.Ordinal)));
        }
        return types;
    }

    /// <summary>"Namespace | abstract class Name : Base [Interface]" is "Namespace | Name".</summary>
    private static string Key(string header)
    {
        var (space, rest) = (header.Split(" | ")[0], header.Split(" | ")[1]);
        var words = rest.Split(" : ")[0].Split(" [")[0].Split(' ');
        return $"{space} | {words[^1]}";
    }
}
