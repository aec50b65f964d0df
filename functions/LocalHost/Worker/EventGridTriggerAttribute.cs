using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

public sealed class EventGridTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The parameter is an array.</summary>
    public bool IsBatched { get; set; }
}
