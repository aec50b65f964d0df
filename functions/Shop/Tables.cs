using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop;

/// <summary>The tables and what their partitions are.</summary>
internal static class Tables
{
    public const string AllMembers = "Members";
    public const string AllStock = "Stock";
    public const string AllIdentities = "Identities";

    /// <summary>A member's partition: everything that the member owns.</summary>
    public static PartitionId Of(MemberId member) => new(AllMembers, member.Value);

    /// <summary>A SKU's stock: its level and its holds.</summary>
    public static PartitionId StockOf(SkuId sku) => new(AllStock, sku.Value);

    /// <summary>All SPUs. One partition, so that no SKU is ever sold under two of them.</summary>
    public static PartitionId Catalog => new("Catalog", "products");

    /// <summary>A person's identities: by OpenId (a row for each app) or by UnionId.</summary>
    public static PartitionId Identity(string openOrUnionId) => new(AllIdentities, openOrUnionId);

    /// <summary>What the shop keeps for itself: access tokens.</summary>
    public static PartitionId Platform(string what) => new("Platform", what);
}
