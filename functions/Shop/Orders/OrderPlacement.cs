using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using WeCommerce.Shop.Addresses;
using WeCommerce.Shop.Carts;
using WeCommerce.Shop.Http;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Stock;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Orders;

/// <summary>
/// Writes an order. Two round trips: the message that will close it, beside the holds of its stock; then one commit of the order,
/// its Idempotency-Key and the emptied cart lines. A crash anywhere leaves holds that the message ends.
/// </summary>
internal sealed class OrderPlacement(
    Partitions partitions, Vault vault, Queues queues, StockRoom stock, OrderBook book, Ids ids, TimeProvider time, IOptions<OrderOptions> options)
{
    private readonly ConcurrentDictionary<(MemberId, string, string), Lazy<Task<Result<PlaceOrder.Answer>>>> _underWay = new();

    /// <summary>Runs what is not already running for the same member, key and body; who comes meanwhile gets the same answer.</summary>
    public async Task<Result<PlaceOrder.Answer>> OnceAsync((MemberId, string, string) request, Func<Task<Result<PlaceOrder.Answer>>> place)
    {
        var mine = new Lazy<Task<Result<PlaceOrder.Answer>>>(place);
        var first = _underWay.GetOrAdd(request, mine);
        try
        {
            return await first.Value;
        }
        finally
        {
            if (ReferenceEquals(first, mine))
                _underWay.TryRemove(request, out _);
        }
    }

    public async Task<Result<Order>> PlaceAsync(
        Session session, string key, string hash, OrderRequest request, Quote quote, Address address, CancellationToken cancellation)
    {
        // Sold out is told before anything is written: a rush that comes too late costs next to nothing.
        var shorts = await Task.WhenAll(quote.Lines.Select(l => stock.IsShortAsync(l.SkuId, l.Quantity)));
        if (shorts.Contains(true))
            return await RefuseAsync(session, key, hash, shorts, cancellation);

        var now = time.GetUtcNow();
        var order = new Order
        {
            OrderId = OrderId.New(session.MemberId, ids),
            MerchantId = quote.MerchantId,
            AppId = session.AppId,
            OpenId = session.OpenId,
            Lines = quote.Lines,
            FreightFen = quote.FreightFen,
            Address = address,
            Remark = request.Remark,
            Scene = request.Scene,
            Referrer = request.Referrer,
            CreatedAt = now,
            PayBefore = now + options.Value.PayWindow,
            Timeline = [new TimelineEntry(now, "下单成功，等待付款")],
        };
        Activity.Current?.SetTag("shop.order_id", order.OrderId.Value);
        var operation = Operation.Start(ids, time);

        var message = queues.SendAsync(
            CloseUnpaidOrder.Queue,
            new CloseUnpaidOrder.Message(order.OrderId, order.Skus, Attempt: 0, order.PayBefore),
            CloseUnpaidOrder.FirstLook(options.Value.PayWindow),
            cancellation);
        var holds = Task.WhenAll(order.Lines.Select(l => stock.HoldAsync(l.SkuId, order.OrderId, l.Quantity, order.PayBefore)));
        await Task.WhenAll(message, holds);

        var held = await holds;
        if (held.Contains(false))
        {
            await ReleaseAsync(order, held);
            return await RefuseAsync(session, key, hash, Array.ConvertAll(held, h => !h), cancellation);
        }

        var commit = new Commit(Tables.Of(session.MemberId), operation)
            .Insert(OrderRows.IdempotencyRowOf(key, hash, order.OrderId))
            .Insert(OrderRows.Of(order with { Watch = await message }, vault));
        if (request.FromCart != false)
        {
            foreach (var line in order.Lines)
                commit.Upsert(Cart.Emptied(line.SkuId));
        }
        if ((await partitions.CommitAsync(commit, cancellation)).Landed)
            return order;

        await ReleaseAsync(order, held);
        return await FindAsync(session, key, hash, Problem.Busy(), cancellation);
    }

    /// <summary>The order that was placed under this key and body before; else the given problem.</summary>
    public async Task<Result<Order>> FindAsync(Session session, string key, string hash, Problem otherwise, CancellationToken cancellation)
    {
        var row = await partitions.ReadAsync(Tables.Of(session.MemberId), OrderRows.IdempotencyKeyOf(key), cancellation);
        if (row is null)
            return otherwise;
        if (row.GetString("BodyHash") != hash)
            return OrderProblems.KeyReused;

        return await book.ReadOwnAsync(session, row.GetString("OrderId") ?? "", cancellation);
    }

    // The last piece may be held by this very order, placed a moment ago by another instance.
    private Task<Result<Order>> RefuseAsync(Session session, string key, string hash, bool[] shorts, CancellationToken cancellation) =>
        FindAsync(session, key, hash, OrderProblems.OutOfStock(Enumerable.Range(0, shorts.Length).Where(n => shorts[n])), cancellation);

    private Task ReleaseAsync(Order order, bool[] held) =>
        Task.WhenAll(order.Lines.Where((_, n) => held[n]).Select(l => stock.ReleaseAsync(l.SkuId, order.OrderId)));
}
