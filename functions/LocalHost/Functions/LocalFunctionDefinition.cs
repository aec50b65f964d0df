using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace WeCommerce.LocalHost.Functions;

internal sealed class LocalFunctionDefinition(string name, MethodInfo method, ParameterInfo trigger, TriggerBindingAttribute attribute)
    : FunctionDefinition
{
    public override ImmutableArray<FunctionParameter> Parameters { get; } =
        [.. method.GetParameters().Select(parameter => new FunctionParameter(parameter.Name ?? "", parameter.ParameterType))];

    public override string PathToAssembly { get; } = method.Module.Assembly.Location;

    public override string EntryPoint { get; } = $"{method.DeclaringType?.FullName}.{method.Name}";

    /// <summary>Names are unique, so they serve as ids that stay the same from run to run.</summary>
    public override string Id => name;

    public override string Name => name;

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } =
        ImmutableDictionary<string, BindingMetadata>.Empty.Add(
            trigger.Name ?? "", new BindingOf(trigger.Name ?? "", BindingOf.TypeNameOf(attribute), BindingDirection.In));

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; } = attribute is HttpTriggerAttribute
        ? ImmutableDictionary<string, BindingMetadata>.Empty.Add("$return", new BindingOf("$return", "http", BindingDirection.Out))
        : ImmutableDictionary<string, BindingMetadata>.Empty;
}

internal sealed class BindingOf(string name, string type, BindingDirection direction) : BindingMetadata
{
    public override string Name => name;

    public override string Type => type;

    public override BindingDirection Direction => direction;

    /// <summary>What function.json calls the trigger.</summary>
    public static string TypeNameOf(TriggerBindingAttribute attribute) => attribute switch
    {
        HttpTriggerAttribute => "httpTrigger",
        QueueTriggerAttribute => "queueTrigger",
        TimerTriggerAttribute => "timerTrigger",
        EventGridTriggerAttribute => "eventGridTrigger",
        _ => attribute.GetType().Name,
    };
}
