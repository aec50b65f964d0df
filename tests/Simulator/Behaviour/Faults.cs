using System.Security.Cryptography;
using WeCommerce.Simulator.Accounts;
using WeCommerce.Simulator.Pay;

namespace WeCommerce.Simulator.Behaviour;

/// <summary>Errors and lost answers on WeChat's own paths, as told.</summary>
internal sealed class Faults(CurrentBehaviour behaviour, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "/";
        var api = behaviour.Now.Api;
        if (api.LatencyMs > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(api.LatencyMs), time, context.RequestAborted);

        var failure = behaviour.TakeFailure(path)
            ?? (Happens(api.ErrorRate) ? new FailNext() : null)
            ?? (Happens(api.LoseAnswerRate) ? new FailNext { AfterWork = true, Status = Happens(0.5) ? 0 : 500 } : null);
        if (failure is null)
        {
            await next(context);
            return;
        }

        if (failure.AfterWork)
            await WorkInVainAsync(context, next);
        if (failure.Status == 0)
            context.Abort();
        else
            await AnswerOf(failure, path).ExecuteAsync(context);
    }

    private static async Task WorkInVainAsync(HttpContext context, RequestDelegate next)
    {
        var wire = context.Response.Body;
        using (var lost = new MemoryStream())
        {
            context.Response.Body = lost;
            await next(context);
        }
        context.Response.Body = wire;
        context.Response.Headers.Clear();
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    private static IResult AnswerOf(FailNext failure, string path)
    {
        if (path.StartsWith("/v3/", StringComparison.Ordinal))
            return PayAnswer.Error(failure.Status ?? 500, failure.Code ?? "SYSTEM_ERROR", "系统异常，请稍后重试");
        if (failure.Status is { } status and not 200)
            return Results.StatusCode(status);
        return ApiAnswer.Error(int.TryParse(failure.Code, out var errcode) ? errcode : -1, "system error");
    }

    private static bool Happens(double rate) => rate > 0 && RandomNumberGenerator.GetInt32(1_000_000) < rate * 1_000_000;
}
