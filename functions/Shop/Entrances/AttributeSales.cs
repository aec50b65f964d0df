using Microsoft.Extensions.Options;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Entrances;

/// <summary>An order is paid: whoever brought its buyer is credited with it.</summary>
internal sealed record SaleMade(OrderId OrderId);

/// <summary>Who is credited with a sale (归因). Pure.</summary>
/// <param name="Last">The last way by which the buyer came before they ordered; null for by themselves.</param>
/// <param name="First">The first of all ways.</param>
internal sealed record Attribution(Touch? Last, Touch? First)
{
    /// <param name="said">What the order itself says of how its buyer came.</param>
    /// <param name="touches">By which ways the buyer came.</param>
    /// <param name="orderedAt">When it was ordered: what came later had no part in it.</param>
    /// <param name="window">How long a way counts.</param>
    public static Attribution Of(Touch said, Touches touches, DateTimeOffset orderedAt, TimeSpan window)
    {
        var before = touches.LastBefore(orderedAt, window);
        // What names an entrance or a sharer says it all. A scene number alone says less than the visit that it began with.
        var saysMore = said.EntranceId is not null || said.SharedBy is not null || (said.IsNamed && said.Channel != before?.Channel);
        var last = saysMore ? said : before;
        return new(last, touches.FirstBefore(orderedAt) ?? last);
    }

    /// <summary>What is counted for whom: once for each, also where it is both.</summary>
    public IReadOnlyDictionary<Subject, EntranceSale> SalesOf(OrderId order, DateTimeOffset paidAt, Fen paid)
    {
        var (last, first) = (Subject.Of(Last).ToHashSet(), Subject.Of(First).ToHashSet());
        return last.Union(first).ToDictionary(s => s, s => new EntranceSale(order, paidAt, paid, last.Contains(s), first.Contains(s)));
    }
}

internal sealed class AttributeSales(
    OrderBook orders, TouchBook touches, EntranceNumbers numbers, IOptions<EntranceOptions> options) : IEffectHandler<SaleMade>
{
    public async Task<EffectOutcome> DoAsync(SaleMade effect, EffectContext context, CancellationToken cancellation)
    {
        if (await orders.ReadAsync(effect.OrderId, cancellation) is not { Payment: { } payment } order)
            return EffectOutcome.Later();

        var member = order.OrderId.MemberId;
        var said = await touches.RecogniseAsync(member, new Arrival(order.Scene, order.Entrance, order.Referrer), order.CreatedAt, cancellation);
        var attribution = Attribution.Of(said, await touches.ReadAsync(member, cancellation), order.CreatedAt, options.Value.Window);
        foreach (var (subject, sale) in attribution.SalesOf(order.OrderId, payment.At, payment.PaidFen))
        {
            var adds = EntranceSums.None with
            {
                Orders = sale.IsLast ? 1 : 0,
                GmvFen = sale.IsLast ? sale.PaidFen : Fen.Zero,
                FirstTouchOrders = sale.IsFirst ? 1 : 0,
                FirstTouchGmvFen = sale.IsFirst ? sale.PaidFen : Fen.Zero,
            };
            await numbers.CountAsync(subject, new Counted(EntranceNumbers.KeyOf(order.OrderId), sale.At, Member: null, adds) { Sale = sale }, cancellation);
        }
        return EffectOutcome.Done;
    }
}
