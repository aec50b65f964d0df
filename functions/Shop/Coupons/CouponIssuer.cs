using WeCommerce.Storage;

namespace WeCommerce.Shop.Coupons;

/// <summary>
/// Issues coupons: each is counted once under its own id, and there is never one more than the offer says. What asks for one has recorded that it did
/// (a claim's row, a grant, a first login), so that a crash loses neither the coupon nor the count.
/// </summary>
internal sealed class CouponIssuer(Partitions partitions, CouponBook book, CouponCounter counter, CouponReminders reminders, Ids ids, TimeProvider time)
{
    /// <summary>
    /// Whoever claims counts within an operation's half minute, and what he sent is there after another: from then on it is certain what became of a
    /// claim that found none left. Until then one may still be taken for it.
    /// </summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMinutes(2);

    /// <summary>Gives a member a coupon for something that happened once; given again, it is the same one.</summary>
    /// <returns>False when none is left.</returns>
    public async Task<bool> GiveAsync(CouponOffer offer, CouponId id, CancellationToken cancellation)
    {
        var coupon = (await book.ReadAsync(id, cancellation))?.Coupon;
        if (coupon is null)
        {
            if (!await counter.TakeAsync(offer.OfferId, id))
                return false;

            coupon = offer.Issue(id, time.GetUtcNow());
            // Another writer was first: with the same coupon.
            await partitions.CommitAsync(new Commit(Tables.Of(id.MemberId), Operation.Start(ids, time)).Insert(CouponRows.Of(coupon)), cancellation);
        }
        await reminders.SetAsync(coupon, cancellation);
        return true;
    }

    /// <summary>Counts a coupon that was claimed a moment ago; the claim's effect does what is left to do if this comes to no end.</summary>
    /// <returns>Issued, refused, or still asked for.</returns>
    public async Task<Coupon?> TryIssueAsync(CouponId id, CancellationToken cancellation)
    {
        if (await book.ReadAsync(id, cancellation) is not { Coupon: var coupon })
            return null;
        return coupon.Stage != CouponStage.Asked || time.GetUtcNow() - coupon.IssuedAt > Operation.Patience ? coupon : await CountAsync(id, cancellation);
    }

    /// <summary>Brings a claim to its end: the coupon is issued, or it is refused and nothing is counted for it.</summary>
    public async Task<EffectOutcome> SettleAsync(CouponId id, CancellationToken cancellation)
    {
        if (await book.ReadAsync(id, cancellation) is not { Coupon: var coupon })
            return EffectOutcome.Done;

        var left = coupon.IssuedAt + Settling - time.GetUtcNow();
        if (coupon.Stage == CouponStage.Asked && await CountAsync(id, cancellation, mayRefuse: left <= TimeSpan.Zero) is { } counted)
            coupon = counted;
        if (coupon.IsIssued)
        {
            await reminders.SetAsync(coupon, cancellation);
            return EffectOutcome.Done;
        }
        if (left > TimeSpan.Zero)
            return EffectOutcome.Later(left);

        // One may have been taken by who was overtaken by the refusal.
        if (await counter.TakeAsync(coupon.OfferId, id))
            await counter.PutBackAsync(coupon.OfferId, id);
        return EffectOutcome.Done;
    }

    private Task<Coupon?> CountAsync(CouponId id, CancellationToken cancellation, bool mayRefuse = true)
    {
        var partition = Tables.Of(id.MemberId);
        return Backoff.DecideAsync<Coupon?>(
            async () =>
            {
                if (await book.ReadAsync(id, cancellation) is not var (coupon, etag))
                    return new(IsFinal: true, null);
                if (coupon.Stage != CouponStage.Asked)
                    return new(IsFinal: true, coupon);

                var commit = new Commit(partition, Operation.Start(ids, time));
                if (await counter.TakeAsync(coupon.OfferId, id))
                {
                    coupon = coupon with { Stage = CouponStage.Unused };
                }
                else if (!mayRefuse)
                {
                    return new(IsFinal: true, coupon);
                }
                else
                {
                    coupon = coupon with { Stage = CouponStage.Refused };
                    var claims = await partitions.ReadAsync(partition, CouponRows.ClaimsKeyOf(coupon.OfferId), cancellation);
                    commit.Put(CouponRows.Of(coupon.OfferId, [.. CouponRows.ClaimsOf(claims).Where(c => c.CouponId != id)], claims?.ETag));
                }
                return new((await partitions.CommitAsync(commit.Replace(CouponRows.Of(coupon, etag)), cancellation)).Landed, coupon);
            },
            busy: null,
            time,
            cancellation);
    }
}
