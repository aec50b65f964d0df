using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace WeCommerce.LocalHost.Settings;

/// <summary>
/// local.settings.json: its <c>Values</c> are what environment variables are on Azure, so environment variables and the command line win
/// over them. The log levels of host.json come in at the same place.
/// </summary>
internal static class LocalSettings
{
    private const int DefaultPort = 7071;

    /// <returns>The port that the file asks for (<c>Host.LocalHttpPort</c>), or the one that the Functions tools take.</returns>
    public static int AddTo(IConfigurationManager configuration)
    {
        var root = ScriptRoot.Of(configuration);
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        // ASP.NET Core tells of every request at the level that functions tell of their work.
        if (configuration["Logging:LogLevel:Microsoft.AspNetCore"] is null)
            values["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning";
        Copy(Read(root, "host.json").GetSection("logging"), "Logging:", values);
        var local = Read(root, "local.settings.json");
        Copy(local.GetSection("Values"), "", values);
        Copy(local.GetSection("ConnectionStrings"), "ConnectionStrings:", values);
        configuration.Sources.Insert(BeforeEnvironment(configuration.Sources), new MemoryConfigurationSource { InitialData = values });
        return local.GetValue("Host:LocalHttpPort", DefaultPort);
    }

    private static IConfigurationRoot Read(string root, string file) =>
        new ConfigurationBuilder().AddJsonFile(Path.Combine(root, file), optional: true).Build();

    private static void Copy(IConfigurationSection section, string prefix, Dictionary<string, string?> values)
    {
        foreach (var (key, value) in section.AsEnumerable(makePathsRelative: true))
        {
            if (value is not null)
                values[prefix + key.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] = value;
        }
    }

    private static int BeforeEnvironment(IList<IConfigurationSource> sources)
    {
        for (var i = sources.Count - 1; i >= 0; i--)
        {
            if (sources[i] is EnvironmentVariablesConfigurationSource { Prefix: null or "" })
                return i;
        }
        return 0;
    }
}
