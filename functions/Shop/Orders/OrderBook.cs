using System.Diagnostics;
using Azure.Data.Tables;
using WeCommerce.Shop.Http;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Orders;

/// <summary>Reads orders and lets things happen to them.</summary>
internal sealed class OrderBook(Partitions partitions, EffectRunner effects, Ids ids, TimeProvider time)
{
    public async Task<Order?> ReadAsync(OrderId order, CancellationToken cancellation = default) =>
        await partitions.ReadAsync(Tables.Of(order.MemberId), OrderRows.KeyOf(order), cancellation) is { } row ? OrderRows.OrderOf(row) : null;

    /// <summary>The order, if it is this member's.</summary>
    public async Task<Result<Order>> ReadOwnAsync(Session session, string orderId, CancellationToken cancellation = default) =>
        OrderId.TryParse(orderId, out var id) && id.MemberId == session.MemberId && await ReadAsync(id, cancellation) is { } order
            ? order
            : OrderProblems.NotFound;

    /// <summary>
    /// Lets a command happen: wake-up message beside the read, then one commit of the order and its effects. On a conflict the command is
    /// decided anew on what stands there; one that changes nothing writes nothing.
    /// </summary>
    public Task<Result<Order>> ApplyAsync(OrderId id, OrderCommand command, CancellationToken cancellation = default)
    {
        Activity.Current?.SetTag("shop.order_id", id.Value);
        var partition = Tables.Of(id.MemberId);
        var operation = Operation.Start(ids, time);
        var wakeUp = effects.WakeUpAsync(partition, operation, cancellation);
        return Backoff.DecideAsync<Result<Order>>(
            async () =>
            {
                var reading = partitions.ReadAsync(partition, OrderRows.KeyOf(id), cancellation);
                await Task.WhenAll(wakeUp, reading);
                if (await reading is not { } row)
                    return new(IsFinal: true, OrderProblems.NotFound);

                var order = OrderRows.OrderOf(row);
                var decision = OrderDecision.Decide(order, command, time.GetUtcNow());
                if (decision.Problem is { } problem)
                    return new(IsFinal: true, problem);
                if (ReferenceEquals(decision.Value.Order, order))
                    return new(IsFinal: true, order);

                var commit = CommitOf(decision.Value, row, partition, operation);
                return new((await partitions.CommitAsync(commit, cancellation)).Landed, decision.Value.Order);
            },
            Problem.Busy(),
            time,
            cancellation);
    }

    private static Commit CommitOf(OrderDecision decision, TableEntity row, PartitionId partition, Operation operation)
    {
        var commit = new Commit(partition, operation).Replace(OrderRows.Of(decision.Order, row.ETag));
        foreach (var effect in decision.Effects)
            commit.Effect(effect);
        return commit;
    }
}
