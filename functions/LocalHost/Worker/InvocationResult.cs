namespace Microsoft.Azure.Functions.Worker;

/// <summary>What an invocation answers. Middleware may read and replace it.</summary>
public abstract class InvocationResult<T>
{
    public abstract T? Value { get; set; }
}

/// <inheritdoc />
public abstract class InvocationResult : InvocationResult<object>
{
}
