using Azure.Data.Tables;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Deadlines;

/// <summary>A deadline as it stands in its row.</summary>
/// <param name="Kind">A <see cref="DeadlineKind"/>, or one of another version of the shop.</param>
/// <param name="Attempts">How often meeting it failed.</param>
internal sealed record Deadline(string Kind, string Id, DateTimeOffset At, int Attempts = 0);

/// <summary>Deadlines by the hour (UTC) in which they are looked at, sorted by the instant.</summary>
internal static class DeadlineRows
{
    /// <summary>Before every instant.</summary>
    public const string First = "0";

    /// <summary>Behind every key of an instant up to this one.</summary>
    public static string EndAt(DateTimeOffset now) => $"{SortableInstant.Of(now)}\"";

    /// <summary>The hour in which an instant lies.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    /// <param name="due">When it is looked at: its time, or later when meeting it failed.</param>
    public static TableEntity Of(Deadline deadline, DateTimeOffset due)
    {
        var row = Rows.New($"{SortableInstant.Of(due)}!{deadline.Kind}!{deadline.Id}");
        row["Kind"] = deadline.Kind;
        row["Id"] = deadline.Id;
        row["At"] = deadline.At;
        row["Attempts"] = deadline.Attempts;
        return row;
    }

    /// <exception cref="InvalidDataException">The row is none of a deadline.</exception>
    public static Deadline DeadlineOf(TableEntity row) =>
        row.GetString("Kind") is { } kind && row.GetString("Id") is { } id && row.GetDateTimeOffset("At") is { } at
            ? new Deadline(kind, id, at, row.GetInt32("Attempts") ?? 0)
            : throw new InvalidDataException($"Row {row.RowKey} is no deadline.");
}
