using Azure.Data.Tables;
using WeCommerce.Shop.Members;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Notices;

/// <summary><c>notice!{kind}!{about}</c>, <c>allowance</c> and <c>message!{MsgId}</c> in the member's partition, and the day's list.</summary>
internal static class NoticeRows
{
    public const string AllowanceKey = "allowance";
    public const string First = "0";
    public const string End = "A";

    public static string KeyOf(NoticeKind kind, string about) => $"notice!{kind}!{about}";

    public static string MessageKeyOf(string msgId) => $"message!{msgId}";

    public static TableEntity Of(Notice notice, Azure.ETag etag = default)
    {
        var row = Rows.New(KeyOf(notice.Kind, notice.About)).WithJson("Notice", notice);
        row.ETag = etag;
        return row;
    }

    public static Notice NoticeOf(TableEntity row) => row.ReadJson<Notice>("Notice");

    /// <summary>Sealed: it says as whom WeChat knows the member.</summary>
    public static TableEntity Of(MemberId member, Allowance allowance, Vault vault, Azure.ETag etag)
    {
        var row = Rows.New(AllowanceKey).WithSealedJson(vault, Tables.Of(member), "Allowance", allowance);
        row.ETag = etag;
        return row;
    }

    public static Allowance AllowanceOf(TableEntity? row, Vault vault) => row?.ReadSealedJson<Allowance>(vault, Tables.AllMembers, "Allowance") ?? new Allowance();

    /// <summary>Which notice a message of WeChat's is.</summary>
    public static TableEntity MessageOf(string msgId, Notice notice)
    {
        var row = Rows.New(MessageKeyOf(msgId));
        row["Notice"] = KeyOf(notice.Kind, notice.About);
        return row;
    }

    public static TableEntity ListedOf(Notice notice) => Rows.New(ListKeyOf(notice)).WithJson("Notice", notice);

    /// <summary>The same whenever it is listed.</summary>
    public static string ListKeyOf(Notice notice) => $"{SortableInstant.Of(notice.At)}!{notice.MemberId}!{notice.Kind}!{notice.About}";
}
