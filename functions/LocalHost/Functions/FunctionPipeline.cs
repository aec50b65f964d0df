using Microsoft.Azure.Functions.Worker.Middleware;

namespace WeCommerce.LocalHost.Functions;

/// <summary>Middleware in the order of registration, and the function inside.</summary>
internal sealed class FunctionPipeline(IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
{
    /// <summary>Runs one invocation. Its answer, if any, is in <see cref="Invocation.Answer"/> afterwards.</summary>
    public FunctionExecutionDelegate Run { get; } = middleware.Reverse().Aggregate<
        Func<FunctionExecutionDelegate, FunctionExecutionDelegate>, FunctionExecutionDelegate>(
        static context => Invocation.Of(context).Function.Invoker.InvokeAsync(context),
        static (next, wrap) => wrap(next));
}
