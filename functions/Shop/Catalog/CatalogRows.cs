using Azure.Data.Tables;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Catalog;

/// <summary>Products as rows <c>spu!{SpuId}</c>, and the row whose change says that any of them changed.</summary>
internal static class CatalogRows
{
    private const string Version = "version";
    private const string First = "spu!";
    private const string End = "spu\"";

    public static async Task<string> ReadVersionAsync(Partitions partitions, CancellationToken cancellation) =>
        (await partitions.ReadAsync(Tables.Catalog, Version, cancellation))?.ETag.ToString() ?? "";

    public static async Task<IReadOnlyList<Product>> ReadAllAsync(Partitions partitions, CancellationToken cancellation) =>
        [.. (await partitions.ReadRangeAsync(Tables.Catalog, First, End, cancellation: cancellation)).Select(r => r.ReadJson<Product>("Product"))];

    /// <summary>Writes a product; refused when any product changed since <paramref name="versionRow"/> was read.</summary>
    public static Commit Put(Operation operation, Product product, TableEntity? versionRow)
    {
        var version = Rows.New(Version);
        version["ChangedBy"] = operation.Id;
        version.ETag = versionRow?.ETag ?? default;
        return new Commit(Tables.Catalog, operation)
            .Put(version)
            .Upsert(Rows.New($"{First}{product.SpuId}").WithJson("Product", product));
    }

    public static Task<TableEntity?> ReadVersionRowAsync(Partitions partitions, CancellationToken cancellation) =>
        partitions.ReadAsync(Tables.Catalog, Version, cancellation);
}
