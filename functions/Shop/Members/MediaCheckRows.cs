using Azure.Data.Tables;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Members;

/// <summary>A picture that WeChat looks at.</summary>
/// <param name="Digest">Of where it lies.</param>
internal sealed record PictureCheck(MemberId MemberId, string Digest);

/// <summary>In a partition of the check's trace id, until the verdict comes: <c>picture</c>.</summary>
internal static class MediaCheckRows
{
    public const string Key = "picture";

    private const int MostOfATrace = 128;

    public static bool TryKey(string traceId, out PartitionId partition)
    {
        var good = traceId.Length is > 0 and <= MostOfATrace && traceId.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        partition = good ? Tables.MediaCheckOf(traceId) : default;
        return good;
    }

    public static TableEntity Of(PictureCheck check) => Rows.New(Key).WithJson("Check", check);

    public static PictureCheck CheckOf(TableEntity row) => row.ReadJson<PictureCheck>("Check");
}
