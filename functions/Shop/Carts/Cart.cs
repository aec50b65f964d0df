using Azure.Data.Tables;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Carts;

/// <summary>
/// A member's cart (购物车): one row <c>cart!{SkuId}</c> a SKU. A quantity of 0 is an empty place: an order empties the lines it buys in its own commit
/// without having read them.
/// </summary>
internal sealed class Cart(Partitions partitions, Ids ids, TimeProvider time)
{
    public const int MostOfOne = 999;
    public const int MostLines = 120;

    private const string First = "cart!";
    private const string End = "cart\"";

    public async Task<IReadOnlyList<(SkuId Sku, int Quantity)>> ReadAsync(MemberId member, CancellationToken cancellation = default)
    {
        var rows = await partitions.ReadRangeAsync(Tables.Of(member), First, End, cancellation: cancellation);
        return [.. rows
            .Where(r => r.GetInt32("Quantity") > 0)
            .OrderByDescending(r => r.GetDateTimeOffset("ChangedAt"))
            .Select(r => (SkuId.TryParse(r.RowKey[First.Length..], out var sku) ? sku : default, r.GetInt32("Quantity") ?? 0))];
    }

    /// <summary>Sets how many of a SKU are in the cart; 0 takes it out.</summary>
    public async Task SetAsync(MemberId member, SkuId sku, int quantity, CancellationToken cancellation = default)
    {
        var row = RowOf(sku, quantity);
        row["ChangedAt"] = time.GetUtcNow();
        await partitions.CommitAsync(new Commit(Tables.Of(member), Operation.Start(ids, time)).Upsert(row), cancellation);
    }

    /// <summary>The row by which another commit of the member's partition empties a line.</summary>
    public static TableEntity Emptied(SkuId sku) => RowOf(sku, 0);

    private static TableEntity RowOf(SkuId sku, int quantity)
    {
        var row = Rows.New($"{First}{sku}");
        row["Quantity"] = quantity;
        return row;
    }
}
