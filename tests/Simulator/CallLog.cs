namespace WeCommerce.Simulator;

/// <summary>
/// One line per call. The query stays out: it carries secrets, tokens and codes. The page's own reading, every two seconds, stays out too.
/// </summary>
internal static class CallLog
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next, Action<string>? log)
    {
        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Path.StartsWithSegments("/simulator", StringComparison.Ordinal))
            log = null;
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            log?.Invoke($"{context.Request.Method} {context.Request.Path} → {e.Message}");
            throw;
        }
        var status = context.RequestAborted.IsCancellationRequested ? "connection broken" : $"{context.Response.StatusCode}";
        log?.Invoke($"{context.Request.Method} {context.Request.Path} → {status}");
    }
}
