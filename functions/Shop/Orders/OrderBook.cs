using System.Diagnostics;
using Azure.Data.Tables;
using WeCommerce.Shop.Books;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Stock;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Orders;

/// <summary>Reads orders and lets things happen to them.</summary>
internal sealed class OrderBook(Partitions partitions, Vault vault, EffectRunner effects, Ids ids, TimeProvider time)
{
    public async Task<Order?> ReadAsync(OrderId order, CancellationToken cancellation = default) =>
        await partitions.ReadAsync(Tables.Of(order.MemberId), OrderRows.KeyOf(order), cancellation) is { } row ? OrderRows.OrderOf(row, vault) : null;

    /// <summary>The order, if it is this member's.</summary>
    public async Task<Result<Order>> ReadOwnAsync(Session session, string orderId, CancellationToken cancellation = default) =>
        OrderId.TryParse(orderId, out var id) && id.MemberId == session.MemberId && await ReadAsync(id, cancellation) is { } order
            ? order
            : OrderProblems.NotFound;

    /// <summary>All orders of a member, newest first.</summary>
    public async Task<IReadOnlyList<Order>> ReadAllAsync(MemberId member, CancellationToken cancellation) =>
        [.. (await partitions.ReadRangeAsync(Tables.Of(member), OrderRows.First, OrderRows.End, cancellation: cancellation)).Select(r => OrderRows.OrderOf(r, vault))];

    /// <summary>Whether the member has bought nothing yet (新人): none of the newest orders was ever paid.</summary>
    public async Task<bool> IsNewcomerAsync(MemberId member, CancellationToken cancellation = default) =>
        !(await ReadNewestAsync(member, most: 20, cancellation)).Any(o => o.IsSettled);

    /// <summary>The member's newest orders, newest first.</summary>
    public async Task<IReadOnlyList<Order>> ReadNewestAsync(MemberId member, int most, CancellationToken cancellation = default)
    {
        var rows = await partitions.ReadRangeAsync(Tables.Of(member), OrderRows.First, OrderRows.End, most, cancellation);
        return [.. rows.Select(r => OrderRows.OrderOf(r, vault))];
    }

    /// <summary>
    /// Lets a command happen: wake-up message beside the read, then one commit of the order and its effects. On a conflict the command is
    /// decided anew on what stands there; one that changes nothing writes nothing, and wakes nobody up.
    /// </summary>
    public Task<Result<Order>> ApplyAsync(OrderId id, OrderCommand command, CancellationToken cancellation = default) =>
        ApplyAsync(id, command, within: null, cancellation);

    /// <inheritdoc cref="ApplyAsync(OrderId, OrderCommand, CancellationToken)"/>
    /// <param name="id">The order.</param>
    /// <param name="command">What happens.</param>
    /// <param name="within">The effect that lets it happen.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Result<Order>> ApplyAsync(OrderId id, OrderCommand command, EffectContext? within, CancellationToken cancellation)
    {
        Activity.Current?.SetTag("shop.order_id", id.Value);
        var partition = Tables.Of(id.MemberId);
        var operation = Operation.Start(ids, time);
        var wakeUp = effects.WakeUpAsync(partition, operation, within, cancellation);
        var landed = false;
        var applied = await Backoff.DecideAsync<Result<Order>>(
            async () =>
            {
                var reading = partitions.ReadAsync(partition, OrderRows.KeyOf(id), cancellation);
                await Task.WhenAll(wakeUp, reading);
                if (await reading is not { } row)
                    return new(IsFinal: true, OrderProblems.NotFound);

                var order = OrderRows.OrderOf(row, vault);
                var decision = OrderDecision.Decide(order, command, time.GetUtcNow());
                if (decision.Problem is { } problem)
                    return new(IsFinal: true, problem);
                if (ReferenceEquals(decision.Value.Order, order))
                    return new(IsFinal: true, order);

                landed = (await partitions.CommitAsync(CommitOf(decision.Value, order, row, operation), cancellation)).Landed;
                return new(landed, decision.Value.Order);
            },
            Problem.Busy(),
            time,
            cancellation);
        if (!landed && within is null)
            await effects.TakeBackAsync(await wakeUp, cancellation);
        return applied;
    }

    /// <summary>As <see cref="ApplyAsync"/>, for what has nobody to answer to: what is in the way is an exception, so that it comes again.</summary>
    public async Task MustApplyAsync(OrderId id, OrderCommand command, CancellationToken cancellation = default)
    {
        if ((await ApplyAsync(id, command, cancellation)).Problem is { } problem)
            throw new InvalidOperationException($"Order {id} does not take {command.GetType().Name}: {problem.Code}.");
    }

    /// <summary>Writes an order that has nothing to pay and whose goods are held; one that is there already stays as it is.</summary>
    /// <param name="within">The effect that places it.</param>
    public async Task PlaceSettledAsync(Order order, DateTimeOffset shipBefore, EffectContext within, CancellationToken cancellation)
    {
        var partition = Tables.Of(order.OrderId.MemberId);
        var operation = Operation.Start(ids, time);
        await effects.WakeUpAsync(partition, operation, within, cancellation);
        await partitions.CommitAsync(
            new Commit(partition, operation)
                .Insert(OrderRows.Of(order, vault))
                .Effect(new StockSold(order.OrderId, order.Places))
                .Effect(new OrderChanged(order.OrderId))
                .Effect(new SetDeadline(shipBefore, DeadlineKind.ShippingDue, order.OrderId.Value)),
            cancellation);
    }

    private Commit CommitOf(OrderDecision decision, Order before, TableEntity row, Operation operation)
    {
        var commit = new Commit(Tables.Of(before.OrderId.MemberId), operation).Replace(OrderRows.Of(decision.Order, vault, row.ETag));
        Ledger.Write(commit, decision.Order.OrderId, decision.Entries);
        foreach (var effect in decision.Effects)
            commit.Effect(effect);
        if (OrderChanged.IsListedOtherwise(before, decision.Order))
            commit.Effect(new OrderChanged(before.OrderId));
        return commit;
    }
}
