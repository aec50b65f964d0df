using Azure;
using Azure.Data.Tables;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Entrances;

/// <summary><c>touches</c> in the member's partition.</summary>
internal static class TouchRows
{
    public const string Key = "touches";

    public static TableEntity Of(Touches touches, ETag? etag)
    {
        var row = Rows.New(Key).WithJson("Touches", touches);
        row.ETag = etag ?? default;
        return row;
    }

    public static Touches TouchesOf(TableEntity? row) => row?.ReadJson<Touches>("Touches") ?? Touches.None;
}
