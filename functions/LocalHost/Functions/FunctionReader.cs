using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using WeCommerce.LocalHost.Http;
using WeCommerce.LocalHost.Queues;

namespace WeCommerce.LocalHost.Functions;

/// <summary>Makes functions of methods, and says what is wrong with those that cannot be.</summary>
internal static class FunctionReader
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<MethodInfo> MethodsOf(Type type) =>
        type.GetMethods(Declared).Where(method => method.IsDefined(typeof(FunctionAttribute), inherit: false));

    /// <returns>Null after adding to <paramref name="errors"/>.</returns>
    public static Function? Read(MethodInfo method, List<string> errors)
    {
        var name = method.GetCustomAttribute<FunctionAttribute>()?.Name ?? "";
        var before = errors.Count;
        if (!method.IsPublic || method.IsGenericMethod || (method.DeclaringType?.IsAbstract == true && !method.IsStatic))
            errors.Add($"Function '{name}': {method.DeclaringType?.FullName}.{method.Name} must be a public method of a class that can be made.");
        if (typeof(IActionResult).IsAssignableFrom(AnswerReaders.AnsweredBy(method.ReturnType)))
            errors.Add($"Function '{name}' answers an IActionResult, which needs MVC. Answer an IResult.");

        var triggers = method.GetParameters().Where(parameter => parameter.GetCustomAttribute<TriggerBindingAttribute>() is not null).ToList();
        if (triggers.Count != 1)
        {
            errors.Add($"Function '{name}' has {triggers.Count} triggers. It must have one.");
            return null;
        }

        var trigger = triggers[0].GetCustomAttribute<TriggerBindingAttribute>();
        if (trigger is not (HttpTriggerAttribute or QueueTriggerAttribute or TimerTriggerAttribute or EventGridTriggerAttribute))
        {
            errors.Add($"Function '{name}' has a trigger that this host does not know: {trigger?.GetType().Name}.");
            return null;
        }

        var binders = Binders(name, method, trigger, errors);
        if (errors.Count > before)
            return null;

        try
        {
            return new Function(new LocalFunctionDefinition(name, method, triggers[0], trigger), trigger, new FunctionInvoker(method, binders));
        }
        catch (InvalidOperationException exception)
        {
            errors.Add($"Function '{name}': {exception.Message}");
            return null;
        }
    }

    private static ParameterBinder[] Binders(string name, MethodInfo method, TriggerBindingAttribute trigger, List<string> errors)
    {
        var names = trigger switch
        {
            HttpTriggerAttribute http => Routes.ParameterNames(http.Route ?? name, name, errors),
            QueueTriggerAttribute => MessageData.Names,
            _ => new HashSet<string>(),
        };
        var binders = new List<ParameterBinder>();
        foreach (var parameter in method.GetParameters())
        {
            if (ParameterBinders.For(parameter, trigger is HttpTriggerAttribute, names) is { } binder)
                binders.Add(binder);
            else
                errors.Add($"Function '{name}': nothing can be bound to parameter '{parameter.Name}' of type {parameter.ParameterType.Name}.");
        }
        return [.. binders];
    }
}
