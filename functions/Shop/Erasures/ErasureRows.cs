using Azure.Data.Tables;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Erasures;

/// <summary><c>erasure!{PushId}</c> in the member's partition, and the list of all, newest first.</summary>
internal static class ErasureRows
{
    public const string First = "0";
    public const string End = "~";

    public static TableEntity Of(Erasure erasure) => Rows.New($"erasure!{erasure.PushId}").WithJson("Erasure", erasure);

    public static TableEntity ListedOf(Erasure erasure) => Rows.New(ListKeyOf(erasure)).WithJson("Erasure", erasure);

    /// <summary>The same whenever it is recorded.</summary>
    public static string ListKeyOf(Erasure erasure) => $"{Ids.Descending(erasure.ToldAt)}!{erasure.PushId}";

    public static Erasure ErasureOf(TableEntity row) => row.ReadJson<Erasure>("Erasure");
}
