using System.Globalization;
using Azure.Data.Tables;
using WeCommerce.Shop.Money;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Books;

/// <summary>Entries in their order's partition, and copied by day.</summary>
internal static class EntryRows
{
    private const string Prefix = "entry!";

    public static string First(OrderId order) => $"{Prefix}{order}!";

    public static string End(OrderId order) => $"{Prefix}{order}\"";

    /// <summary>In the member's partition, beside the order.</summary>
    public static TableEntity Of(OrderId order, Entry entry) => Fill(Rows.New($"{First(order)}{entry.Number:0000}"), entry);

    /// <summary>In the day's partition.</summary>
    public static TableEntity OfDay(OrderId order, Entry entry) => Fill(Rows.New($"{order}!{entry.Number:0000}"), entry);

    public static Entry EntryOf(TableEntity row) => new(
        int.Parse(row.RowKey.AsSpan(row.RowKey.Length - 4), NumberStyles.None, CultureInfo.InvariantCulture),
        row.GetDateTimeOffset("At") ?? throw Damaged(row),
        Enum.Parse<Account>(row.GetString("Debit") ?? ""),
        Enum.Parse<Account>(row.GetString("Credit") ?? ""),
        new Fen(row.GetInt64("AmountFen") ?? throw Damaged(row)),
        row.GetString("What") ?? "",
        row.GetString("Reference") ?? "");

    /// <summary>Whose entry a row of a day is.</summary>
    public static OrderId OrderOf(TableEntity row) => OrderId.TryParse(row.RowKey.Split('!')[^2], out var order) ? order : throw Damaged(row);

    private static TableEntity Fill(TableEntity row, Entry entry)
    {
        row["At"] = entry.At;
        row["Debit"] = entry.Debit.ToString();
        row["Credit"] = entry.Credit.ToString();
        row["AmountFen"] = entry.AmountFen.Value;
        row["What"] = entry.What;
        row["Reference"] = entry.Reference;
        return row;
    }

    private static InvalidDataException Damaged(TableEntity row) => new($"Row {row.RowKey} is no entry.");
}
