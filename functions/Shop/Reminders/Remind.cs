using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Reminders;

/// <summary>What a member is told in good time (提醒).</summary>
internal enum ReminderKind
{
    /// <summary>优惠券即将过期. About: the coupon.</summary>
    CouponExpiring,

    /// <summary>拼团就差几人. About: the group.</summary>
    GroupNearlyFull,

    /// <summary>拼团即将到期. About: the group.</summary>
    GroupExpiring,

    /// <summary>秒杀即将开始. About: the flash sale.</summary>
    FlashSaleOpening,
}

/// <summary>A member should be told of something: filed once for each kind and subject, however often it is said.</summary>
/// <param name="About">A text that can stand in a key. For what may come again, with what tells the occasions apart.</param>
internal sealed record Remind(MemberId MemberId, ReminderKind Kind, string About);

/// <summary>Files reminders, as commits say or at once. How they reach the member is another matter.</summary>
internal sealed class ReminderBook(Partitions partitions, Ids ids, TimeProvider time) : IEffectHandler<Remind>
{
    /// <summary>What has no partition to commit in files a reminder here. Twice is as good as once.</summary>
    public Task FileAsync(Remind remind, CancellationToken cancellation = default) =>
        // One that is there stays as it was filed first.
        partitions.CommitAsync(new Commit(Tables.Of(remind.MemberId), Operation.Start(ids, time)).Insert(ReminderRows.Of(remind, time.GetUtcNow())), cancellation);

    public async Task<EffectOutcome> DoAsync(Remind effect, EffectContext context, CancellationToken cancellation)
    {
        await FileAsync(effect, cancellation);
        return EffectOutcome.Done;
    }
}
