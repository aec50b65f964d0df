using Azure;
using Azure.Data.Tables;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Coupons;

/// <summary>A grant's partition: <c>grant</c>, and its list as <c>batch!{number}</c>.</summary>
internal static class GrantRows
{
    public const string Grant = "grant";
    public const string FirstBatch = "batch!";
    public const string EndBatch = "batch\"";

    public static string KeyOf(int batch) => $"{FirstBatch}{batch:000}";

    public static TableEntity Of(Grant grant, ETag etag = default)
    {
        var row = Rows.New(Grant).WithJson("Grant", grant);
        row.ETag = etag;
        return row;
    }

    public static Grant GrantOf(TableEntity row) => row.ReadJson<Grant>("Grant");

    public static TableEntity Of(GrantBatch batch, ETag etag = default)
    {
        var row = Rows.New(KeyOf(batch.Number)).WithJson("Batch", batch);
        row.ETag = etag;
        return row;
    }

    public static GrantBatch BatchOf(TableEntity row) => row.ReadJson<GrantBatch>("Batch");
}
