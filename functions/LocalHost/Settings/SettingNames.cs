using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace WeCommerce.LocalHost.Settings;

/// <summary>Attributes may name settings: <c>%CloseOrdersSchedule%</c>.</summary>
internal static partial class SettingNames
{
    /// <summary>Puts settings in their places. One that does not exist adds to <paramref name="errors"/>.</summary>
    public static string Expand(string text, IConfiguration configuration, string function, List<string> errors) =>
        Pattern().Replace(text, match =>
        {
            var name = match.Groups["name"].Value;
            if (configuration[name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] is { } value)
                return value;

            errors.Add($"Function '{function}' names the setting '{name}', which does not exist.");
            return match.Value;
        });

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
