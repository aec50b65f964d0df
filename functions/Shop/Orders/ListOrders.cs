using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Orders;

/// <summary>The member's orders, newest first, all or of one status.</summary>
internal sealed class ListOrders(Partitions partitions, Vault vault)
{
    [Function(nameof(ListOrders))]
    [Answer<Page<OrderView>>(200, "The member's orders", Query = "status,next")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/orders")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(HandleAsync(http.Session(), $"{http.Query["status"]}", $"{http.Query["next"]}", cancellation));

    private async Task<Result<Page<OrderView>>> HandleAsync(Session session, string status, string next, CancellationToken cancellation)
    {
        var wanted = QueryText.NameOrAny<OrderStatus>("status", status);
        if (wanted.Problem is { } problem)
            return problem;
        var from = OrderRows.First;
        if (next.Length > 0)
        {
            if (!OrderId.TryParse(next, out var last))
                return Problem.Malformed("next", "Not a value that this list gave.");
            from = OrderRows.KeyOf(last);
        }

        var only = wanted.Value.Only;
        var rows = await partitions.ReadRangeAsync(Tables.Of(session.MemberId), from, OrderRows.End, Paging.Rows(isRare: only is not null), cancellation);
        var orders = rows.Select(r => OrderRows.OrderOf(r, vault)).ToList();
        return Paging.Cut(orders, only is not null, o => only is null || o.Status == only, o => o.OrderId.Value).Map(OrderView.Of);
    }
}
