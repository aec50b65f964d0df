using System.Text.Json;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Accounts;

/// <summary>What every endpoint with an access_token asks first: the method, the token, the kind of app (48001), a body that it can read.</summary>
internal sealed class ApiDoor(SimulatorOptions options, AccessTokens tokens)
{
    /// <param name="routes">Where it is put.</param>
    /// <param name="path">The endpoint.</param>
    /// <param name="kind">Whose endpoint it is; null is everybody's.</param>
    /// <param name="handle">Gets the app's id, the body's fields and the body as it was sent.</param>
    public void Post<T>(IEndpointRouteBuilder routes, string path, AppKind? kind, Func<string, T, JsonElement, IResult> handle) =>
        routes.MapMethods(path, ["GET", "POST"], async Task<IResult> (HttpRequest request) =>
        {
            if (!HttpMethods.IsPost(request.Method))
                return ApiAnswer.Error(43002, "require POST method");
            if (Check(request, kind, out var appId) is { } refused)
                return refused;
            if (await WireJson.TryObjectAsync(request) is not { } body)
                return ApiAnswer.Error(47001, "data format error");
            try
            {
                return handle(appId, body.Deserialize<T>(WireJson.Snake)!, body);
            }
            catch (JsonException)
            {
                return ApiAnswer.Error(47001, "data format error");
            }
        });

    /// <summary>The same for an endpoint whose fields are in the query.</summary>
    public void Get(IEndpointRouteBuilder routes, string path, AppKind? kind, Func<string, HttpRequest, IResult> handle) =>
        routes.MapGet(path, (HttpRequest request) => Check(request, kind, out var appId) ?? handle(appId, request));

    private IResult? Check(HttpRequest request, AppKind? kind, out string appId) =>
        tokens.Check(request.Query["access_token"], out appId)
        ?? (kind is null || options.App(appId)?.Kind == kind ? null : ApiAnswer.Error(48001, "api unauthorized"));
}
