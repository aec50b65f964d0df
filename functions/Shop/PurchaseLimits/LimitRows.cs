using Azure.Data.Tables;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.PurchaseLimits;

/// <summary><c>limit!{what}</c> in the member's partition.</summary>
internal static class LimitRows
{
    public static string KeyOf(string what) => $"limit!{what}";

    public static IReadOnlyDictionary<OrderId, int> SharesOf(TableEntity? row) =>
        row?.ReadJson<Dictionary<OrderId, int>>("Shares") ?? [];

    public static TableEntity Of(string what, IReadOnlyDictionary<OrderId, int> shares, Azure.ETag? etag)
    {
        var row = Rows.New(KeyOf(what)).WithJson("Shares", shares);
        row.ETag = etag ?? default;
        return row;
    }
}
