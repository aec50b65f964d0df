using System.Text;

namespace WeCommerce.Storage.Simulator.Wire;

/// <summary>An answer as it goes over the wire.</summary>
internal sealed record Answer(int Status, byte[] Body, IReadOnlyList<(string Name, string Value)> Headers)
{
    public static Answer Empty(int status, params IReadOnlyList<(string Name, string Value)> headers) => new(status, [], headers);

    public static Answer Text(int status, string type, string body, params IReadOnlyList<(string Name, string Value)> headers) =>
        new(status, Encoding.UTF8.GetBytes(body), [("Content-Type", type), .. headers]);

    public string Reason => Status switch
    {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        400 => "Bad Request",
        404 => "Not Found",
        409 => "Conflict",
        412 => "Precondition Failed",
        413 => "Request Entity Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "",
    };
}

/// <summary>The service refuses: thrown where the reason is found, answered in the service's own form.</summary>
internal sealed class Refusal(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    /// <summary>The same about one part of a batch: Azure puts its index before the message.</summary>
    public Refusal At(int index) => new(status, code, $"{index}:{Message}");
}
