using System.Text.Json;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Messages;

/// <summary>Endpoints of api.weixin.qq.com that take a token in the query and a JSON object.</summary>
internal sealed class ApiRoutes(AccessTokens tokens)
{
    public void Post(IEndpointRouteBuilder routes, string path, Func<string, JsonElement, IResult> handle) =>
        routes.MapMethods(path, ["GET", "POST"], async Task<IResult> (HttpRequest request) =>
        {
            if (!HttpMethods.IsPost(request.Method))
                return ApiAnswer.Error(43002, "require POST method");
            if (tokens.Check(request.Query["access_token"], out var appId) is { } refused)
                return refused;
            return await WireJson.TryObjectAsync(request) is { } body ? handle(appId, body) : ApiAnswer.Error(47001, "data format error");
        });

    public void Get(IEndpointRouteBuilder routes, string path, Func<string, HttpRequest, IResult> handle) =>
        routes.MapGet(path, IResult (HttpRequest request) => tokens.Check(request.Query["access_token"], out var appId) ?? handle(appId, request));
}

internal static class ApiBody
{
    public static string? Text(this JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static long? Number(this JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    public static JsonElement Part(this JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) ? value : default;
}
