using WeCommerce.Shop.Money;

namespace WeCommerce.Shop.Catalog;

/// <summary>A product (SPU) with its SKUs.</summary>
internal sealed record Product
{
    /// <summary>The merchant of a shop that has only one.</summary>
    public const string OwnMerchant = "self";

    public required SpuId SpuId { get; init; }

    public string MerchantId { get; init; } = OwnMerchant;

    public required string Title { get; init; }

    public string Description { get; init; } = "";

    public string Category { get; init; } = "";

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Null for a cover that the shop draws itself.</summary>
    public string? CoverUrl { get; init; }

    public IReadOnlyList<string> Images { get; init; } = [];

    public string? Video { get; init; }

    /// <summary>Whether shoppers see it (上架).</summary>
    public bool OnSale { get; init; } = true;

    /// <summary>Whether it can be sent back without a reason (七天无理由); fresh food, made-to-order goods and the like cannot.</summary>
    public bool NoReasonReturn { get; init; } = true;

    public required IReadOnlyList<Sku> Skus { get; init; }

    public Fen PriceFenFrom => Skus.Min(s => s.PriceFen);
}

internal sealed record Sku(SkuId SkuId, string Title, Fen PriceFen)
{
    /// <summary>Into how many parts its stock is divided (分片): 1, or more for what is sold faster than one partition of storage takes changes.</summary>
    public int StockShards { get; init; } = 1;
}
