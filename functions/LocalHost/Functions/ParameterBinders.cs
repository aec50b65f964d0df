using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Http;

namespace WeCommerce.LocalHost.Functions;

/// <summary>Chooses for each parameter where its value comes from.</summary>
internal static class ParameterBinders
{
    /// <param name="parameter">The parameter.</param>
    /// <param name="http">Whether its function answers HTTP.</param>
    /// <param name="names">What the trigger knows by name: route parameters, or a message's properties.</param>
    /// <returns>Null where nothing can be bound to it.</returns>
    public static ParameterBinder? For(ParameterInfo parameter, bool http, IReadOnlySet<string> names)
    {
        var type = parameter.ParameterType;
        if (type == typeof(FunctionContext))
            return static invocation => ValueTask.FromResult<object?>(invocation);
        if (type == typeof(CancellationToken))
            return static invocation => ValueTask.FromResult<object?>(invocation.CancellationToken);
        if (http && type == typeof(HttpRequest))
            return static invocation => ValueTask.FromResult<object?>(invocation.Http?.Request);
        if (http && type == typeof(HttpContext))
            return static invocation => ValueTask.FromResult<object?>(invocation.Http);
        if (http && parameter.GetCustomAttribute<FromBodyAttribute>() is not null)
            return FromBody.Binder(type);
        if (parameter.GetCustomAttribute<TriggerBindingAttribute>() is { } trigger)
            return OfTrigger(trigger, type);

        return names.Contains(parameter.Name ?? "") && Scalars.ParserOf(type) is { } parse ? Named(parameter, parse) : null;
    }

    private static ParameterBinder? OfTrigger(TriggerBindingAttribute trigger, Type type) => trigger switch
    {
        HttpTriggerAttribute => null, // an HttpRequest has been found above already, and there is nothing else to a request
        TimerTriggerAttribute => type == typeof(TimerInfo) ? static invocation => ValueTask.FromResult<object?>(invocation.Input) : null,
        EventGridTriggerAttribute { IsBatched: true } => type.IsArray ? Messages.ArrayBinder(type) : null,
        _ => Messages.Binder(type),
    };

    private static ParameterBinder Named(ParameterInfo parameter, Func<string, object> parse)
    {
        var name = parameter.Name ?? "";
        var absent = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        var optional = parameter.HasDefaultValue || !parameter.ParameterType.IsValueType
            || Nullable.GetUnderlyingType(parameter.ParameterType) is not null;
        return invocation =>
        {
            object? value;
            var found = invocation.Http is { } context
                ? context.Request.RouteValues.TryGetValue(name, out value)
                : invocation.BindingContext.BindingData.TryGetValue(name, out value);
            if (!found || value is null)
                return optional ? ValueTask.FromResult(absent) : throw new FunctionInputConverterException($"There is no value for '{name}'.");

            try
            {
                return ValueTask.FromResult<object?>(parse(Scalars.Text(value)));
            }
            catch (Exception exception) when (exception is FormatException or OverflowException)
            {
                throw new FunctionInputConverterException($"The value of '{name}' is not a {parameter.ParameterType.Name}.", exception);
            }
        };
    }
}
