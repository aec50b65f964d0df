using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;

namespace WeCommerce.Shop.Http;

/// <summary>The shop's HTTP contract as OpenAPI 3.1, read from the functions themselves: route, verb, who may call, body and answer.</summary>
internal static partial class OpenApiDocument
{
    private const BindingFlags Methods = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static string Make()
    {
        var schemas = new JsonObject { ["Problem"] = ProblemSchema() };
        var paths = new JsonObject();
        foreach (var (route, operations) in Functions().GroupBy(f => f.Route, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, g.OrderBy(f => f.Verb, StringComparer.Ordinal))))
        {
            var path = new JsonObject();
            foreach (var function in operations)
                path[function.Verb] = OperationOf(function, schemas);
            paths[$"/{route}"] = path;
        }
        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "WeCommerce",
                ["version"] = "1",
                ["description"] = "The back end of a WeChat shop. Amounts are integers in fen (分), instants RFC 3339. Errors are problem documents with a stable code.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/api" }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas,
                ["securitySchemes"] = new JsonObject
                {
                    ["session"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "The token that POST /v1/login gave." },
                },
            },
        };
        return document.ToJsonString(new JsonSerializerOptions(Answers.Json) { WriteIndented = true }) + "\n";
    }

    /// <summary>Every HTTP function of the shop, one entry a verb.</summary>
    internal static IEnumerable<(string Route, string Verb, MethodInfo Method, AnswerAttribute? Answer)> Functions() =>
        from type in typeof(OpenApiDocument).Assembly.GetTypes()
        from method in type.GetMethods(Methods)
        where method.IsDefined(typeof(FunctionAttribute))
        from trigger in method.GetParameters().Select(p => p.GetCustomAttribute<HttpTriggerAttribute>()).OfType<HttpTriggerAttribute>()
        from verb in trigger.Methods ?? []
        select (trigger.Route ?? "", verb, method, method.GetCustomAttribute<AnswerAttribute>());

    private static JsonObject OperationOf((string Route, string Verb, MethodInfo Method, AnswerAttribute? Answer) function, JsonObject schemas)
    {
        var answer = function.Answer ?? throw new InvalidOperationException($"{function.Method.DeclaringType?.Name} does not say what it answers.");
        var parameters = new JsonArray();
        foreach (var name in RouteParameter().Matches(function.Route).Select(m => m.Groups["name"].Value))
            parameters.Add(Parameter(name, "path", required: true));
        foreach (var name in answer.Query.Split(',', StringSplitOptions.RemoveEmptyEntries))
            parameters.Add(Parameter(name, "query", required: false));
        if (answer.IdempotencyKey)
            parameters.Add(Parameter("Idempotency-Key", "header", required: true));

        var operation = new JsonObject { ["operationId"] = function.Method.GetCustomAttribute<FunctionAttribute>()?.Name, ["summary"] = answer.Summary };
        if (parameters.Count > 0)
            operation["parameters"] = parameters;
        if (answer.Body is { } body)
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("application/json", Reference(body, schemas)) };
        var good = new JsonObject { ["description"] = answer.Summary };
        if (answer.Type is { } type)
            good["content"] = Content("application/json", Reference(type, schemas));
        operation["responses"] = new JsonObject
        {
            [$"{answer.Status}"] = good,
            ["default"] = new JsonObject
            {
                ["description"] = "A problem",
                ["content"] = Content("application/problem+json", new JsonObject { ["$ref"] = "#/components/schemas/Problem" }),
            },
        };
        if (!function.Method.IsDefined(typeof(AnonymousAttribute)) && !function.Method.IsDefined(typeof(WeChatServerAttribute)))
            operation["security"] = new JsonArray(new JsonObject { ["session"] = new JsonArray() });
        if (function.Method.IsDefined(typeof(OperatorAttribute)))
            operation["tags"] = new JsonArray("operators");
        else if (function.Method.IsDefined(typeof(WeChatServerAttribute)))
            operation["tags"] = new JsonArray("WeChat");
        return operation;
    }

    private static JsonObject Parameter(string name, string where, bool required) => new()
    {
        ["name"] = name,
        ["in"] = where,
        ["required"] = required,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Content(string type, JsonNode schema) => new() { [type] = new JsonObject { ["schema"] = schema } };

    private static JsonObject Reference(Type type, JsonObject schemas)
    {
        var name = NameOf(type);
        if (!schemas.ContainsKey(name))
            schemas[name] = JsonSchemaExporter.GetJsonSchemaAsNode(Answers.Json, type, new JsonSchemaExporterOptions { TransformSchemaNode = Transform });
        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    // What has a converter of its own says here what it looks like: ids are strings, amounts integers.
    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        if (type == typeof(Money.Fen))
            return new JsonObject { ["type"] = "integer", ["description"] = "分" };
        if (type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IIdentifier<>)))
            return new JsonObject { ["type"] = "string" };
        return schema;
    }

    private static string NameOf(Type type) => type switch
    {
        { IsGenericType: true } => $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}Of{NameOf(type.GetGenericArguments()[0])}",
        { DeclaringType: { } outer } => $"{outer.Name}{type.Name}",
        _ => type.Name,
    };

    private static JsonObject ProblemSchema() => new()
    {
        ["type"] = "object",
        ["description"] = "RFC 9457",
        ["required"] = new JsonArray("title", "status", "code", "traceId"),
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string" },
            ["title"] = new JsonObject { ["type"] = "string" },
            ["status"] = new JsonObject { ["type"] = "integer" },
            ["code"] = new JsonObject { ["type"] = "string", ["description"] = "Stable, upper case." },
            ["traceId"] = new JsonObject { ["type"] = "string" },
            ["errors"] = new JsonObject
            {
                ["type"] = "object",
                ["description"] = "What is wrong with which field.",
                ["additionalProperties"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
            },
        },
    };

    [GeneratedRegex(@"\{(?<name>[A-Za-z]+)(:[^}]*)?\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RouteParameter();
}
