using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Stock;

namespace WeCommerce.Shop.GroupBuys;

/// <summary>A group-buy activity (拼团活动): one product, cheaper for those who buy it together.</summary>
internal sealed record GroupBuyActivity
{
    public required ActivityId ActivityId { get; init; }

    public required SpuId SpuId { get; init; }

    public required string Title { get; init; }

    /// <summary>
    /// Prices by how many come together, fewest first. One step is an ordinary group; several are a ladder (阶梯团): everybody pays the first step's
    /// price, and gets back the difference to the step that the group reaches.
    /// </summary>
    public required IReadOnlyList<GroupStep> Steps { get; init; }

    /// <summary>How long a group has, from the payment of who opens it.</summary>
    public required TimeSpan TimeToFill { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>After this no group is opened; those that are open have their time.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>Pieces that one member may buy (限购); null for any.</summary>
    public int? LimitPerMember { get; init; }

    /// <summary>Pieces set aside for it, by SKU (活动库存); empty when it sells from the SKUs' own stock.</summary>
    public IReadOnlyDictionary<SkuId, int> Pieces { get; init; } = new Dictionary<SkuId, int>();

    /// <summary>老带新: only those who have not bought here yet may join; anybody may open.</summary>
    public bool NewcomersOnly { get; init; }

    /// <summary>凑单: whether groups that wait for people are shown to all.</summary>
    public bool ShowsGroups { get; init; } = true;

    /// <summary>Whether coupons and the shop's price rules come off the group's price, too.</summary>
    public bool TakesDiscounts { get; init; }

    public LateSeat LateSeat { get; init; }

    /// <summary>Whether it can be bought at all; an activity that is off keeps its open groups going.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>Counts the changes: each moves the pieces that are set aside once.</summary>
    public int Revision { get; init; } = 1;

    public int Size => Steps[^1].People;

    public bool SellsAt(DateTimeOffset now) => IsOn && StartsAt <= now && now < EndsAt;

    /// <summary>Where a SKU's pieces lie: in the activity's pool once pieces were set aside for it.</summary>
    public StockPlace PlaceOf(SkuId sku) => Pieces.ContainsKey(sku) ? new StockPlace(sku, ActivityId.Pool) : sku;
}

/// <summary>What each pays when so many come together.</summary>
/// <param name="People">2 to 100.</param>
internal sealed record GroupStep(int People, IReadOnlyDictionary<SkuId, Fen> Prices);

/// <summary>What becomes of a payment that comes when its seat has lapsed and the group has no other.</summary>
internal enum LateSeat
{
    /// <summary>A seat in another group that waits; else the money goes back.</summary>
    AnotherGroup,

    /// <summary>The money goes back.</summary>
    Refund,
}
