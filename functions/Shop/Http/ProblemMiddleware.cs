using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Http;

/// <summary>Turns whatever escapes from an HTTP function into a problem at once. Queues and timers let exceptions out: their work comes again.</summary>
internal sealed partial class ProblemMiddleware(ILogger<ProblemMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private static readonly Problem Unexpected = new(StatusCodes.Status500InternalServerError, "INTERNAL_ERROR", "Something went wrong on our side.");

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        // The host wraps what a function throws.
        catch (Exception e) when ((e as AggregateException)?.InnerException is not null || e is not AggregateException)
        {
            var escaped = e is AggregateException { InnerException: { } inner } ? inner : e;
            if (escaped is OperationCanceledException && http.RequestAborted.IsCancellationRequested)
                return;

            Escaped(escaped, context.FunctionDefinition.Name);
            context.GetInvocationResult().Value = Answers.Of(ProblemOf(escaped));
        }
    }

    // Storage out of reach or an operation out of time: the same request may go through in a moment, and nothing is lost by it.
    private static Problem ProblemOf(Exception e) => e switch
    {
        StorageUnavailableException or OperationGivenUpException or TimeoutException or OperationCanceledException => Problem.Busy(),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => RequestBody.TooLarge,
        BadHttpRequestException => Problem.Malformed("body", "The body did not arrive whole."),
        _ => Unexpected,
    };

    [LoggerMessage(2001, LogLevel.Error, "{Function} failed")]
    private partial void Escaped(Exception e, string function);
}
