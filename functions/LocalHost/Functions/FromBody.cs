using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace WeCommerce.LocalHost.Functions;

/// <summary>Reads a parameter marked <c>[FromBody]</c> out of the request, by the app's JSON options.</summary>
internal static class FromBody
{
    public static ParameterBinder Binder(Type type) => async invocation =>
    {
        var request = invocation.Http?.Request ?? throw new InvalidOperationException("[FromBody] is for HTTP functions.");
        try
        {
            return await request.ReadFromJsonAsync(type, invocation.CancellationToken);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FunctionInputConverterException($"The body is not the JSON of a {type.Name}: {exception.Message}", exception);
        }
    };
}
