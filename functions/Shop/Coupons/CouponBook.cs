using WeCommerce.Shop.Members;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Coupons;

/// <summary>Reads members' coupons, and lets them go on as their orders do.</summary>
internal sealed class CouponBook(Partitions partitions, CouponNumbers numbers, CouponReminders reminders, Ids ids, TimeProvider time)
{
    public async Task<StoredCoupon?> ReadAsync(CouponId coupon, CancellationToken cancellation = default) =>
        await partitions.ReadAsync(Tables.Of(coupon.MemberId), CouponRows.KeyOf(coupon), cancellation) is { } row ? new(CouponRows.CouponOf(row), row.ETag) : null;

    /// <summary>The member's coupons, newest first.</summary>
    public async Task<IReadOnlyList<Coupon>> ReadAllAsync(MemberId member, CancellationToken cancellation)
    {
        var rows = await partitions.ReadRangeAsync(Tables.Of(member), CouponRows.First, CouponRows.End, cancellation: cancellation);
        return [.. rows.Select(CouponRows.CouponOf).Where(c => c.IsIssued)];
    }

    /// <summary>Brings the coupons of an order to where the order is, and the offers' numbers with them. Costs nothing where there are none.</summary>
    public async Task FollowAsync(Order order, CancellationToken cancellation)
    {
        foreach (var discount in order.Discounts.Where(d => d.Kind == DiscountKind.Coupon))
        {
            if (CouponId.TryParse(discount.Reference, out var coupon))
                await FollowAsync(coupon, order, discount.AmountFen, cancellation);
        }
    }

    private async Task FollowAsync(CouponId id, Order order, Fen discount, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var followed = await Backoff.DecideAsync<Coupon?>(
            async () =>
            {
                if (await ReadAsync(id, cancellation) is not var (coupon, etag))
                    throw new InvalidDataException($"{order} spent {id}, which is not there.");

                var after = coupon.Following(order, now);
                if (ReferenceEquals(after, coupon))
                    return new(IsFinal: true, coupon);

                var commit = new Commit(Tables.Of(id.MemberId), Operation.Start(ids, time)).Replace(CouponRows.Of(after, etag));
                return new((await partitions.CommitAsync(commit, cancellation)).Landed, after);
            },
            busy: null,
            time,
            cancellation) ?? throw new TimeoutException($"Others write {id} all the time.");
        if (followed.OrderId is null)
            await reminders.SetAsync(followed, cancellation);
        await numbers.CountAsync(followed, order.OrderId, discount, async () => (await ReadAsync(id, cancellation))?.Coupon, cancellation);
    }
}

/// <summary>A coupon, with what the next write of it must find.</summary>
internal sealed record StoredCoupon(Coupon Coupon, Azure.ETag ETag);
