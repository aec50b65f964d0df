using System.Text.Json;

namespace WeCommerce.Checker;

/// <summary>A row as it stands in its table.</summary>
/// <param name="Columns">Its columns but the keys: string, bool, int, long, double, DateTimeOffset, Guid or byte[].</param>
public sealed record StoredRow(string Table, string PartitionKey, string RowKey, IReadOnlyDictionary<string, object> Columns)
{
    /// <summary>A column holds at most 32 Ki characters: longer JSON goes on in <c>Name1</c>, <c>Name2</c> …</summary>
    private const int ColumnLength = 32 * 1024;

    public string? Text(string column) => Columns.GetValueOrDefault(column) as string;

    /// <summary>A column of whole numbers; null when it is not there.</summary>
    public long? Number(string column) => Columns.GetValueOrDefault(column) switch { int n => n, long n => n, _ => null };

    public DateTimeOffset? Instant(string column) => Columns.GetValueOrDefault(column) as DateTimeOffset?;

    public JsonElement Json(string column)
    {
        var text = Text(column) ?? "null";
        for (var n = 1; text.Length == n * ColumnLength && Text($"{column}{n}") is { } more; n++)
            text += more;
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    public override string ToString() => $"{Table}/{PartitionKey}/{RowKey}";
}

/// <summary>A message as it stands in its queue, decoded.</summary>
public sealed record StoredMessage(string Queue, string MessageId, string Text)
{
    public override string ToString() => $"{Queue}: {Text}";
}

/// <summary>Everything that a shop stores, at one moment.</summary>
public sealed class Store
{
    private readonly ILookup<string, StoredRow> _byTable;

    public Store(IReadOnlyList<StoredRow> rows, IReadOnlyList<StoredMessage> messages)
    {
        (Rows, Messages) = (rows, messages);
        _byTable = rows.ToLookup(r => r.Table, StringComparer.OrdinalIgnoreCase);
        Orders = [.. Of("Members", "order!").Select(OrderSeen.Of)];
        OrdersById = Orders.ToDictionary(o => o.OrderId, StringComparer.Ordinal);
        Groups = [.. Of("GroupBuys", "group").Where(r => r.RowKey == "group").Select(r => GroupSeen.Of(r, [.. _byTable["GroupBuys"].Where(x => x.PartitionKey == r.PartitionKey)]))];
        Tasks = [.. Of("Tasks", "task!").Select(r => r.Json("Task")).Select(t => new TaskSeen($"{t.GetProperty("kind")}", $"{t.GetProperty("about")}"))];
    }

    public IReadOnlyList<StoredRow> Rows { get; }

    public IReadOnlyList<StoredMessage> Messages { get; }

    public IReadOnlyList<OrderSeen> Orders { get; }

    public IReadOnlyDictionary<string, OrderSeen> OrdersById { get; }

    /// <summary>Groups of people who buy together.</summary>
    public IReadOnlyList<GroupSeen> Groups { get; }

    /// <summary>What operators were told, open or done.</summary>
    public IReadOnlyList<TaskSeen> Tasks { get; }

    public IEnumerable<StoredRow> Of(string table, string prefix = "") =>
        _byTable[table].Where(r => r.RowKey.StartsWith(prefix, StringComparison.Ordinal));

    public bool HasTask(string kind, string about) => Tasks.Contains(new TaskSeen(kind, about));
}

/// <summary>A task for operators, by its kind and subject.</summary>
public readonly record struct TaskSeen(string Kind, string About);
