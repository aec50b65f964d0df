using Azure.Data.Tables;
using WeCommerce.Shop.Addresses;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Orders;

/// <summary>Orders and the keys under which they were placed, in their member's partition.</summary>
internal static class OrderRows
{
    public const string First = "order!";
    public const string End = "order\"";

    private static readonly Address Elsewhere = new();

    public static string KeyOf(OrderId order) => $"{First}{order}";

    /// <summary>The order, and sealed beside it where it goes.</summary>
    public static TableEntity Of(Order order, Vault vault, Azure.ETag etag = default)
    {
        var row = Rows.New(KeyOf(order.OrderId))
            .WithJson("Order", order with { Address = Elsewhere })
            .WithSealedJson(vault, Tables.Of(order.OrderId.MemberId), "Address", order.Address);
        // For people who look into the table; never read back.
        row["Status"] = order.Status.ToString();
        row["TotalFen"] = order.TotalFen.Value;
        row.ETag = etag;
        return row;
    }

    public static Order OrderOf(TableEntity row, Vault vault)
    {
        var order = row.ReadJson<Order>("Order");
        // Orders from before there was a vault have their address with them.
        return order.Address == Elsewhere ? order with { Address = row.ReadSealedJson<Address>(vault, Tables.AllMembers, "Address") } : order;
    }

    public static string IdempotencyKeyOf(string key) => $"key!{key}";

    public static TableEntity IdempotencyRowOf(string key, string bodyHash, OrderId order)
    {
        var row = Rows.New(IdempotencyKeyOf(key));
        row["BodyHash"] = bodyHash;
        row["OrderId"] = order.Value;
        return row;
    }
}
