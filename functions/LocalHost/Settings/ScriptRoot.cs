using Microsoft.Extensions.Configuration;

namespace WeCommerce.LocalHost.Settings;

/// <summary>The folder of host.json and local.settings.json: beside the app, unless the setting <c>AzureWebJobsScriptRoot</c> names another.</summary>
internal static class ScriptRoot
{
    public static string Of(IConfiguration configuration) =>
        configuration["AzureWebJobsScriptRoot"] is { Length: > 0 } folder ? Path.GetFullPath(folder) : AppContext.BaseDirectory;
}
