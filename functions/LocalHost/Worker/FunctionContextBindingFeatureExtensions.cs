using WeCommerce.LocalHost.Functions;

namespace Microsoft.Azure.Functions.Worker;

public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>The result as a <typeparamref name="T"/>; its value is the default when the function answered something else.</summary>
    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context) =>
        new Answer<T>(Invocation.Of(context));

    /// <summary>The result, to be read after <c>next</c> or to be set instead of it.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context) =>
        new Answer(Invocation.Of(context));
}
