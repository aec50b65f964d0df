namespace Microsoft.Azure.Functions.Worker;

public abstract class BindingContext
{
    /// <summary>What the trigger knows besides its value: route values, or a message's id and dequeue count.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
