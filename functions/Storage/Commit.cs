using Azure;
using Azure.Data.Tables;

namespace WeCommerce.Storage;

/// <summary>A partition: what one transaction can hold together.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Key">The PartitionKey.</param>
public readonly record struct PartitionId(string Table, string Key);

/// <summary>
/// One attempt to change a partition. Its id is written on every row it writes, so that after a lost reply it can be seen whether the write landed.
/// </summary>
/// <param name="Id">13 random characters.</param>
/// <param name="CommitBy">After this moment the commit is over or given up; who waits for it need not wait longer.</param>
public sealed record Operation(string Id, DateTimeOffset CommitBy)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Operation Start(Ids ids, TimeProvider time) => StartedAt(time.GetUtcNow(), ids);

    /// <summary>For what was decided a moment ago: its time began then.</summary>
    public static Operation StartedAt(DateTimeOffset at, Ids ids) => new(ids.Random(13), at + Patience);
}

/// <summary>
/// Rows to write in one partition and the effects that follow from them, all or nothing. Inserts fail when the row is there,
/// replacements and deletes when it changed since it was read: then nothing is written.
/// </summary>
public sealed class Commit(PartitionId partition, Operation operation)
{
    internal const string OperationColumn = "Operation";

    private readonly List<TableTransactionAction> _actions = [];
    private int _effects;

    public PartitionId Partition => partition;

    public Operation Operation => operation;

    internal IReadOnlyList<TableTransactionAction> Actions => _actions;

    /// <summary>The row by which the commit recognises itself: an inserted one if there is one (few write those again), else the first.</summary>
    internal TableTransactionAction? Witness =>
        _actions.Find(a => a.ActionType == TableTransactionActionType.Add) ?? _actions.Find(a => a.ActionType != TableTransactionActionType.Delete);

    public Commit Insert(TableEntity row) => Add(TableTransactionActionType.Add, row, default);

    /// <summary>Replaces a row if it is still as it was read (by its <see cref="TableEntity.ETag"/>).</summary>
    public Commit Replace(TableEntity row) => Add(TableTransactionActionType.UpdateReplace, row, row.ETag);

    /// <summary>Inserts a row that was not there when it was looked for, replaces one that was.</summary>
    public Commit Put(TableEntity row) => WasRead(row) ? Replace(row) : Insert(row);

    /// <summary>Writes the given columns whether or not the row is there, and whatever it holds.</summary>
    public Commit Upsert(TableEntity row) => Add(TableTransactionActionType.UpsertMerge, row, default);

    public Commit Delete(TableEntity row) => Add(TableTransactionActionType.Delete, row, row.ETag);

    /// <summary>Records what must follow. The effect is done by its handler, later, at least once.</summary>
    public Commit Effect(object effect) => Insert(EffectRow.Of(operation.Id, _effects++, effect));

    // A TableEntity whose ETag was set to none says "", not default.
    private static bool WasRead(TableEntity row) => !string.IsNullOrEmpty(row.ETag.ToString());

    private Commit Add(TableTransactionActionType type, TableEntity row, ETag etag)
    {
        if (type is TableTransactionActionType.UpdateReplace or TableTransactionActionType.Delete && !WasRead(row))
            throw new ArgumentException($"Row {row.RowKey} has no ETag: it was never read.", nameof(row));

        row.PartitionKey = partition.Key;
        if (type != TableTransactionActionType.Delete)
            row[OperationColumn] = operation.Id;
        _actions.Add(new TableTransactionAction(type, row, etag));
        return this;
    }
}

/// <summary>How a commit ended. An outage that leaves it unknown is an exception instead.</summary>
/// <param name="Landed">Whether it is written; if not, another writer was first and nothing is.</param>
/// <param name="ETags">The rows' new ETags in the order of the commit; empty when the reply was lost and the write recognised by reading it back.</param>
public readonly record struct CommitResult(bool Landed, IReadOnlyList<ETag> ETags)
{
    internal static readonly CommitResult Conflict = new(Landed: false, []);
    internal static readonly CommitResult Recognised = new(Landed: true, []);
}
