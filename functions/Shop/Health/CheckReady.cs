using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Health;

/// <summary>Whether the shop can serve: storage answers too.</summary>
internal sealed partial class CheckReady(Partitions partitions, ILogger<CheckReady> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Function(nameof(CheckReady))]
    [Anonymous]
    [Answer<Answer>(200, "The shop can serve")]
    public async Task<IResult> RunAsync(
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
