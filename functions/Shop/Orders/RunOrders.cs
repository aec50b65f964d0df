using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Http;

namespace WeCommerce.Shop.Orders;

/// <summary>All members' orders, as those who run the shop see them.</summary>
internal sealed class RunOrders(OrderBook book, OrderList list, TimeProvider time)
{
    private const int PageSize = 50;

    [Function("ListDayOrders")]
    [Operator]
    [Answer<Page<ListedOrder>>(200, "A day's orders, newest first; today's unless a day is given. An order appears within a minute", Query = "status,day,next")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/orders")] HttpRequest http, CancellationToken cancellation) =>
        Answers.Of(ReadDayAsync($"{http.Query["status"]}", $"{http.Query["day"]}", $"{http.Query["next"]}", cancellation));

    [Function("GetAnyOrder")]
    [Operator]
    [Answer<OrderView>(200, "The order")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/ops/orders/{orderId}")] HttpRequest http, string orderId, CancellationToken cancellation) =>
        Answers.Of(ReadAsync(orderId, cancellation));

    private async Task<Result<Page<ListedOrder>>> ReadDayAsync(string status, string day, string next, CancellationToken cancellation)
    {
        var wanted = QueryText.NameOrAny<OrderStatus>("status", status);
        if (wanted.Problem is { } noStatus)
            return noStatus;
        var date = QueryText.DayOrToday(day, time);
        if (date.Problem is { } noDay)
            return noDay;
        if (!OrderId.TryParse(next, out var from) && next.Length > 0)
            return Problem.Malformed("next", "Not a value that this list gave.");

        return await list.ReadAsync(date.Value, wanted.Value.Only, next.Length > 0 ? from : null, PageSize, cancellation);
    }

    private async Task<Result<OrderView>> ReadAsync(string orderId, CancellationToken cancellation) =>
        OrderId.TryParse(orderId, out var id) && await book.ReadAsync(id, cancellation) is { } order
            ? OrderView.Of(order) with { Settlement = order.Settlement }
            : OrderProblems.NotFound;
}
