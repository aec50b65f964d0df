using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.LocalHost.Functions;
using WeCommerce.LocalHost.Settings;

namespace WeCommerce.LocalHost.Http;

/// <summary>Puts the HTTP functions at their routes.</summary>
internal sealed class HttpFunctions(FunctionCatalog catalog, HostJson host, HttpDispatcher dispatcher)
{
    /// <summary>Mistakes go to <see cref="FunctionCatalog.Errors"/>.</summary>
    public void Map(IEndpointRouteBuilder endpoints, bool answersHttp)
    {
        var owners = new Dictionary<string, List<(Function Function, string[]? Methods)>>(StringComparer.Ordinal);
        foreach (var (function, trigger) in catalog.With<HttpTriggerAttribute>())
        {
            if (!answersHttp)
                catalog.Errors.Add($"Function '{function.Name}' answers HTTP: the program must call ConfigureFunctionsWebApplication().");

            var pattern = RoutePatternFactory.Parse(TemplateOf(function, trigger));
            var methods = MethodsOf(trigger);
            var shape = Routes.Shape(pattern);
            if (!owners.TryGetValue(shape, out var others))
                owners.Add(shape, others = []);
            foreach (var (other, taken) in others)
            {
                if (taken is null || methods is null || taken.Intersect(methods).Any())
                    catalog.Errors.Add($"Functions '{other.Name}' and '{function.Name}' have the same route and verb: {pattern.RawText}.");
            }
            others.Add((function, methods));

            var endpoint = endpoints.Map(pattern, dispatcher.For(function)).WithDisplayName(function.Name);
            if (methods is not null)
                endpoint.WithMetadata(new HttpMethodMetadata(methods));
        }

        // The Functions host does not know 405: a wrong verb finds no function. A last endpoint for every verb keeps routing from answering it.
        endpoints.Map("{*path}", NotFound).WithOrder(int.MaxValue).WithDisplayName("No function");
    }

    /// <summary>The address of a function, under the prefix of host.json.</summary>
    public string TemplateOf(Function function, HttpTriggerAttribute trigger) =>
        $"{host.RoutePrefix.Trim('/')}/{(trigger.Route ?? function.Name).TrimStart('/')}".TrimStart('/');

    public static string[]? MethodsOf(HttpTriggerAttribute trigger) =>
        trigger.Methods is { Length: > 0 } methods ? [.. methods.Select(method => method.ToUpperInvariant())] : null;

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
