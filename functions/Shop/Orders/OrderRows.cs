using Azure.Data.Tables;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Orders;

/// <summary>Orders and the keys under which they were placed, in their member's partition.</summary>
internal static class OrderRows
{
    public const string First = "order!";
    public const string End = "order\"";

    public static string KeyOf(OrderId order) => $"{First}{order}";

    public static TableEntity Of(Order order, Azure.ETag etag = default)
    {
        var row = Rows.New(KeyOf(order.OrderId)).WithJson("Order", order);
        // For people who look into the table; never read back.
        row["Status"] = order.Status.ToString();
        row["TotalFen"] = order.TotalFen.Value;
        row.ETag = etag;
        return row;
    }

    public static Order OrderOf(TableEntity row) => row.ReadJson<Order>("Order");

    public static string IdempotencyKeyOf(string key) => $"key!{key}";

    public static TableEntity IdempotencyRowOf(string key, string bodyHash, OrderId order)
    {
        var row = Rows.New(IdempotencyKeyOf(key));
        row["BodyHash"] = bodyHash;
        row["OrderId"] = order.Value;
        return row;
    }
}
