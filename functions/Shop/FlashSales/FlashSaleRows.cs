using Azure.Data.Tables;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.FlashSales;

/// <summary><c>reservation!{sessionId}</c> in the member's partition, and a row by the MemberId in the session's list.</summary>
internal static class FlashSaleRows
{
    /// <summary>Before and behind every MemberId.</summary>
    public const string First = "0";
    public const string End = "~";

    public static string ReservationKeyOf(FlashSaleId sale) => $"reservation!{sale}";

    public static TableEntity ReservationOf(FlashSaleId sale, DateTimeOffset at)
    {
        var row = Rows.New(ReservationKeyOf(sale));
        row["At"] = at;
        return row;
    }

    public static DateTimeOffset AtOf(TableEntity reservation) =>
        reservation.GetDateTimeOffset("At") ?? throw new InvalidDataException($"Reservation {reservation.RowKey} has no time.");

    public static TableEntity ListedOf(MemberId member) => Rows.New(member.Value);
}
