using Microsoft.AspNetCore.Routing.Patterns;

namespace WeCommerce.LocalHost.Http;

/// <summary>Route templates of HTTP functions.</summary>
internal static class Routes
{
    /// <summary>Names of a template's parameters; a template that cannot be read adds to the errors.</summary>
    public static IReadOnlySet<string> ParameterNames(string template, string function, List<string> errors)
    {
        try
        {
            return RoutePatternFactory.Parse(template).Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        }
        catch (RoutePatternException exception)
        {
            errors.Add($"Function '{function}' has the route '{template}', which cannot be read: {exception.Message}");
            return new HashSet<string>();
        }
    }

    /// <summary>What two templates that match the same addresses have in common: names of parameters do not count.</summary>
    public static string Shape(RoutePattern pattern) => string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(Shape))));

    private static string Shape(RoutePatternPart part) => part switch
    {
        RoutePatternParameterPart parameter =>
            $"{{{(parameter.IsCatchAll ? "*" : "")}{string.Join(':', parameter.ParameterPolicies.Select(policy => policy.Content))}}}",
        RoutePatternLiteralPart literal => literal.Content.ToUpperInvariant(),
        RoutePatternSeparatorPart separator => separator.Content,
        _ => "",
    };
}
