using Azure.Data.Tables;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Stock;

/// <summary>The partition of a place, or of a part of one: <c>level</c>, one <c>hold!{OrderId}</c> for each unpaid order, one <c>change!{key}</c> for each change: by an operator, a return, a move.</summary>
internal static class StockRows
{
    public const string Level = "level";

    /// <summary>Right behind it.</summary>
    public const string EndLevel = "level\"";
    public const string FirstHold = "hold!";
    public const string EndHold = "hold\"";

    public const string FirstChange = "change!";
    public const string EndChange = "change\"";

    private const string SoldAt = "SoldAt";

    public static StockLevel LevelOf(TableEntity? row) =>
        new(row?.GetInt32("OnHand") ?? 0, row?.GetInt32("Reserved") ?? 0, row?.GetInt32("Parts") ?? 1);

    public static TableEntity Of(StockLevel level, Azure.ETag etag)
    {
        var row = Rows.New(Level);
        row["OnHand"] = level.OnHand;
        row["Reserved"] = level.Reserved;
        if (level.Parts > 1)
            row["Parts"] = level.Parts;
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

    /// <summary>Whose hold it is; null when the row is none.</summary>
    public static OrderId? OrderOf(TableEntity hold) =>
        hold.RowKey.StartsWith(FirstHold, StringComparison.Ordinal) && OrderId.TryParse(hold.RowKey[FirstHold.Length..], out var order) ? order : null;

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

    public static string ChangeKey(string key) => $"{FirstChange}{key}";

    /// <summary>The key of both changes that move pieces from one place to another: together they are nothing.</summary>
    public static string MoveKey(string key) => $"move-{key}";

    public static TableEntity ChangeOf(string key, int delta, string reason, MemberId? by, StockLevel after, DateTimeOffset at)
    {
        var row = Rows.New(ChangeKey(key));
        row["Delta"] = delta;
        row["Reason"] = reason;
        if (by is { } member)
            row["By"] = member.Value;
        row["At"] = at;
        row["OnHandAfter"] = after.OnHand;
        row["ReservedAfter"] = after.Reserved;
        return row;
    }

    public static int DeltaOf(TableEntity change) => change.GetInt32("Delta") ?? throw new InvalidDataException($"Change {change.RowKey} has no number.");

    public static StockLevel LevelAfter(TableEntity change) => new(change.GetInt32("OnHandAfter") ?? 0, change.GetInt32("ReservedAfter") ?? 0);
}
