using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using FluentValidation;
using Microsoft.AspNetCore.Http;

namespace WeCommerce.Shop.Http;

/// <summary>Reads bodies: never more than 64 KiB of them, whatever their headers say.</summary>
internal static class RequestBody
{
    public const int MostBytes = 64 * 1024;

    public static Problem TooLarge { get; } =
        new(StatusCodes.Status413PayloadTooLarge, "BODY_TOO_LARGE", $"A body has at most {MostBytes} bytes.");

    /// <summary>The body's bytes as they came.</summary>
    public static async Task<Result<byte[]>> ReadBytesAsync(this HttpRequest http)
    {
        if (http.ContentLength > MostBytes)
            return TooLarge;

        var cancellation = http.HttpContext.RequestAborted;
        // One byte more than is expected: the read that finds the end needs room.
        var most = (int)(http.ContentLength ?? MostBytes) + 1;
        var buffer = ArrayPool<byte>.Shared.Rent(most);
        var length = 0;
        try
        {
            while (await http.Body.ReadAsync(buffer.AsMemory(length, most - length), cancellation) is > 0 and var read)
            {
                length += read;
                if (length > MostBytes)
                    return TooLarge;
            }
            return buffer[..length];
        }
        finally
        {
            buffer.AsSpan(0, length).Clear();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads JSON and checks it: 400 names the field that cannot be read, 422 those that break a rule.</summary>
    public static async Task<Result<T>> ReadBodyAsync<T>(this HttpRequest http, IValidator<T> rules)
        where T : class
    {
        var bytes = await http.ReadBytesAsync();
        if (bytes.Problem is { } problem)
            return problem;
        if (bytes.Value.Length == 0)
            return Problem.Malformed("body", "A JSON body is required.");
        if (!Utf8.IsValid(bytes.Value))
            return Problem.Malformed("body", "Not UTF-8.");

        T? body;
        try
        {
            body = JsonSerializer.Deserialize<T>(bytes.Value, Answers.Json);
        }
        catch (JsonException e)
        {
            return Problem.Malformed(FieldOf(e), "Not JSON, or not of the expected type.");
        }
        return body is null ? Problem.Malformed("body", "A JSON object is required.") : Check(body, rules);
    }

    /// <summary>Checks what is already read.</summary>
    public static Result<T> Check<T>(T body, IValidator<T> rules)
        where T : class
    {
        var verdict = rules.Validate(body);
        if (verdict.IsValid)
            return body;

        return Problem.Invalid(verdict.Errors
            .GroupBy(e => CamelCase(e.PropertyName), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(e => e.ErrorMessage).ToArray(), StringComparer.Ordinal));
    }

    // JSON paths start with "$.": the caller knows its fields without it.
    private static string FieldOf(JsonException e) => e.Path is { Length: > 2 } path ? path[2..] : "body";

    private static string CamelCase(string path) =>
        string.Join('.', path.Split('.').Select(static part => part.Length == 0 ? part : char.ToLowerInvariant(part[0]) + part[1..]));
}
