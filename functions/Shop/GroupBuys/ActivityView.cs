using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>A group-buy as shoppers see it beside its product.</summary>
/// <param name="Steps">Prices by how many come together; all pay the first, the difference goes back at the end.</param>
internal sealed record ActivityView(
    ActivityId ActivityId,
    SpuId SpuId,
    string Title,
    int Size,
    IReadOnlyList<GroupStepView> Steps,
    TimeSpan TimeToFill,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    int? LimitPerMember,
    bool NewcomersOnly,
    bool ShowsGroups)
{
    public static ActivityView Of(GroupBuyActivity activity) => new(
        activity.ActivityId, activity.SpuId, activity.Title, activity.Size, [.. activity.Steps.Select(GroupStepView.Of)],
        activity.TimeToFill, activity.StartsAt, activity.EndsAt, activity.LimitPerMember, activity.NewcomersOnly, activity.ShowsGroups);
}

internal sealed record GroupStepView(int People, IReadOnlyList<GroupPrice> Prices)
{
    public static GroupStepView Of(GroupStep step) =>
        new(step.People, [.. step.Prices.OrderBy(p => p.Key.Value, StringComparer.Ordinal).Select(p => new GroupPrice(p.Key, p.Value))]);
}

internal sealed record GroupPrice(SkuId SkuId, Fen PriceFen);
