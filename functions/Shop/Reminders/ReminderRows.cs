using Azure.Data.Tables;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Reminders;

/// <summary><c>reminder!{kind}!{about}</c> in the member's partition.</summary>
internal static class ReminderRows
{
    public static TableEntity Of(Remind remind, DateTimeOffset at)
    {
        var row = Rows.New($"reminder!{remind.Kind}!{remind.About}");
        row["Kind"] = remind.Kind.ToString();
        row["About"] = remind.About;
        row["At"] = at;
        return row;
    }
}
