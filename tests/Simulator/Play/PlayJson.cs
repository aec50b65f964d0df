using System.Text.Json;
using WeCommerce.Simulator.Wire;

namespace WeCommerce.Simulator.Play;

/// <summary>Bodies of the /simulator endpoints.</summary>
internal static class PlayJson
{
    public static IResult Ok(object body) => Results.Json(body, WireJson.Own);

    public static IResult Refuse(string code, string message, int status = StatusCodes.Status400BadRequest) =>
        Results.Json(new { code, message }, WireJson.Own, statusCode: status);

    /// <summary>The body as a <typeparamref name="T"/>, or what is wrong with it.</summary>
    public static async Task<(T? Body, IResult? Error)> ReadAsync<T>(HttpRequest request)
        where T : class
    {
        try
        {
            var body = await JsonSerializer.DeserializeAsync<T>(request.Body, WireJson.Own, request.HttpContext.RequestAborted);
            return body is null ? (null, Refuse("BAD_JSON", "The body must be a JSON object.")) : (body, null);
        }
        catch (JsonException e)
        {
            return (null, Refuse("BAD_JSON", e.Message));
        }
    }
}
