using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace WeCommerce.LocalHost.Functions;

/// <summary>
/// One invocation. What few functions ask for is made when asked for, so that an HTTP request costs one object here.
/// </summary>
/// <param name="function">What is called.</param>
/// <param name="input">What the trigger brought: an <see cref="HttpContext"/>, a <see cref="BinaryData"/> or a <see cref="TimerInfo"/>.</param>
/// <param name="services">The scope.</param>
/// <param name="cancellation">The caller went away, or the host cannot wait any longer.</param>
internal sealed class Invocation(Function function, object input, IServiceProvider services, CancellationToken cancellation) : FunctionContext
{
    private string? _id;
    private IDictionary<object, object>? _items;
    private InvocationFeatures? _features;
    private BindingContext? _binding;
    private TraceContext? _trace;

    public Function Function => function;

    public object Input => input;

    public HttpContext? Http => input as HttpContext;

    /// <summary>What the function answered, or middleware in its place.</summary>
    public object? Answer { get; set; }

    /// <summary>What is known of the message; null for HTTP, where the route values are it.</summary>
    public IReadOnlyDictionary<string, object?>? MessageData { get; init; }

    public override string InvocationId => _id ??= Guid.CreateVersion7().ToString();

    public override string FunctionId => function.Definition.Id;

    public override TraceContext TraceContext => _trace ??= new ActivityTrace();

    public override BindingContext BindingContext => _binding ??= new LocalBindingContext(MessageData ?? LocalBindingContext.OfRoute(Http));

    public override RetryContext RetryContext => NoRetry.Instance;

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition => function.Definition;

    public override IDictionary<object, object> Items { get => _items ??= new Dictionary<object, object>(); set => _items = value; }

    public override IInvocationFeatures Features => _features ??= new InvocationFeatures();

    public override CancellationToken CancellationToken => cancellation;

    /// <summary>The invocation behind a context that an app holds.</summary>
    public static Invocation Of(FunctionContext context) =>
        context as Invocation ?? throw new InvalidOperationException("This FunctionContext is not one of a running function.");
}
