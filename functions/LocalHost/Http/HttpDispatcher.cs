using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WeCommerce.LocalHost.Functions;

namespace WeCommerce.LocalHost.Http;

/// <summary>Answers a request by a function.</summary>
internal sealed partial class HttpDispatcher(FunctionPipeline pipeline, ILogger<HttpDispatcher> logger)
{
    public RequestDelegate For(Function function) => context => AnswerAsync(function, context);

    private async Task AnswerAsync(Function function, HttpContext context)
    {
        var invocation = new Invocation(function, context, context.RequestServices, context.RequestAborted);
        try
        {
            await pipeline.Run(invocation);
            await WriteAsync(invocation.Answer, context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            CallerLeft(function.Name, invocation.InvocationId);
        }
        catch (Exception exception)
        {
            Escaped(exception, function.Name, invocation.InvocationId);
            Fail(context);
        }
    }

    private static Task WriteAsync(object? answer, HttpContext context) => answer switch
    {
        IResult result => result.ExecuteAsync(context),
        null => Task.CompletedTask,
        string text => context.Response.WriteAsync(text, context.RequestAborted),
        _ => context.Response.WriteAsJsonAsync(answer, answer.GetType(), context.RequestAborted),
    };

    private static void Fail(HttpContext context)
    {
        if (context.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            context.Abort();
            return;
        }
        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    [LoggerMessage(10, LogLevel.Error, "Function {Function} failed, and no middleware answered for it (invocation {Invocation}).")]
    private partial void Escaped(Exception exception, string function, string invocation);

    [LoggerMessage(11, LogLevel.Debug, "The caller of function {Function} left before its answer (invocation {Invocation}).")]
    private partial void CallerLeft(string function, string invocation);
}
