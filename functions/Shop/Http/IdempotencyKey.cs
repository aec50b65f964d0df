using Microsoft.AspNetCore.Http;

namespace WeCommerce.Shop.Http;

/// <summary>The header by which a client says "this is the same request again": 1 to 64 letters, digits, <c>_</c> and <c>-</c>.</summary>
internal static class IdempotencyKey
{
    private const string Header = "Idempotency-Key";

    public static Result<string> RequiredIdempotencyKey(this HttpRequest http)
    {
        var key = http.OptionalIdempotencyKey();
        return key.Problem is { } problem ? problem
            : key.Value.Length > 0 ? key.Value
            : new Problem(StatusCodes.Status400BadRequest, "IDEMPOTENCY_KEY_REQUIRED", $"Send {Header}: a new one for each new request, the same one when repeating it.");
    }

    /// <returns>The key; empty when there is none.</returns>
    public static Result<string> OptionalIdempotencyKey(this HttpRequest http)
    {
        var key = http.Headers[Header].ToString();
        return key.Length <= 64 && key.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? key
            : Problem.Malformed(Header, "1 to 64 letters, digits, _ and -.");
    }
}
