using Azure;
using Azure.Data.Tables;
using WeCommerce.Storage;

namespace WeCommerce.Shop.Tasks;

/// <summary>
/// All tasks in one partition: each by its id, and once more in the order in which it is listed, open ones by deadline and done ones newest first.
/// </summary>
internal static class TaskRows
{
    private const string Open = "open!";
    private const string Done = "done!";

    public static string KeyOf(TaskId id) => $"task!{id}";

    /// <summary>Where open tasks, or those that are done, begin and end.</summary>
    public static (string First, string End) ListOf(bool done) => done ? (Done, "done\"") : (Open, "open\"");

    public static TableEntity Of(OperatorTask task, ETag etag = default)
    {
        var row = Rows.New(KeyOf(task.TaskId)).WithJson("Task", task);
        row.ETag = etag;
        return row;
    }

    /// <summary>The row by which the task is listed.</summary>
    public static TableEntity ListedOf(OperatorTask task) => Rows.New(ListKeyOf(task)).WithJson("Task", task);

    /// <summary>The row by which it was listed while it was open, to be deleted.</summary>
    public static TableEntity Unlisted(OperatorTask task)
    {
        var row = Rows.New(ListKeyOf(task with { DoneAt = null }));
        row.ETag = ETag.All;
        return row;
    }

    public static OperatorTask TaskOf(TableEntity row) => row.ReadJson<OperatorTask>("Task");

    private static string ListKeyOf(OperatorTask task) =>
        task.DoneAt is { } at ? $"{Done}{Ids.Descending(at)}!{task.TaskId}" : $"{Open}{SortableInstant.Of(task.Deadline)}!{task.TaskId}";
}
