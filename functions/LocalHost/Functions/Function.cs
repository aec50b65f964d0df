using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace WeCommerce.LocalHost.Functions;

/// <summary>A method with <c>[Function]</c>, ready to be called.</summary>
internal sealed record Function(FunctionDefinition Definition, TriggerBindingAttribute Trigger, FunctionInvoker Invoker)
{
    public string Name => Definition.Name;

    public string TriggerType => BindingOf.TypeNameOf(Trigger);
}
