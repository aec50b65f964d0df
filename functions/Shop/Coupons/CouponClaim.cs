using WeCommerce.Shop.Http;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Coupons;

/// <summary>The coupons of an order, spent by the order's own commit: two carts with one coupon are one order.</summary>
/// <param name="coupons">As they were read for the prices, a moment before.</param>
internal sealed class CouponClaim(IReadOnlyList<StoredCoupon> coupons, CouponBook book) : IOrderClaim
{
    private IReadOnlyList<StoredCoupon> _stored = coupons;
    private bool _isStale;

    public async Task<Problem?> ClaimAsync(Order order, CancellationToken cancellation)
    {
        // What was read for the prices is as good as what would be read now: the commit finds out.
        if (_isStale)
        {
            var read = await Task.WhenAll(_stored.Select(c => book.ReadAsync(c.Coupon.CouponId, cancellation)));
            _stored = [.. read.OfType<StoredCoupon>()];
        }
        _isStale = true;
        return _stored.Select(c => (c.Coupon, Why: c.Coupon.ObstacleAt(order.CreatedAt))).FirstOrDefault(c => c.Why is not null) is ({ } coupon, { } why)
            ? CouponProblems.NotUsable(coupon.CouponId, why)
            : null;
    }

    public void Write(Commit commit, Order order)
    {
        foreach (var (coupon, etag) in _stored)
            commit.Replace(CouponRows.Of(coupon.SpentFor(order.OrderId), etag));
    }
}
