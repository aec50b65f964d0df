using Azure.Data.Tables;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Watches;

/// <summary><c>watch!{SkuId}</c> in the member's partition; who watches a SKU, by member, in the SKU's list.</summary>
internal static class WatchRows
{
    public const string First = "watch!";
    public const string End = "watch\"";

    public static string KeyOf(SkuId sku) => $"{First}{sku}";

    public static TableEntity Of(Watch watch, Azure.ETag etag = default)
    {
        var row = Rows.New(KeyOf(watch.SkuId)).WithJson("Watch", watch);
        row.ETag = etag;
        return row;
    }

    /// <summary>Who watches, and since when: nobody is told of what was before.</summary>
    public static TableEntity ListedOf(MemberId member, Watch watch)
    {
        var row = Rows.New(member.Value);
        row["Since"] = watch.Since;
        return row;
    }

    public static TableEntity Unlisted(MemberId member)
    {
        var row = Rows.New(member.Value);
        row.ETag = Azure.ETag.All;
        return row;
    }

    public static Watch WatchOf(TableEntity row) => row.ReadJson<Watch>("Watch");
}
