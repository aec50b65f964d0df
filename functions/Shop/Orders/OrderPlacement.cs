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

    /// <summary>What there is too little of; null when there seems to be enough. Told before anything is read or written: a rush that comes too late costs next to nothing.</summary>
    public async Task<Problem?> ShortageAsync(Session session, Quote quote)
    {
        var shorts = await Task.WhenAll(quote.Lines.Select(async l => await stock.IsShortAsync(l.HeldAt[0], l.Quantity)));
        if (!shorts.Contains(true))
            return null;

        // Who holds nothing of an activity's pool has no order of it under any key, or one that has ended.
        var holdsNothing = quote.Lines.Any(l => l.HeldAt[0].Pool is not null && stock.HoldsNothing(l.HeldAt[0], session.MemberId));
        return OutOfStock(shorts) with { IsCertain = holdsNothing };
    }

    public async Task<Result<Order>> PlaceAsync(
        Session session, string key, string hash, OrderRequest request, Quote quote, Address address, CancellationToken cancellation)
    {
        var order = NewOrder(session, request, quote, address);
        Activity.Current?.SetTag("shop.order_id", order.OrderId.Value);
        // What is not written in time is never written: not at a price that was decided too long ago, and not after the message, which may free all that was taken.
        var operation = Operation.StartedAt(quote.At, ids);
        var message = queues.SendAsync(
            CloseUnpaidOrder.Queue,
            new CloseUnpaidOrder.Message(order.OrderId, order.Places, Attempt: 0, order.PayBefore, order.GroupBuy?.GroupId),
            CloseUnpaidOrder.FirstLook(options.Value.PayWindow),
            cancellation);
        var holding = Task.WhenAll(order.Lines.Select(l => stock.HoldAsync(l.HeldAt[0], order.OrderId, l.Quantity, order.PayBefore)));
        var claiming = ClaimAsync(order, quote.Claims, cancellation);
        await Task.WhenAll(message, holding, claiming);

        var held = await holding;
        var refused = held.Any(h => h.Count == 0) ? OutOfStock(Array.ConvertAll(held, h => h.Count == 0)) : await claiming;
        var written = refused is null
            ? await WriteAsync(session, key, hash, request, operation, order with { Lines = [.. order.Lines.Zip(held, WithPlaces)], Watch = await message }, quote.Claims, cancellation)
            : await RefuseAsync(session, key, hash, refused, cancellation);
        // Whatever stands under the key now, it is not this try of it.
        if (written.Problem is not null || written.Value.OrderId != order.OrderId)
            await Task.WhenAll([.. held.SelectMany(h => h).Select(place => stock.ReleaseAsync(place, order.OrderId)), .. quote.Claims.Select(c => c.ReleaseAsync(order))]);
        return written;
    }

    /// <summary>The order that was placed under this key and body before; else the given problem.</summary>
    public async Task<Result<Order>> RefuseAsync(Session session, string key, string hash, Problem otherwise, CancellationToken cancellation) =>
        otherwise.IsCertain ? otherwise : await FindAsync(session, key, hash, cancellation) ?? otherwise;

    private Order NewOrder(Session session, OrderRequest request, Quote quote, Address address) => quote.Terms.Mark(new Order
    {
        OrderId = OrderId.New(session.MemberId, ids),
        MerchantId = quote.MerchantId,
        AppId = session.AppId,
        OpenId = session.OpenId,
        Lines = quote.Lines,
        FreightFen = quote.FreightFen,
        Discounts = quote.Discounts,
        Address = address,
        Remark = request.Remark,
        Scene = request.Scene,
        Entrance = request.Entrance,
        Referrer = request.Referrer,
        CreatedAt = quote.At,
        PayBefore = quote.At + options.Value.PayWindow,
        Timeline = [new TimelineEntry(quote.At, "下单成功，等待付款")],
    });

    private static async Task<Problem?> ClaimAsync(Order order, IReadOnlyList<IOrderClaim> claims, CancellationToken cancellation) =>
        (await Task.WhenAll(claims.Select(c => c.ClaimAsync(order, cancellation)))).FirstOrDefault(p => p is not null);

    // One commit of the order, its key, its claims and the cart. Another writer can only have written the same key, or what a claim looked at.
    private async Task<Result<Order>> WriteAsync(
        Session session, string key, string hash, OrderRequest request, Operation operation, Order order, IReadOnlyList<IOrderClaim> claims, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Backoff.Tries; attempt++)
        {
            var commit = new Commit(Tables.Of(session.MemberId), operation)
                .Insert(OrderRows.IdempotencyRowOf(key, hash, order.OrderId))
                .Insert(OrderRows.Of(order, vault));
            foreach (var claim in claims)
                claim.Write(commit, order);
            if (request.FromCart != false)
            {
                foreach (var line in order.Lines)
                    commit.Upsert(Cart.Emptied(line.SkuId));
            }
            if ((await partitions.CommitAsync(commit, cancellation)).Landed)
                return order;
            if (await FindAsync(session, key, hash, cancellation) is { } placed)
                return placed;

            await Backoff.WaitAsync(attempt, time, cancellation);
            if (await ClaimAsync(order, claims, cancellation) is { } refused)
                return refused;
        }
        return Problem.Busy();
    }

    // The last piece may be held by this very order, placed a moment ago by another instance.
    private async Task<Result<Order>?> FindAsync(Session session, string key, string hash, CancellationToken cancellation)
    {
        var row = await partitions.ReadAsync(Tables.Of(session.MemberId), OrderRows.IdempotencyKeyOf(key), cancellation);
        if (row is null)
            return null;

        return row.GetString("BodyHash") == hash ? await book.ReadOwnAsync(session, row.GetString("OrderId") ?? "", cancellation) : OrderProblems.KeyReused;
    }

    // A SKU's own stock, undivided, need not be named.
    private static OrderLine WithPlaces(OrderLine line, IReadOnlyList<StockPlace> held) => line with { Places = held is [var only] && only == line.SkuId ? null : held };

    private static Problem OutOfStock(bool[] shorts) => OrderProblems.OutOfStock(Enumerable.Range(0, shorts.Length).Where(n => shorts[n]));
}
