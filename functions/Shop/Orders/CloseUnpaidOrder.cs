using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Coupons;
using WeCommerce.Shop.GroupBuys;
using WeCommerce.Shop.Notices;
using WeCommerce.Shop.Payments;
using WeCommerce.Shop.Stock;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Orders;

/// <summary>
/// Looks after an order until it is paid or closed. While the time to pay runs, WeChat is asked now and then: a notify can be late or lost. When it
/// is over: ask, close the number there, cancel the order. The message was sent before the order was written: if the order was never written,
/// what it holds is freed.
/// </summary>
internal sealed class CloseUnpaidOrder(
    OrderBook book, OrderList list, PaymentDesk payments, StockRoom stock, CouponBook coupons, GroupBook groups, NoticeBook notices, Queues queues, TimeProvider time)
{
    public const string Queue = "orders-to-close";

    /// <summary>WeChat's clock and ours differ a little: the number has run out there before it is closed from here.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>How long after the order was placed WeChat is asked, if the time to pay lasts that long.</summary>
    private static readonly TimeSpan[] Looks = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30)];

    /// <summary>How long before the time to pay is over its member is told, where it lasts twice as long.</summary>
    private static readonly TimeSpan Notice = TimeSpan.FromMinutes(10);

    /// <summary>When an order that is placed now is looked at first.</summary>
    public static TimeSpan FirstLook(TimeSpan payWindow) => payWindow + Grace < Looks[0] ? payWindow + Grace : Looks[0];

    [Function(nameof(CloseUnpaidOrder))]
    public async Task RunAsync([QueueTrigger(Queue)] Message message, CancellationToken cancellation)
    {
        if (await book.ReadAsync(message.OrderId, cancellation) is not { } order)
        {
            // Whoever was placing it has given up, but a write can still be on its way: its pieces stay held as long as an order could be paid.
            if (message.PayBefore + Grace - time.GetUtcNow() is { } wait && wait > TimeSpan.Zero)
                await queues.SendAsync(Queue, message, wait, cancellation);
            else
                await FreeAsync(message, cancellation);
            return;
        }
        // Holds that effects have ended already are none: this is for an order whose hold was forgotten.
        if (order.Status != OrderStatus.PendingPayment)
        {
            await Task.WhenAll(order.Places.Select(place => order.IsSettled ? stock.SellAsync(place, order.OrderId) : stock.ReleaseAsync(place, order.OrderId)));
            return;
        }

        await list.PutAsync(order, cancellation);
        await coupons.FollowAsync(order, cancellation);
        var now = time.GetUtcNow();
        if (now < order.PayBefore + Grace)
        {
            if (now >= order.CreatedAt + Looks[0] && (await payments.LookAsync(order, cancellation)) is { Problem: null, Value.Status: not OrderStatus.PendingPayment })
                return;
            if (NoticeAt(order) is { } notice && now >= notice && now < order.PayBefore)
                await notices.FileAsync(new NoticeDue(order.OrderId.MemberId, NoticeKind.PaymentDue, order.OrderId.Value, now), cancellation);
            await queues.SendAsync(Queue, message, NextLook(order, now), cancellation);
            return;
        }

        var ended = await payments.EndUnpaidAsync(order, "超时未付款，订单关闭", cancellation);
        if (ended.Problem is not null || ended.Value.Status == OrderStatus.PendingPayment)
            await queues.SendAsync(Queue, message with { Attempt = message.Attempt + 1 }, DelayAfter(message.Attempt), cancellation);
    }

    // Nobody will write the order any more.
    private Task FreeAsync(Message message, CancellationToken cancellation) => Task.WhenAll(
        [
            .. message.Skus.Select(place => stock.ReleaseAsync(place, message.OrderId)),
            message.Group is { } group ? groups.ApplyAsync(group, new GroupCommand.Free(message.OrderId), cancellation) : Task.CompletedTask,
        ]);

    private static TimeSpan NextLook(Order order, DateTimeOffset now)
    {
        var close = order.PayBefore + Grace - now;
        return Looks.Select(l => order.CreatedAt + l).Append(NoticeAt(order) ?? order.PayBefore + Grace).Select(at => at - now).Where(l => l > TimeSpan.Zero).Append(close).Min();
    }

    private static DateTimeOffset? NoticeAt(Order order) => order.PayBefore - order.CreatedAt >= 2 * Notice ? order.PayBefore - Notice : null;

    // WeChat does not answer: 10 s, 20 s … at most 10 minutes, for as long as it takes.
    private static TimeSpan DelayAfter(int attempt) => TimeSpan.FromSeconds(Math.Min(600, 10 << Math.Min(attempt, 6)));

    /// <param name="Skus">What the order may hold.</param>
    /// <param name="Attempt">How often WeChat did not answer.</param>
    /// <param name="PayBefore">The order's, should it not be there; null when that is long over.</param>
    /// <param name="Group">Where it may have a seat.</param>
    internal sealed record Message(OrderId OrderId, IReadOnlyList<StockPlace> Skus, int Attempt, DateTimeOffset? PayBefore = null, GroupId? Group = null);
}
