using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

/// <summary>
/// Once a night: looks for holds whose order should long be paid or closed, and asks again for that. Defence in depth: a hold is set beside the
/// message that ends it, and a machine that dies between the two leaves a hold that nobody looks at. What was sold a while ago is forgotten.
/// </summary>
internal sealed class FindForgottenHolds(Partitions partitions, Queues queues, Ids ids, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>No request is on its way for as long as this.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(8);

    [Function(nameof(FindForgottenHolds))]
    public Task RunAsync([TimerTrigger("0 30 19 * * *")] TimerInfo timer, CancellationToken cancellation) => HandleAsync(cancellation);

    private async Task HandleAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - Patience;
        await foreach (var hold in partitions.SweepAsync(Tables.AllStock, StockRows.FirstHold, StockRows.EndHold, cancellation))
        {
            if (StockRows.SoldAtOf(hold) is { } sold)
            {
                if (sold < time.GetUtcNow() - Remembered)
                    await partitions.CommitAsync(new Commit(new(Tables.AllStock, hold.PartitionKey), Operation.Start(ids, time)).Delete(hold), cancellation);
            }
            else if (hold.GetDateTimeOffset("LapsesAt") < before
                && StockRows.OrderOf(hold) is { } order
                && StockPlace.TryParse(hold.PartitionKey, out var place))
            {
                await queues.SendAsync(CloseUnpaidOrder.Queue, new CloseUnpaidOrder.Message(order, [place], Attempt: 0), TimeSpan.Zero, cancellation);
            }
        }
    }
}
