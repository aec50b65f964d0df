using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Coupons;

/// <summary>An order that coupons were spent for is paid, cancelled or refunded in full: they follow it.</summary>
internal sealed record CouponsSettled(OrderId OrderId)
{
    /// <summary>The effect, where an order has coupons.</summary>
    public static object[] Of(Order order) => order.Discounts.Any(d => d.Kind == DiscountKind.Coupon) ? [new CouponsSettled(order.OrderId)] : [];
}

/// <summary>Late, repeated or overtaken: what the order is when it is looked at counts.</summary>
internal sealed class FollowOrders(OrderBook orders, CouponBook coupons) : IEffectHandler<CouponsSettled>
{
    public async Task<EffectOutcome> DoAsync(CouponsSettled effect, EffectContext context, CancellationToken cancellation)
    {
        if (await orders.ReadAsync(effect.OrderId, cancellation) is not { } order)
            return EffectOutcome.Later();

        await coupons.FollowAsync(order, cancellation);
        return EffectOutcome.Done;
    }
}
