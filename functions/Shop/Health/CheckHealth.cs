using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Health;

/// <summary>Whether the shop lives (the process answers) and is ready (storage answers too).</summary>
internal sealed partial class CheckHealth(Partitions partitions, ILogger<CheckHealth> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Function("CheckLive")]
    [Anonymous]
    [Answer<Answer>(200, "The process answers")]
    public IResult Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest http) =>
        Answers.Of<Answer>(new Answer("live"));

    [Function("CheckReady")]
    [Anonymous]
    [Answer<Answer>(200, "The shop can serve")]
    public async Task<IResult> ReadyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/ready")] HttpRequest http, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await partitions.ReadAsync(Tables.Platform("health"), "ready", patience.Token);
            return Answers.Of<Answer>(new Answer("ready"));
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            NotReady(e);
            return Answers.Of(Problem.Busy("STORAGE_UNAVAILABLE", "Storage does not answer."));
        }
    }

    [LoggerMessage(4001, LogLevel.Error, "Storage does not answer")]
    private partial void NotReady(Exception e);

    internal sealed record Answer(string Status);
}
