using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Notices;

namespace WeCommerce.Shop.Coupons;

/// <summary>A day before a coupon expires its member is to be told. One that is good for no longer than that needs no reminder.</summary>
internal sealed class CouponReminders(DeadlineBook deadlines)
{
    public static readonly TimeSpan Before = TimeSpan.FromHours(24);

    /// <summary>Sets the deadline by which a coupon is looked at; set again, it is one.</summary>
    public Task SetAsync(Coupon coupon, CancellationToken cancellation) => coupon.ValidUntil - Before > coupon.IssuedAt
        ? deadlines.SetAsync(new SetDeadline(coupon.ValidUntil - Before, DeadlineKind.CouponExpiring, coupon.CouponId.Value), cancellation)
        : Task.CompletedTask;
}

/// <summary>The day before the end has come: who has not used the coupon yet is reminded.</summary>
internal sealed class RemindOfCoupons(CouponBook book, NoticeBook notices, TimeProvider time) : IDeadlineHandler
{
    public DeadlineKind Kind => DeadlineKind.CouponExpiring;

    public async Task MeetAsync(string id, DateTimeOffset at, CancellationToken cancellation)
    {
        if (!CouponId.TryParse(id, out var coupon))
            throw new InvalidDataException($"{id} is no coupon.");

        var now = time.GetUtcNow();
        // One that is on an order and comes back sets its deadline anew; one that was given longer has another.
        if (await book.ReadAsync(coupon, cancellation) is { Coupon: { Stage: CouponStage.Unused } unused }
            && now < unused.ValidUntil && unused.ValidUntil - CouponReminders.Before <= now)
        {
            await notices.FileAsync(new NoticeDue(coupon.MemberId, NoticeKind.CouponExpiring, coupon.Value, now), cancellation);
        }
    }
}
