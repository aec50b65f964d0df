using WeCommerce.Shop.Http;
using WeCommerce.Shop.Money;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Orders;

/// <summary>An order's status changed: the list by which operators find it has to follow.</summary>
internal sealed record OrderChanged(OrderId OrderId)
{
    public static bool IsListedOtherwise(Order before, Order after) =>
        (before.Status, before.PayStatus, before.ShipStatus, before.RefundStatus) != (after.Status, after.PayStatus, after.ShipStatus, after.RefundStatus);
}

/// <summary>An order as a line of a list.</summary>
internal sealed record ListedOrder(
    OrderId OrderId, OrderStatus Status, PayStatus PayStatus, Shipping.ShipStatus ShipStatus, RefundStatus RefundStatus, Fen TotalFen, DateTimeOffset CreatedAt)
{
    public static ListedOrder Of(Order order) =>
        new(order.OrderId, order.Status, order.PayStatus, order.ShipStatus, order.RefundStatus, order.TotalFen, order.CreatedAt);
}

/// <summary>The orders of each day, newest first, as operators list them: written after the orders themselves, never decided upon.</summary>
internal sealed class OrderList(Partitions partitions, Ids ids, TimeProvider time)
{
    /// <summary>Before and behind every key of a day.</summary>
    private const string First = "0";
    private const string End = "~";

    public Task PutAsync(Order order, CancellationToken cancellation) => partitions.CommitAsync(
        new Commit(Tables.OrdersOf(ShopDay.Of(order.CreatedAt)), Operation.Start(ids, time))
            .Upsert(Rows.New(KeyOf(order.OrderId)).WithJson("Order", ListedOrder.Of(order))),
        cancellation);

    public async Task<Page<ListedOrder>> ReadAsync(DateOnly day, OrderStatus? status, OrderId? from, int most, CancellationToken cancellation)
    {
        var rows = await partitions.ReadRangeAsync(Tables.OrdersOf(day), from is { } order ? KeyOf(order) : First, End, cancellation: cancellation);
        var orders = rows.Select(r => r.ReadJson<ListedOrder>("Order")).Where(o => status is null || o.Status == status).Take(most + 1).ToList();
        return new([.. orders.Take(most)], orders.Count > most ? orders[most].OrderId.Value : null);
    }

    // An OrderId sorts by its member first, and by its descending time within the member.
    private static string KeyOf(OrderId order) => $"{order.Value[Members.MemberId.Length..]}!{order}";
}

internal sealed class ListOrder(OrderBook book, OrderList list) : IEffectHandler<OrderChanged>
{
    public async Task<EffectOutcome> DoAsync(OrderChanged effect, EffectContext context, CancellationToken cancellation)
    {
        if (await book.ReadAsync(effect.OrderId, cancellation) is { } order)
            await list.PutAsync(order, cancellation);
        return EffectOutcome.Done;
    }
}
