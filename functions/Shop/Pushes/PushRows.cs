using Azure.Data.Tables;
using WeCommerce.Shop.Conversations;
using WeCommerce.Storage;
using WeCommerce.WeChat.Push;

namespace WeCommerce.Shop.Pushes;

/// <summary>A push in a partition of its own, sealed: it says who somebody is and what they wrote. A day's pushes as they are listed, without either.</summary>
internal static class PushRows
{
    /// <summary>By time, so that what is old is found.</summary>
    public static string KeyOf(DateTimeOffset at) => SortableInstant.Of(at);

    public static TableEntity Of(Push push, Vault vault)
    {
        var row = Rows.New(KeyOf(push.At)).WithSealedJson(vault, Tables.PushOf(push.PushId), "Message", push.Message);
        row["AppId"] = push.AppId;
        row["At"] = push.At;
        if (push.Choice is { } choice)
            row.WithJson("Choice", choice);
        // For people who look into the table; never read back.
        row["Kind"] = push.Kind;
        return row;
    }

    public static Push PushOf(TableEntity row, Vault vault) => new(
        PushId.TryParse(row.PartitionKey, out var id) ? id : throw new InvalidDataException($"Partition {row.PartitionKey} is no push's."),
        row.GetString("AppId"),
        row.GetDateTimeOffset("At") ?? default,
        row.ReadSealedJson<PushMessage>(vault, Tables.AllPushes, "Message"))
    {
        Choice = row.ContainsKey("Choice") ? row.ReadJson<ReplyChoice>("Choice") : null,
    };

    public static TableEntity ListedOf(Push push, string? handler)
    {
        var row = Rows.New($"{KeyOf(push.At)}!{push.PushId}");
        row["AppId"] = push.AppId;
        row["At"] = push.At;
        row["Kind"] = push.Kind;
        row["HandledBy"] = handler;
        return row;
    }

    public static ListedPush ListedOf(TableEntity row) =>
        new(row.RowKey.Split('!')[1], row.GetString("AppId"), row.GetString("Kind"), row.GetDateTimeOffset("At") ?? default, row.GetString("HandledBy"));
}

/// <param name="HandledBy">What took it; absent where nothing has to: it is kept.</param>
internal sealed record ListedPush(string PushId, string AppId, string Kind, DateTimeOffset At, string? HandledBy);
