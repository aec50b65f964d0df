using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Options;

namespace WeCommerce.Shop.Http;

/// <summary>How much one caller may ask for.</summary>
internal sealed class LimitOptions
{
    /// <summary>Requests a minute of one member, or of one address without a session, at one instance; 0 for no limit. 600 unless set.</summary>
    public int RequestsPerMinute { get; set; } = 600;

    public IEnumerable<string> Faults()
    {
        if (RequestsPerMinute < 0)
            yield return "Limits__RequestsPerMinute must be 0 (no limit) or more.";
    }
}

/// <summary>Answers 429 to who asks too much. WeChat's servers are not limited: a notify refused is money unseen.</summary>
internal sealed class LimitMiddleware(IOptions<LimitOptions> options) : IFunctionsWorkerMiddleware, IDisposable
{
    private static readonly Problem TooMany =
        new(StatusCodes.Status429TooManyRequests, "TOO_MANY_REQUESTS", "Too many requests; slow down.") { RetryAfter = 5 };

    private readonly PartitionedRateLimiter<string>? _limiter = options.Value.RequestsPerMinute == 0 ? null
        : PartitionedRateLimiter.Create<string, string>(caller => RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.RequestsPerMinute,
            TokensPerPeriod = Math.Max(1, options.Value.RequestsPerMinute / 12),
            ReplenishmentPeriod = TimeSpan.FromSeconds(5),
            QueueLimit = 0,
        }));

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (_limiter is not null && context.GetHttpContext() is { } http && Doors.Of(context.FunctionDefinition) != Door.WeChatServer)
        {
            using var permit = _limiter.AttemptAcquire(CallerOf(http));
            if (!permit.IsAcquired)
            {
                context.GetInvocationResult().Value = Answers.Of(TooMany);
                return;
            }
        }
        await next(context);
    }

    public void Dispose() => _limiter?.Dispose();

    private static string CallerOf(HttpContext http)
    {
        if (http.Features.Get<Session>() is { } session)
            return session.MemberId.Value;

        // Azure's front end appends the address that it saw, with a port; what stands before it is the caller's own claim.
        var forwarded = http.Request.Headers["X-Forwarded-For"].ToString();
        var last = forwarded[(forwarded.LastIndexOf(',') + 1)..].Trim();
        return IPEndPoint.TryParse(last, out var seen) ? $"{seen.Address}" : $"{http.Connection.RemoteIpAddress}";
    }
}
