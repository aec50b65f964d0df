using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Poison;

/// <summary>One message that could not be handled.</summary>
internal sealed class GetPoison(PoisonBook book)
{
    [Function(nameof(GetPoison))]
    [Operator]
    [Answer<PoisonMessage>(200, "The message")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/poison/{poisonId}")] HttpRequest http,
        string poisonId,
        CancellationToken cancellation) =>
        Answers.Of(book.ReadAsync(poisonId, cancellation));
}
