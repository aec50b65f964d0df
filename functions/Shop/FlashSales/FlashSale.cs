using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Stock;

namespace WeCommerce.Shop.FlashSales;

/// <summary>A session of a flash sale (秒杀场次): some SKUs at prices of its own, from a pool of its own, between two instants.</summary>
internal sealed record FlashSale
{
    /// <summary>What the names of its pools begin with.</summary>
    public const string PoolPrefix = "f-";

    public required FlashSaleId SessionId { get; init; }

    public required string Title { get; init; }

    public required DateTimeOffset OpensAt { get; init; }

    public required DateTimeOffset ClosesAt { get; init; }

    /// <summary>Whether only those may buy who reserved a place (预约) before it opened.</summary>
    public bool ReservationRequired { get; init; }

    public required IReadOnlyList<FlashSaleItem> Items { get; init; }

    /// <summary>How often it was put: tells the changes of its pools apart.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>Where its pieces lie, by its name at each SKU.</summary>
    public string Pool => $"{PoolPrefix}{SessionId}";

    public StockPlace PlaceOf(SkuId sku) => new(sku, Pool);

    public FlashSaleItem? Find(SkuId sku) => Items.FirstOrDefault(i => i.SkuId == sku);

    public FlashSalePhase PhaseAt(DateTimeOffset now) => now < OpensAt ? FlashSalePhase.Upcoming : now < ClosesAt ? FlashSalePhase.Open : FlashSalePhase.Over;
}

/// <summary>One SKU of a session.</summary>
/// <param name="Pieces">How many are set aside for it.</param>
/// <param name="LimitPerMember">How many one member may buy in the session (限购).</param>
/// <param name="StockShards">Into how many parts its pool is divided (分片).</param>
internal sealed record FlashSaleItem(SkuId SkuId, Fen PriceFen, int Pieces, int LimitPerMember, int StockShards);

internal enum FlashSalePhase
{
    /// <summary>未开始.</summary>
    Upcoming,

    /// <summary>进行中.</summary>
    Open,

    /// <summary>已结束.</summary>
    Over,
}

/// <summary>What an order says of the session that it was sold in.</summary>
internal sealed record SoldInFlashSale(FlashSaleId SessionId);
