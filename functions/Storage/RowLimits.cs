using Azure.Data.Tables;

namespace WeCommerce.Storage;

/// <summary>
/// Azure's limits of a transaction, guarded here because Azurite does not guard them all: 100 rows, 4 MiB, 1 MiB a row, 64 KiB a text,
/// 252 columns of one's own, keys of at most 1 KiB without <c>/ \ # ?</c> and control characters.
/// Source: "Understanding the Table service data model" and "Performing entity group transactions".
/// </summary>
internal static class RowLimits
{
    private const int Rows = 100;
    private const int Columns = 252;
    private const long RowBytes = 1L << 20;
    private const long CommitBytes = 4L << 20;

    /// <exception cref="CommitTooLargeException">The commit could never land on Azure.</exception>
    public static void Check(Commit commit)
    {
        if (commit.Actions.Count is 0 or > Rows)
            throw new CommitTooLargeException($"A commit has 1 to {Rows} rows; this one to {commit.Partition} has {commit.Actions.Count}.");

        CheckKey(commit.Partition.Key);
        var total = 0L;
        foreach (var action in commit.Actions)
        {
            var row = (TableEntity)action.Entity;
            CheckKey(row.RowKey);
            var bytes = SizeOf(row);
            if (bytes > RowBytes)
                throw new CommitTooLargeException($"Row {row.RowKey} has {bytes} bytes; a row has at most {RowBytes}.");
            if (row.Count > Columns + 4)
                throw new CommitTooLargeException($"Row {row.RowKey} has {row.Count} columns; a row has at most {Columns}.");
            // The request carries JSON: about twice the row, with room for the parts' headers.
            total += (bytes * 3 / 2) + 1024;
        }
        if (total > CommitBytes)
            throw new CommitTooLargeException($"The commit to {commit.Partition} has about {total} bytes; at most {CommitBytes} go into one.");
    }

    private static void CheckKey(string key)
    {
        if (key.Length is 0 or > 512 || key.AsSpan().IndexOfAny("/\\#?") >= 0 || key.Any(char.IsControl))
            throw new CommitTooLargeException($"'{key}' cannot be a key.");
    }

    private static long SizeOf(TableEntity row)
    {
        var bytes = 4L + ((row.PartitionKey.Length + row.RowKey.Length) * 2);
        foreach (var (name, value) in row)
        {
            bytes += 8 + (name.Length * 2) + value switch
            {
                string text when text.Length > 32 * 1024 => throw new CommitTooLargeException($"Column {name} of row {row.RowKey} has over 64 KiB."),
                string text => (text.Length * 2) + 4,
                byte[] data => data.Length + 4,
                _ => 16,
            };
        }
        return bytes;
    }
}

/// <summary>A commit that Azure would refuse whatever the partition holds: a bug in who built it.</summary>
public sealed class CommitTooLargeException(string message) : Exception(message);
