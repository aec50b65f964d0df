using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WeCommerce.LocalHost.Functions;

/// <summary>Runs functions that no HTTP request calls, each invocation in a scope and a trace of its own.</summary>
internal sealed partial class FunctionRunner(IServiceScopeFactory scopes, FunctionPipeline pipeline, ILogger<FunctionRunner> logger)
{
    /// <returns>Whether the function succeeded. Failures are logged here.</returns>
    public async Task<bool> RunAsync(
        Function function, object input, IReadOnlyDictionary<string, object?> data, CancellationToken cancellation)
    {
        using var activity = new Activity(function.Name).Start();
        await using var scope = scopes.CreateAsyncScope();
        var invocation = new Invocation(function, input, scope.ServiceProvider, cancellation) { MessageData = data };
        var started = Stopwatch.GetTimestamp();
        try
        {
            await pipeline.Run(invocation);
            Succeeded(function.Name, invocation.InvocationId, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            return true;
        }
        catch (Exception exception)
        {
            Failed(exception, function.Name, invocation.InvocationId, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Function {Function} succeeded (invocation {Invocation}, {Milliseconds:F0} ms).")]
    private partial void Succeeded(string function, string invocation, double milliseconds);

    [LoggerMessage(2, LogLevel.Error, "Function {Function} failed (invocation {Invocation}, {Milliseconds:F0} ms).")]
    private partial void Failed(Exception exception, string function, string invocation, double milliseconds);
}
