using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Options;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Http;

/// <summary>What a developer may see of the shop's inside.</summary>
internal sealed class DiagnosticOptions
{
    /// <summary>Answers tell in <see cref="TraceMiddleware.StorageHeader"/> what they cost in storage calls. Off unless set.</summary>
    public bool StorageCalls { get; set; }
}

/// <summary>One activity for each function that runs; and, where wanted, what it cost.</summary>
internal sealed class TraceMiddleware(IOptions<DiagnosticOptions> options) : IFunctionsWorkerMiddleware
{
    /// <summary><c>calls=3, trips=2, filter=false</c></summary>
    public const string StorageHeader = "Storage-Calls";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        using var activity = ShopTrace.Source.StartActivity(context.FunctionDefinition.Name);
        if (!options.Value.StorageCalls || context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        var calls = CountingTransport.Measure();
        await next(context);
        http.Response.Headers[StorageHeader] =
            $"calls={calls.Count}, trips={calls.RoundTrips}, filter={(calls.AnyFilter ? "true" : "false")}";
    }
}
