using System.Reflection;
using Microsoft.Extensions.Options;

namespace WeCommerce.LocalHost.Functions;

/// <summary>All functions of the app.</summary>
internal sealed class FunctionCatalog
{
    private readonly Dictionary<string, Function> _byName = new(StringComparer.OrdinalIgnoreCase);

    public FunctionCatalog(IOptions<LocalHostOptions> options)
    {
        foreach (var method in ClassesOf(options.Value).SelectMany(FunctionReader.MethodsOf))
        {
            if (FunctionReader.Read(method, Errors) is { } function && !_byName.TryAdd(function.Name, function))
                Errors.Add($"Two functions are named '{function.Name}': {_byName[function.Name].Definition.EntryPoint} and {function.Definition.EntryPoint}.");
        }
    }

    /// <summary>Why the app cannot start. Each trigger adds to it while it is set up.</summary>
    public List<string> Errors { get; } = [];

    public IReadOnlyCollection<Function> Functions => _byName.Values;

    public Function? Find(string name) => _byName.GetValueOrDefault(name);

    public IEnumerable<(Function Function, T Trigger)> With<T>()
    {
        foreach (var function in Functions)
        {
            if (function.Trigger is T trigger)
                yield return (function, trigger);
        }
    }

    private static IEnumerable<Type> ClassesOf(LocalHostOptions options)
    {
        if (options.Classes.Count > 0)
            return options.Classes;

        var assemblies = options.Assemblies.Count > 0 ? options.Assemblies : [.. new[] { Assembly.GetEntryAssembly() }.OfType<Assembly>()];
        return assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => type is { IsClass: true, ContainsGenericParameters: false });
    }
}
