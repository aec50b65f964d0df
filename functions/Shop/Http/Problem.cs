using Microsoft.AspNetCore.Http;

namespace WeCommerce.Shop.Http;

/// <summary>An expected failure, as the caller sees it (RFC 9457).</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Stable, upper case: what clients decide upon.</param>
/// <param name="Title">One English sentence for people who read logs.</param>
internal sealed record Problem(int Status, string Code, string Title)
{
    /// <summary>What is wrong with which field, by its path in the body (<c>lines[0].quantity</c>).</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>Seconds after which trying again makes sense; sent as <c>Retry-After</c>.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Whether nothing can have been done before under the request's Idempotency-Key: then nobody need look.</summary>
    public bool IsCertain { get; init; }

    /// <summary>Further members of the document.</summary>
    public IReadOnlyDictionary<string, object>? More { get; init; }

    public static Problem Malformed(string field, string message) =>
        new(StatusCodes.Status400BadRequest, "MALFORMED_REQUEST", "The request cannot be read.") { Errors = ErrorIn(field, message) };

    public static Problem Invalid(string field, string message) => Invalid(ErrorIn(field, message));

    public static Problem Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        new(StatusCodes.Status422UnprocessableEntity, "INVALID_REQUEST", "A field breaks a rule.") { Errors = errors };

    public static Problem NotFound(string code, string title) => new(StatusCodes.Status404NotFound, code, title);

    public static Problem Conflict(string code, string title) => new(StatusCodes.Status409Conflict, code, title);

    /// <summary>Many write at once, or a server behind us does not answer: the same request may go through in a moment.</summary>
    public static Problem Busy(string code = "TRY_AGAIN", string title = "Not possible at this moment; try again.") =>
        new(StatusCodes.Status503ServiceUnavailable, code, title) { RetryAfter = 2 };

    private static Dictionary<string, string[]> ErrorIn(string field, string message) => new(StringComparer.Ordinal) { [field] = [message] };
}

/// <summary>A value, or the problem that stands in its way.</summary>
internal readonly record struct Result<T>
{
    private Result(T? value, Problem? problem) => (_value, Problem) = (value, problem);

    private readonly T? _value;

    /// <summary>Why there is no value; null when there is.</summary>
    public Problem? Problem { get; }

    /// <exception cref="InvalidOperationException">There is a problem instead.</exception>
    public T Value => Problem is null ? _value ?? throw new InvalidOperationException("A result without value and problem was never assigned.") : throw new InvalidOperationException($"No value: {Problem.Code}.");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Problem problem) => new(default, problem);

    public Result<TOther> Map<TOther>(Func<T, TOther> map) => Problem is { } problem ? problem : map(Value);
}
