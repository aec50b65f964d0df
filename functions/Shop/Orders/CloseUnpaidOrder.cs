using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Payments;
using WeCommerce.Shop.Stock;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Orders;

/// <summary>
/// The time to pay is over: ask WeChat, close the number there, cancel the order. Its message was sent before the order was written:
/// if the order was never written, what it holds is freed.
/// </summary>
internal sealed class CloseUnpaidOrder(OrderBook book, PaymentDesk payments, StockRoom stock, Queues queues, TimeProvider time)
{
    public const string Queue = "orders-to-close";

    /// <summary>WeChat's clock and ours differ a little: the number has run out there before it is closed from here.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    [Function(nameof(CloseUnpaidOrder))]
    public async Task RunAsync([QueueTrigger(Queue)] Message message, CancellationToken cancellation)
    {
        if (await book.ReadAsync(message.OrderId, cancellation) is not { } order)
        {
            // Whoever was placing it has given up long ago: a pay window is longer than an operation.
            await Task.WhenAll(message.Skus.Select(sku => stock.ReleaseAsync(sku, message.OrderId)));
            return;
        }

        if (order.PayBefore + Grace - time.GetUtcNow() is var left && left > TimeSpan.Zero && order.Status == OrderStatus.PendingPayment)
        {
            await queues.SendAsync(Queue, message, left, cancellation);
            return;
        }

        // Holds that effects have ended already are none: this is for an order whose hold was forgotten.
        if (order.Status != OrderStatus.PendingPayment)
        {
            await Task.WhenAll(message.Skus.Select(sku => order.Payment is null ? stock.ReleaseAsync(sku, order.OrderId) : stock.SellAsync(sku, order.OrderId)));
            return;
        }

        var ended = await payments.EndUnpaidAsync(order, "超时未付款，订单关闭", cancellation);
        if (ended.Problem is not null)
            await queues.SendAsync(Queue, message with { Attempt = message.Attempt + 1 }, DelayAfter(message.Attempt), cancellation);
    }

    // WeChat does not answer: 10 s, 20 s … at most 10 minutes, for as long as it takes.
    private static TimeSpan DelayAfter(int attempt) => TimeSpan.FromSeconds(Math.Min(600, 10 << Math.Min(attempt, 6)));

    /// <param name="Skus">What the order may hold.</param>
    /// <param name="Attempt">How often WeChat did not answer.</param>
    internal sealed record Message(OrderId OrderId, IReadOnlyList<SkuId> Skus, int Attempt);
}
