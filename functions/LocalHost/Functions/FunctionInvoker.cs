using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace WeCommerce.LocalHost.Functions;

/// <summary>Makes a parameter's value of what the trigger brought.</summary>
internal delegate ValueTask<object?> ParameterBinder(Invocation invocation);

/// <summary>Calls a function's method: parameters, instance and call are compiled once.</summary>
internal sealed class FunctionInvoker(MethodInfo method, ParameterBinder[] binders)
{
    private readonly Func<object?, object?[], object?> _call = Compile(method);
    private readonly AnswerReader _read = AnswerReaders.For(method.ReturnType);
    private readonly ObjectFactory? _create =
        method.IsStatic || method.DeclaringType is null ? null : ActivatorUtilities.CreateFactory(method.DeclaringType, []);

    /// <summary>The innermost step of the pipeline.</summary>
    /// <exception cref="AggregateException">The function failed. The Functions worker wraps what a function throws, too.</exception>
    public async Task InvokeAsync(FunctionContext context)
    {
        var invocation = Invocation.Of(context);
        var arguments = new object?[binders.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = await binders[i](invocation);

        var instance = _create?.Invoke(invocation.InstanceServices, null);
        try
        {
            invocation.Answer = await _read(_call(instance, arguments));
        }
        catch (Exception exception)
        {
            throw new AggregateException(exception);
        }
    }

    private static Func<object?, object?[], object?> Compile(MethodInfo method)
    {
        var instance = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object[]));
        var call = Expression.Call(
            method.IsStatic || method.DeclaringType is null ? null : Expression.Convert(instance, method.DeclaringType),
            method,
            method.GetParameters().Select((parameter, i) =>
                Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), parameter.ParameterType)));
        Expression body = method.ReturnType == typeof(void)
            ? Expression.Block(call, Expression.Constant(null))
            : Expression.Convert(call, typeof(object));
        return Expression.Lambda<Func<object?, object?[], object?>>(body, instance, arguments).Compile();
    }
}
