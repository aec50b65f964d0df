namespace WeCommerce.Shop.Notices;

/// <summary>What a member is told of (通知).</summary>
internal enum NoticeKind
{
    /// <summary>付款成功. About: the order.</summary>
    Paid,

    /// <summary>已发货. About: the order and the parcel.</summary>
    Shipped,

    /// <summary>退款到账. About: the refund.</summary>
    RefundDone,

    /// <summary>拼团成功. About: the order.</summary>
    GroupFilled,

    /// <summary>拼团失败. About: the order.</summary>
    GroupFailed,

    /// <summary>拼团就差一人. About: the group.</summary>
    GroupNearlyFull,

    /// <summary>拼团即将到期. About: the group.</summary>
    GroupExpiring,

    /// <summary>优惠券即将过期. About: the coupon.</summary>
    CouponExpiring,

    /// <summary>订单即将关闭. About: the order.</summary>
    PaymentDue,

    /// <summary>秒杀即将开始. About: the flash sale and when it opens.</summary>
    FlashSaleOpening,

    /// <summary>到货. About: the SKU and when it came.</summary>
    BackInStock,

    /// <summary>降价. About: the SKU and when the price fell.</summary>
    PriceDropped,
}

/// <summary>What a member would miss most comes first when permissions or the day's messages are few.</summary>
internal enum NoticeRank
{
    High,
    Normal,
    Low,
}

/// <summary>What is known of each kind.</summary>
internal static class NoticeKinds
{
    /// <summary>The names by which a rule's texts can use what happened: <c>{product}</c>.</summary>
    public static IReadOnlyList<string> FactsOf(NoticeKind kind) => kind switch
    {
        NoticeKind.Paid => ["order", "product", "amount", "time"],
        NoticeKind.Shipped => ["order", "product", "carrier", "trackingNo", "time"],
        NoticeKind.RefundDone => ["order", "product", "amount", "reason", "time"],
        NoticeKind.GroupFilled => ["order", "product", "time"],
        NoticeKind.GroupFailed => ["order", "product", "amount", "time"],
        NoticeKind.GroupNearlyFull or NoticeKind.GroupExpiring => ["group", "product", "missing", "until"],
        NoticeKind.CouponExpiring => ["coupon", "until"],
        NoticeKind.PaymentDue => ["order", "product", "amount", "until"],
        NoticeKind.FlashSaleOpening => ["session", "product", "time"],
        NoticeKind.BackInStock => ["spu", "sku", "product", "price"],
        NoticeKind.PriceDropped => ["spu", "sku", "product", "price", "before"],
        _ => throw new InvalidOperationException($"There is no kind {kind}."),
    };

    public static NoticeRank RankOf(NoticeKind kind) => kind switch
    {
        NoticeKind.Shipped or NoticeKind.RefundDone or NoticeKind.GroupFilled or NoticeKind.GroupFailed => NoticeRank.High,
        NoticeKind.Paid or NoticeKind.PaymentDue or NoticeKind.FlashSaleOpening or NoticeKind.CouponExpiring => NoticeRank.Normal,
        NoticeKind.GroupNearlyFull or NoticeKind.GroupExpiring or NoticeKind.BackInStock or NoticeKind.PriceDropped => NoticeRank.Low,
        _ => throw new InvalidOperationException($"There is no kind {kind}."),
    };

    /// <summary>How long it is worth telling. What has an end of its own (a group, a coupon, a time to pay) is not told after that either.</summary>
    public static TimeSpan LifeOf(NoticeKind kind) => kind switch
    {
        NoticeKind.Paid or NoticeKind.GroupNearlyFull or NoticeKind.GroupExpiring => TimeSpan.FromHours(12),
        NoticeKind.PaymentDue or NoticeKind.FlashSaleOpening => TimeSpan.FromHours(1),
        NoticeKind.CouponExpiring or NoticeKind.BackInStock or NoticeKind.PriceDropped => TimeSpan.FromHours(24),
        NoticeKind.Shipped or NoticeKind.GroupFilled => TimeSpan.FromHours(48),
        NoticeKind.RefundDone or NoticeKind.GroupFailed => TimeSpan.FromHours(72),
        _ => throw new InvalidOperationException($"There is no kind {kind}."),
    };
}
