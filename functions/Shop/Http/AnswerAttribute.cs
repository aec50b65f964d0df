namespace WeCommerce.Shop.Http;

/// <summary>What a function answers: its line in the OpenAPI document.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal abstract class AnswerAttribute(int status, string summary) : Attribute
{
    public int Status => status;

    public string Summary => summary;

    /// <summary>The type of the answer's body; null for none.</summary>
    public abstract Type? Type { get; }

    /// <summary>The type of the request's body; null for none.</summary>
    public Type? Body { get; init; }

    /// <summary>Query parameters, separated by commas.</summary>
    public string Query { get; init; } = "";

    /// <summary>Whether the request needs an Idempotency-Key header.</summary>
    public bool IdempotencyKey { get; init; }
}

/// <inheritdoc />
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AnswerAttribute<TAnswer>(int status, string summary) : AnswerAttribute(status, summary)
{
    public override Type? Type => typeof(TAnswer) == typeof(Nothing) ? null : typeof(TAnswer);
}
