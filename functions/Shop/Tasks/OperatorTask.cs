using WeCommerce.Shop.Members;

namespace WeCommerce.Shop.Tasks;

/// <summary>A task (待办) for those who run the shop, open or done.</summary>
internal sealed record OperatorTask
{
    public required TaskKind Kind { get; init; }

    public required string About { get; init; }

    public required string What { get; init; }

    public required string Remedy { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }

    public required DateTimeOffset Deadline { get; init; }

    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>Which operator; null when the matter settled itself.</summary>
    public MemberId? DoneBy { get; init; }

    /// <summary>What was done, or how it settled itself.</summary>
    public string? Note { get; init; }

    public TaskId TaskId => TaskId.Of(Kind, About);
}

/// <summary>A task as an operator sees it.</summary>
/// <param name="Overdue">Whether it is open and its deadline is over.</param>
/// <param name="DoneBy">Which operator; absent when the matter settled itself.</param>
internal sealed record OperatorTaskView(
    TaskId TaskId,
    TaskKind Kind,
    string About,
    string What,
    string Remedy,
    DateTimeOffset RaisedAt,
    DateTimeOffset Deadline,
    bool Overdue,
    DateTimeOffset? DoneAt,
    MemberId? DoneBy,
    string? Note)
{
    public static OperatorTaskView Of(OperatorTask task, DateTimeOffset now) => new(
        task.TaskId, task.Kind, task.About, task.What, task.Remedy, task.RaisedAt, task.Deadline,
        task.DoneAt is null && task.Deadline < now, task.DoneAt, task.DoneBy, task.Note);
}
