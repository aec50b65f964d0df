using Azure;
using Azure.Data.Tables;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Poison;

/// <summary>Messages that could not be handled, in one partition a queue, newest first.</summary>
internal static class PoisonRows
{
    public const string First = "0";
    public const string End = "~";

    public static TableEntity Of(PoisonMessage message, ETag etag = default)
    {
        var row = Rows.New(message.Id.RowKey).WithJson("Message", message);
        row.ETag = etag;
        return row;
    }

    public static PoisonMessage MessageOf(TableEntity row) => row.ReadJson<PoisonMessage>("Message");
}
