using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Erasures;

/// <summary>What was forgotten of whom, because WeChat said so: the record that the law asks for.</summary>
internal sealed class ListErasures(Partitions partitions)
{
    [Function(nameof(ListErasures))]
    [Operator]
    [Answer<Page<Erasure>>(200, "Erasures, newest first", Query = "next")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/erasures")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(ListAsync($"{http.Query["next"]}", cancellation));

    private async Task<Result<Page<Erasure>>> ListAsync(string next, CancellationToken cancellation)
    {
        if (next.Length > 0 && next.Split('!').Length != 2)
            return Problem.Malformed("next", "Not a value that this list gave.");

        var rows = await partitions.ReadRangeAsync(Tables.Erasures, next.Length > 0 ? next : ErasureRows.First, ErasureRows.End, Paging.Rows(isRare: false), cancellation);
        return Paging.Cut([.. rows.Select(ErasureRows.ErasureOf)], isRare: false, static _ => true, ErasureRows.ListKeyOf);
    }
}
