using WeCommerce.Storage;

namespace WeCommerce.Shop.Deadlines;

/// <summary>What happens by itself when its time comes.</summary>
internal enum DeadlineKind
{
    /// <summary>An order that nobody confirmed counts as received (自动确认收货). Id: the OrderId.</summary>
    ReceiptDue,

    /// <summary>The shopper is reminded to confirm. Id: the OrderId.</summary>
    ReceiptReminder,

    /// <summary>A paid order should be shipped by now. Id: the OrderId.</summary>
    ShippingDue,

    /// <summary>Goods to be returned should be under way by now. Id: the refund's.</summary>
    ReturnDue,

    /// <summary>A flash sale opens soon (秒杀即将开始): who reserved a place is reminded. Id: the session's, with where its list goes on.</summary>
    FlashSaleOpening,

    /// <summary>A flash sale is over (秒杀结束): what is left goes back. Id: the session's.</summary>
    FlashSaleOver,

    /// <summary>A coupon ends in a day (优惠券即将过期). Id: the coupon's.</summary>
    CouponExpiring,

    /// <summary>Coupons are given to a list of members (定时发券). Id: the grant's.</summary>
    CouponGrantDue,

    /// <summary>A group's time to find its people is over. Id: the GroupId.</summary>
    GroupExpires,

    /// <summary>A group's time is nearly over: its members are told. Id: the GroupId.</summary>
    GroupExpiring,

    /// <summary>A group-buy activity is over: what is left of its pieces goes back. Id: the ActivityId.</summary>
    GroupBuyEnds,

    /// <summary>Pieces were found in a pool that nothing is sold from any more: they go back. Id: the pool's.</summary>
    PoolLeft,

    /// <summary>Something happened to a SKU that members watch (到货, 降价): they are told. Id: what, with where the list goes on.</summary>
    WatchersDue,

    /// <summary>The link of an entrance dies in three days (链接即将失效). Id: the entrance's, with which of its links.</summary>
    EntranceEnding,

    /// <summary>A poison queue that was not empty should be by now. Id: the queue and the day.</summary>
    PoisonUnfiled,
}

/// <summary>Something must happen at a time. Set twice, it is one.</summary>
/// <param name="At">When; a time that is over means at once.</param>
/// <param name="Id">What it is about: a text that can stand in a key.</param>
internal sealed record SetDeadline(DateTimeOffset At, DeadlineKind Kind, string Id);

/// <summary>Does what a deadline is there for. It may be called twice, by two at once, and for what was settled long ago.</summary>
internal interface IDeadlineHandler
{
    DeadlineKind Kind { get; }

    /// <param name="at">When it was due; it may be much later now.</param>
    Task MeetAsync(string id, DateTimeOffset at, CancellationToken cancellation);
}

/// <summary>Sets deadlines as commits say.</summary>
internal sealed class SetDeadlines(DeadlineBook book) : IEffectHandler<SetDeadline>
{
    public async Task<EffectOutcome> DoAsync(SetDeadline effect, EffectContext context, CancellationToken cancellation)
    {
        await book.SetAsync(effect, cancellation);
        return EffectOutcome.Done;
    }
}
