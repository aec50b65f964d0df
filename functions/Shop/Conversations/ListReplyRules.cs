using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Conversations;

/// <summary>The rules of replies, by id; those that are off, too.</summary>
internal sealed class ListReplyRules(ReplyRules rules)
{
    [Function(nameof(ListReplyRules))]
    [Operator]
    [Answer<Page<ReplyRule>>(200, "The rules of replies", Query = "next")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/reply-rules")] HttpRequest http, CancellationToken cancellation)
    {
        var next = $"{http.Query["next"]}";
        if (next.Length > 0 && !CatalogId.Looks(next))
            return Answers.Of(Problem.Malformed("next", "Not a value that this list gave."));

        var from = (await rules.ReadAsync(cancellation)).All.Where(r => string.CompareOrdinal(r.RuleId.Value, next) >= 0).ToList();
        return Answers.Of<Page<ReplyRule>>(Paging.Cut(from, isRare: false, static _ => true, r => r.RuleId.Value));
    }
}
