using Azure.Data.Tables;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Coupons;

/// <summary>What became of an offer's coupons.</summary>
internal sealed record CouponSums(int InUse, int Used, Fen DiscountFen)
{
    public static CouponSums None { get; } = new(0, 0, Fen.Zero);

    public static CouponSums operator +(CouponSums a, CouponSums b) => new(a.InUse + b.InUse, a.Used + b.Used, a.DiscountFen + b.DiscountFen);

    public static CouponSums operator -(CouponSums a, CouponSums b) => new(a.InUse - b.InUse, a.Used - b.Used, a.DiscountFen - b.DiscountFen);
}

/// <summary>
/// The numbers of an offer: a view, never decided upon. A row for each coupon says what it is counted as, and one of a few sums changes in the same
/// commit, so that counting again changes nothing and many can be counted at once.
/// </summary>
internal sealed class CouponNumbers(Partitions partitions, Ids ids, TimeProvider time)
{
    private const string FirstSum = "sum!";
    private const string EndSum = "sum\"";
    private const string Column = "Sums";

    public async Task<CouponSums> ReadAsync(CouponOfferId offer, CancellationToken cancellation)
    {
        var rows = await partitions.ReadRangeAsync(Tables.CouponsOf(offer), FirstSum, EndSum, cancellation: cancellation);
        return rows.Select(SumsOf).Aggregate(CouponSums.None, static (all, some) => all + some);
    }

    /// <summary>Counts a coupon as it is now, if it is on this order or on none: those of another order are counted with that one.</summary>
    /// <param name="coupon">Whose it is and of which offer.</param>
    /// <param name="order">The order that it was spent for.</param>
    /// <param name="discount">What came off that order for it.</param>
    /// <param name="read">Reads the coupon as it is stored.</param>
    public async Task CountAsync(Coupon coupon, OrderId order, Fen discount, Func<Task<Coupon?>> read, CancellationToken cancellation)
    {
        var partition = Tables.CouponsOf(coupon.OfferId);
        var (couponKey, sumKey) = ($"coupon!{coupon.CouponId}", SumOf(coupon.CouponId));
        var isCounted = await Backoff.DecideAsync(
            async () =>
            {
                var (ofCoupon, ofSum) = (partitions.ReadAsync(partition, couponKey, cancellation), partitions.ReadAsync(partition, sumKey, cancellation));
                await Task.WhenAll(ofCoupon, ofSum);
                // Looked at after what it is counted as: who changes it later counts it later.
                if (await read() is not { } stored || (stored.OrderId is { } other && other != order))
                    return new(IsFinal: true, true);

                var (countedAs, sum) = (await ofCoupon, await ofSum);
                var (was, now) = (SumsOf(countedAs), AsOf(stored, discount));
                if (was == now)
                    return new(IsFinal: true, true);

                var commit = new Commit(partition, Operation.Start(ids, time))
                    .Put(RowOf(couponKey, now, countedAs?.ETag))
                    .Put(RowOf(sumKey, SumsOf(sum) + now - was, sum?.ETag));
                return new Attempt<bool>((await partitions.CommitAsync(commit, cancellation)).Landed, true);
            },
            busy: false,
            time,
            cancellation);
        if (!isCounted)
            throw new TimeoutException($"Too many count at the time of {coupon.CouponId}.");
    }

    private static CouponSums AsOf(Coupon coupon, Fen discount) => coupon.Stage switch
    {
        CouponStage.InUse => new(1, 0, Fen.Zero),
        CouponStage.Used => new(0, 1, discount),
        _ => CouponSums.None,
    };

    private static CouponSums SumsOf(TableEntity? row) => row?.ReadJson<CouponSums>(Column) ?? CouponSums.None;

    // The last character is one of 32.
    private static string SumOf(CouponId id) => $"{FirstSum}{id.Value[^1]}";

    private static TableEntity RowOf(string key, CouponSums sums, Azure.ETag? etag)
    {
        var row = Rows.New(key).WithJson(Column, sums);
        row.ETag = etag ?? default;
        return row;
    }
}
