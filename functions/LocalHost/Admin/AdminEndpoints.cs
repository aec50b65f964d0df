using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using WeCommerce.LocalHost.EventGrid;
using WeCommerce.LocalHost.Functions;
using WeCommerce.LocalHost.Http;

namespace WeCommerce.LocalHost.Admin;

/// <summary>What the Functions host offers besides the functions. On Azure it wants a key; here it wants a caller on this machine.</summary>
internal sealed class AdminEndpoints(
    FunctionCatalog catalog,
    HttpFunctions http,
    ManualInvocations invocations,
    EventGridTopic topic,
    IHostEnvironment environment,
    IHostApplicationLifetime lifetime)
{
    private static readonly string Version =
        typeof(AdminEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private readonly long _started = Stopwatch.GetTimestamp();

    public void Map(IEndpointRouteBuilder endpoints)
    {
        Map(endpoints, "GET", "/admin/host/status", StatusAsync);
        Map(endpoints, "GET", "/admin/functions", ListAsync);
        Map(endpoints, "POST", "/admin/functions/{name}", FireAsync);
        Map(endpoints, "POST", EventGridTopic.Path, topic.PublishAsync);
    }

    private static void Map(IEndpointRouteBuilder endpoints, string method, string path, RequestDelegate answer) =>
        endpoints.MapMethods(path, [method], context =>
        {
            if (IsLocal(context))
                return answer(context);

            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        });

    /// <summary>A tunnel, a proxy or a web page in this machine's browser speaks from the loopback address for strangers; a header tells.</summary>
    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded")
        && context.Request.Headers["Sec-Fetch-Site"] != "cross-site";

    private Task StatusAsync(HttpContext context) => context.Response.WriteAsJsonAsync(new
    {
        Id = environment.ApplicationName,
        State = lifetime.ApplicationStopping.IsCancellationRequested ? "Stopping" : "Running",
        Version,
        ProcessUptime = (long)Stopwatch.GetElapsedTime(_started).TotalMilliseconds,
    });

    private Task ListAsync(HttpContext context) => context.Response.WriteAsJsonAsync(
        catalog.Functions.OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Select(function => new
        {
            function.Name,
            Trigger = function.TriggerType,
            Route = function.Trigger is HttpTriggerAttribute trigger ? http.TemplateOf(function, trigger) : null,
            Methods = function.Trigger is HttpTriggerAttribute answered ? HttpFunctions.MethodsOf(answered) : null,
        }));

    /// <summary>Fires a function: 202 and it runs in the background, 404 unknown, 503 stopping, 400 malformed or a function that HTTP itself can call.</summary>
    private async Task FireAsync(HttpContext context)
    {
        if (catalog.Find((string?)context.GetRouteValue("name") ?? "") is not { } function)
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (function.Trigger is HttpTriggerAttribute || await InputAsync(context) is not { } input)
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        else
            context.Response.StatusCode =
                invocations.TryBegin(function, input) ? StatusCodes.Status202Accepted : StatusCodes.Status503ServiceUnavailable;
    }

    /// <returns>Null where the body is not <c>{"input": …}</c>; empty where it has no input.</returns>
    private static async Task<string?> InputAsync(HttpContext context)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            if (body.RootElement.ValueKind != JsonValueKind.Object)
                return null;

            return !body.RootElement.TryGetProperty("input", out var input) || input.ValueKind == JsonValueKind.Null ? ""
                : input.ValueKind == JsonValueKind.String ? input.GetString()
                : input.GetRawText();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
