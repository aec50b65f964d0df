using Azure;
using Azure.Data.Tables;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Conversations;

/// <summary>In the partition of a person's OpenId: <c>window!{AppId}</c>, what the app may still say to them.</summary>
internal static class WindowRow
{
    public static string KeyOf(string appId) => $"window!{appId}";

    public static TableEntity Of(string appId, CustomerWindow window, ETag? etag)
    {
        var row = Rows.New(KeyOf(appId)).WithJson("Window", window);
        row.ETag = etag ?? default;
        return row;
    }

    public static CustomerWindow WindowOf(TableEntity row) => row.ReadJson<CustomerWindow>("Window");
}
