using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Orders;

/// <summary>The member's orders, newest first, all or of one status.</summary>
internal sealed class ListOrders(Partitions partitions, Vault vault)
{
    private const int PageSize = 20;
    private const int MostRead = 200;

    [Function(nameof(ListOrders))]
    [Answer<Page<OrderView>>(200, "The member's orders", Query = "status,next")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/orders")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(HandleAsync(http.Session(), $"{http.Query["status"]}", $"{http.Query["next"]}", cancellation));

    private async Task<Result<Page<OrderView>>> HandleAsync(Session session, string status, string next, CancellationToken cancellation)
    {
        var statuses = OrderStatuses.Parse(status);
        if (statuses.Problem is { } problem)
            return problem;
        var wanted = statuses.Value.Status;
        var from = OrderRows.First;
        if (next.Length > 0)
        {
            if (!OrderId.TryParse(next, out var last))
                return Problem.Malformed("next", "Not a value that this list gave.");
            from = OrderRows.KeyOf(last);
        }

        // One more than is looked at: where the next page begins. A rare status may give a page that is not full.
        var rows = await partitions.ReadRangeAsync(
            Tables.Of(session.MemberId), from, OrderRows.End, (wanted is null ? PageSize : MostRead) + 1, cancellation);
        var orders = rows.Select(r => OrderRows.OrderOf(r, vault)).ToList();
        var read = orders.Take(wanted is null ? PageSize : MostRead).ToList();
        var items = read.Where(o => wanted is null || o.Status == wanted).Take(PageSize).ToList();
        // A full page may end before what was read: the next one begins behind its last order.
        var end = items.Count == PageSize ? orders.IndexOf(items[^1]) + 1 : read.Count;
        return new Page<OrderView>([.. items.Select(OrderView.Of)], end < orders.Count ? orders[end].OrderId.Value : null);
    }
}
