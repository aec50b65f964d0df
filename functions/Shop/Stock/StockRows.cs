using Azure.Data.Tables;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

/// <summary>A SKU's partition: <c>level</c>, one <c>hold!{OrderId}</c> for each unpaid order, one <c>change!{key}</c> for each change by an operator.</summary>
internal static class StockRows
{
    public const string Level = "level";
    public const string FirstHold = "hold!";
    public const string EndHold = "hold\"";

    private const string SoldAt = "SoldAt";

    public static StockLevel LevelOf(TableEntity? row) => row is null ? default : new StockLevel(row.GetInt32("OnHand") ?? 0, row.GetInt32("Reserved") ?? 0);

    public static TableEntity Of(StockLevel level, Azure.ETag etag)
    {
        var row = Rows.New(Level);
        row["OnHand"] = level.OnHand;
        row["Reserved"] = level.Reserved;
        row.ETag = etag;
        return row;
    }

    public static string HoldKey(OrderId order) => $"{FirstHold}{order}";

    public static TableEntity HoldOf(OrderId order, int quantity, DateTimeOffset lapsesAt)
    {
        var row = Rows.New(HoldKey(order));
        row["Quantity"] = quantity;
        row["LapsesAt"] = lapsesAt;
        return row;
    }

    public static int QuantityOf(TableEntity hold) => hold.GetInt32("Quantity") ?? throw new InvalidDataException($"Hold {hold.RowKey} has no quantity.");

    /// <summary>
    /// The hold of a paid order. It stays for a while, so that a request to hold that was long on its way finds that all is done: held anew, the
    /// pieces would be sold a second time.
    /// </summary>
    public static TableEntity Sold(TableEntity hold, DateTimeOffset at)
    {
        var row = new TableEntity(hold) { ETag = hold.ETag };
        row[SoldAt] = at;
        return row;
    }

    public static bool IsSold(TableEntity hold) => hold.ContainsKey(SoldAt);

    /// <summary>When the pieces were sold; null while they are held.</summary>
    public static DateTimeOffset? SoldAtOf(TableEntity hold) => hold.GetDateTimeOffset(SoldAt);

    public static string ChangeKey(string key) => $"change!{key}";

    public static TableEntity ChangeOf(StockRequest.Change change, StockLevel after, DateTimeOffset at)
    {
        var row = Rows.New(ChangeKey(change.Key));
        row["Delta"] = change.Delta;
        row["Reason"] = change.Reason;
        row["By"] = change.By.Value;
        row["At"] = at;
        row["OnHandAfter"] = after.OnHand;
        row["ReservedAfter"] = after.Reserved;
        return row;
    }

    public static StockLevel LevelAfter(TableEntity change) => new(change.GetInt32("OnHandAfter") ?? 0, change.GetInt32("ReservedAfter") ?? 0);
}
