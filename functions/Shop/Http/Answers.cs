using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FluentValidation;
using Microsoft.AspNetCore.Http;

namespace WeCommerce.Shop.Http;

/// <summary>From a request's body to a handler, and from its result to the answer: what every trigger does in one line.</summary>
internal static class Answers
{
    /// <summary>How the shop's JSON is written: camelCase, no nulls, enums by name, Chinese as it is.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        // Of a member that comes twice, two readers may take different ones.
        AllowDuplicateProperties = false,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    /// <summary>Reads the body, checks it against the rules, hands it on, and answers with what comes back.</summary>
    public static async Task<IResult> HandleAsync<TRequest, TAnswer>(
        this HttpRequest http, IValidator<TRequest> rules, Func<TRequest, Task<Result<TAnswer>>> handle, int status = StatusCodes.Status200OK)
        where TRequest : class
    {
        var body = await http.ReadBodyAsync(rules);
        return body.Problem is { } problem ? Of(problem) : Of(await handle(body.Value), status);
    }

    public static async Task<IResult> Of<T>(Task<Result<T>> result, int status = StatusCodes.Status200OK) => Of(await result, status);

    public static IResult Of<T>(Result<T> result, int status = StatusCodes.Status200OK) =>
        result.Problem is { } problem ? Of(problem)
        : result.Value is Nothing ? Results.NoContent()
        : Results.Json(result.Value, Json, statusCode: status);

    public static IResult Of(Problem problem) => new ProblemAnswer(problem);

    /// <summary>The problem as RFC 9457 writes it, with the headers that go with it.</summary>
    internal sealed class ProblemAnswer(Problem problem) : IResult, IStatusCodeHttpResult
    {
        public Problem Problem => problem;

        public int? StatusCode => problem.Status;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (problem.RetryAfter is { } seconds)
                httpContext.Response.Headers.RetryAfter = $"{seconds}";
            var document = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["type"] = "about:blank",
                ["title"] = problem.Title,
                ["status"] = problem.Status,
                ["code"] = problem.Code,
                ["traceId"] = Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier,
            };
            foreach (var (name, value) in problem.More ?? new Dictionary<string, object>())
                document[name] = value;
            if (problem.Errors is { } errors)
                document["errors"] = errors;
            return Results.Json(document, Json, "application/problem+json", problem.Status).ExecuteAsync(httpContext);
        }
    }
}

/// <summary>The value of a result that says no more than that it went well: answered as 204.</summary>
internal readonly record struct Nothing;
