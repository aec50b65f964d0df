using WeCommerce.Checker.Rules;

namespace WeCommerce.Checker;

/// <summary>Holds what a shop stores against what must be true of it.</summary>
public sealed record ShopChecker
{
    /// <summary>Whether everything that was begun has had time to end: nothing may be left to be done then.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>WeChat's books; null where they are not known.</summary>
    public WeChatBooks? WeChat { get; init; }

    /// <summary>What callers were told.</summary>
    public IReadOnlyCollection<Answered> Answered { get; init; } = [];

    /// <summary>The moment of the look, by the shop's clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>What must never be; empty for a sound shop.</summary>
    public IReadOnlyList<Violation> Check(Store store) =>
    [
        .. BookRules.Check(store, IsQuiet),
        .. StockRules.Check(store, IsQuiet),
        .. OrderRules.Check(store, IsQuiet, Now),
        .. CouponRules.Check(store, IsQuiet),
        .. GroupRules.Check(store, IsQuiet, Now),
        .. FlashSaleRules.Check(store, IsQuiet, Now),
        .. AnswerRules.Check(store, Answered),
        .. WeChat is null ? [] : WeChatRules.Check(store, WeChat, IsQuiet),
        .. IsQuiet ? QuietRules.Check(store).Concat(EntranceRules.Check(store)).Concat(NoticeRules.Check(store, WeChat)) : [],
    ];

    /// <summary>What must never happen between two looks at the same shop.</summary>
    public static IReadOnlyList<Violation> CheckStep(Store before, Store after) =>
        [.. before.Orders.SelectMany(o => HistoryRules.Check(o, after.OrdersById.GetValueOrDefault(o.OrderId))), .. GroupRules.CheckStep(before, after)];
}
