namespace WeCommerce.Storage.Simulator;

/// <summary>One call, named by what it is about and not by when it comes: two runs of the same program make the same calls.</summary>
public sealed record StorageCall
{
    /// <summary>
    /// <c>Table.</c> with Create, Drop, List, Insert, Get, Query, Replace, Merge, InsertOrReplace, InsertOrMerge, Delete, Batch;
    /// <c>Queue.</c> with Create, Drop, List, Properties, SetMetadata, Put, Get, Peek, Update, Delete, Clear.
    /// </summary>
    public required string Operation { get; init; }

    /// <summary>The table or queue; empty for a call about the account.</summary>
    public string Name { get; init; } = "";

    /// <summary>The PartitionKey that a row's call names, or all rows of a batch; null for a query.</summary>
    public string? Partition { get; init; }

    /// <summary>The rows that the call names, in its order.</summary>
    public IReadOnlyList<string> RowKeys { get; init; } = [];

    /// <summary>The message that is put or updated, as it was sent; a row's or a batch's body; a query's filter. Else empty.</summary>
    public string Body { get; init; } = "";

    /// <summary>The message that is updated or deleted.</summary>
    public string? MessageId { get; init; }

    /// <summary>Whose transport it came through (<see cref="StorageSimulator.TransportOf"/>).</summary>
    public string Caller { get; init; } = "";

    public bool IsWrite => Operation is not ("Table.List" or "Table.Get" or "Table.Query" or "Queue.List" or "Queue.Properties" or "Queue.Get" or "Queue.Peek");

    /// <summary>Operation, name, partition and rows: the same for the same call in every run. Bodies and message ids are left out.</summary>
    public override string ToString() =>
        string.Join(' ', new[] { Operation, Name, Partition, RowKeys.Count == 0 ? null : $"[{string.Join(", ", RowKeys)}]" }.Where(p => !string.IsNullOrEmpty(p)));
}
