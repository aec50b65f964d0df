using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace WeCommerce.Storage;

/// <summary>Reads rows and commits changes, one partition at a time.</summary>
public sealed class Partitions
{
    private readonly StorageClients _clients;
    private readonly TimeProvider _time;

    internal Partitions(StorageClients clients, TimeProvider time) => (_clients, _time) = (clients, time);

    /// <summary>Reads one row by its key; null when it is not there.</summary>
    public async Task<TableEntity?> ReadAsync(PartitionId partition, string rowKey, CancellationToken cancellation = default)
    {
        var row = await Reach.TryAsync(
            () => _clients.Table(partition.Table).GetEntityIfExistsAsync<TableEntity>(partition.Key, rowKey, cancellationToken: cancellation), cancellation);
        return row.HasValue ? row.Value : null;
    }

    /// <summary>
    /// Reads the rows of one partition from one key (included) to another (excluded), in order. For lists and effects: a decision reads its rows by key.
    /// </summary>
    /// <param name="most">How many rows at the most; null for all.</param>
    public async Task<IReadOnlyList<TableEntity>> ReadRangeAsync(
        PartitionId partition, string from, string to, int? most = null, CancellationToken cancellation = default)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition.Key} and RowKey ge {from} and RowKey lt {to}");
        var rows = new List<TableEntity>();
        await foreach (var row in QueryAsync(partition.Table, filter, most, cancellation))
        {
            rows.Add(row);
            if (rows.Count == most)
                break;
        }
        return rows;
    }

    /// <summary>The rows of every partition whose keys lie between two: reads the whole table. For sweepers and checkers only.</summary>
    public IAsyncEnumerable<TableEntity> SweepAsync(string table, string from, string to, CancellationToken cancellation = default) =>
        QueryAsync(table, TableClient.CreateQueryFilter($"RowKey ge {from} and RowKey lt {to}"), null, cancellation);

    /// <summary>
    /// Writes a commit. A refusal (409, 412, 404) or a lost reply is looked into before it counts: the SDK repeats a request whose reply
    /// was lost, and then an insert that landed says 409 and a replacement that landed says 412.
    /// </summary>
    /// <exception cref="OperationGivenUpException">The operation's time is over: nothing was sent.</exception>
    /// <exception cref="StorageUnavailableException">Storage is out of reach; whether the commit landed is unknown.</exception>
    public async Task<CommitResult> CommitAsync(Commit commit, CancellationToken cancellation = default)
    {
        RowLimits.Check(commit);
        var left = commit.Operation.CommitBy - _time.GetUtcNow();
        if (left <= TimeSpan.Zero)
            throw new OperationGivenUpException(commit.Operation.Id);

        using var tooLate = new CancellationTokenSource(left, _time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation, tooLate.Token);
        return await Reach.TryAsync(() => SendAsync(_clients.Table(commit.Partition.Table), commit, deadline.Token), cancellation);
    }

    private static async Task<CommitResult> SendAsync(TableClient table, Commit commit, CancellationToken cancellation)
    {
        try
        {
            return await SendOrRecogniseAsync(table, commit, cancellation);
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableNotFound)
        {
            await table.CreateIfNotExistsAsync(cancellation);
            return await SendOrRecogniseAsync(table, commit, cancellation);
        }
    }

    private static async Task<CommitResult> SendOrRecogniseAsync(TableClient table, Commit commit, CancellationToken cancellation)
    {
        try
        {
            return commit.Actions is [var only]
                ? new CommitResult(Landed: true, [await SendOneAsync(table, only, cancellation)])
                : await SendManyAsync(table, commit, cancellation);
        }
        catch (Exception e) when ((e as RequestFailedException)?.ErrorCode != TableErrorCode.TableNotFound)
        {
            if (await LandedAsync(table, commit, cancellation))
                return CommitResult.Recognised;
            if (e is RequestFailedException { Status: 409 or 412 or 404 })
                return CommitResult.Conflict;
            throw;
        }
    }

    private static async Task<CommitResult> SendManyAsync(TableClient table, Commit commit, CancellationToken cancellation)
    {
        var replies = await table.SubmitTransactionAsync(commit.Actions, cancellation);
        return new CommitResult(Landed: true, [.. replies.Value.Select(r => r.Headers.ETag ?? default)]);
    }

    private static async Task<ETag> SendOneAsync(TableClient table, TableTransactionAction action, CancellationToken cancellation)
    {
        var row = (TableEntity)action.Entity;
        var reply = action.ActionType switch
        {
            TableTransactionActionType.Add => await table.AddEntityAsync(row, cancellation),
            TableTransactionActionType.UpdateReplace => await table.UpdateEntityAsync(row, action.ETag, TableUpdateMode.Replace, cancellation),
            TableTransactionActionType.UpsertMerge => await table.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellation),
            TableTransactionActionType.Delete => await table.DeleteEntityAsync(row, action.ETag, cancellation),
            _ => throw new InvalidOperationException($"A commit does not {action.ActionType}."),
        };
        return reply.Headers.ETag ?? default;
    }

    /// <summary>Reads back the row by which a commit knows itself. A commit of deletes alone has none: deleting twice is as good as once.</summary>
    private static async Task<bool> LandedAsync(TableClient table, Commit commit, CancellationToken cancellation)
    {
        if (commit.Witness is not { } witness)
            return false;

        var row = await table.GetEntityIfExistsAsync<TableEntity>(commit.Partition.Key, witness.Entity.RowKey, [Commit.OperationColumn], cancellation);
        return row.HasValue && row.Value?.GetString(Commit.OperationColumn) == commit.Operation.Id;
    }

    private async IAsyncEnumerable<TableEntity> QueryAsync(
        string table, string filter, int? most, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var rows = _clients.Table(table).QueryAsync<TableEntity>(filter, Math.Min(most ?? 1000, 1000), cancellationToken: cancellation)
            .GetAsyncEnumerator(cancellation);
        await using (rows)
        {
            while (await NextAsync(rows, cancellation))
                yield return rows.Current;
        }
    }

    // A table that nobody has written to yet is an empty one.
    private static async Task<bool> NextAsync(IAsyncEnumerator<TableEntity> rows, CancellationToken cancellation)
    {
        try
        {
            return await Reach.TryAsync(() => rows.MoveNextAsync().AsTask(), cancellation);
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableNotFound)
        {
            return false;
        }
    }
}

/// <summary>The time that an operation has for its commit is over: others may count on it not being written any more.</summary>
public sealed class OperationGivenUpException(string operation) : Exception($"Operation {operation} ran out of time before its commit; nothing was written.");
