using System.Collections;
using System.Collections.Frozen;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace WeCommerce.LocalHost.Functions;

internal sealed class LocalBindingContext(IReadOnlyDictionary<string, object?> data) : BindingContext
{
    public static IReadOnlyDictionary<string, object?> None { get; } = FrozenDictionary<string, object?>.Empty;

    public override IReadOnlyDictionary<string, object?> BindingData => data;

    public static IReadOnlyDictionary<string, object?> OfRoute(HttpContext? http) => http?.Request.RouteValues ?? None;
}

/// <summary>The trace that was current when the context was first asked for it.</summary>
internal sealed class ActivityTrace : TraceContext
{
    public override string TraceParent { get; } = Activity.Current?.Id ?? "";

    public override string TraceState { get; } = Activity.Current?.TraceStateString ?? "";
}

/// <summary>Retry attributes are not for these triggers: messages come again by themselves.</summary>
internal sealed class NoRetry : RetryContext
{
    public static NoRetry Instance { get; } = new();

    public override int RetryCount => 0;

    public override int MaxRetryCount => 0;
}

internal sealed class InvocationFeatures : IInvocationFeatures
{
    private readonly Dictionary<Type, object> _features = [];

    public void Set<T>(T instance)
    {
        if (instance is null)
            _features.Remove(typeof(T));
        else
            _features[typeof(T)] = instance;
    }

    public T? Get<T>() => _features.TryGetValue(typeof(T), out var feature) ? (T)feature : default;

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _features.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

internal sealed class Answer(Invocation invocation) : InvocationResult
{
    public override object? Value { get => invocation.Answer; set => invocation.Answer = value; }
}

internal sealed class Answer<T>(Invocation invocation) : InvocationResult<T>
{
    public override T? Value { get => invocation.Answer is T value ? value : default; set => invocation.Answer = value; }
}
