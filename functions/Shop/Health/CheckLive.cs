using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Health;

/// <summary>Whether the process answers.</summary>
internal sealed class CheckLive
{
    [Function(nameof(CheckLive))]
    [Anonymous]
    [Answer<Answer>(200, "The process answers")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest http) => Answers.Of<Answer>(new Answer("live"));

    internal sealed record Answer(string Status);
}
