using WeCommerce.Storage.Simulator.Wire;

namespace WeCommerce.Storage.Simulator.Tables;

/// <summary>The writes of one row, as each stands alone or in a transaction.</summary>
internal sealed class RowWrites(Stamps stamps)
{
    private const int MostInABatch = 100;

    /// <summary>Carries out a write, or refuses it and changes nothing.</summary>
    /// <returns>The row as it is now; null when it was deleted.</returns>
    public Row? Write(Table table, TableRequest request)
    {
        if (request.Verb == TableVerb.Insert)
            return Insert(table, RowBody.Read(request.Wire));

        var (partition, key) = (request.PartitionKey ?? "", request.RowKey ?? "");
        var there = table.Find(partition, key);
        switch (request.Verb)
        {
            case TableVerb.Delete:
                Match(there, request.IfMatch ?? throw new Refusal(400, "MissingRequiredHeader", "An HTTP header that's mandatory for this request is not specified."));
                table.Set(partition, key, null);
                return null;
            case TableVerb.Replace or TableVerb.Merge:
                Match(there, request.IfMatch);
                break;
        }

        var brought = RowBody.Read(request.Wire).Properties;
        var isMerge = request.Verb is TableVerb.Merge or TableVerb.InsertOrMerge;
        return Put(table, new Row(partition, key, stamps.Next(), isMerge && there is not null ? Merged(there.Properties, brought) : brought));
    }

    /// <summary>Carries out all writes, or none: the refusal names the first that fails.</summary>
    public IReadOnlyList<Row?> WriteAll(Table table, IReadOnlyList<TableRequest> requests)
    {
        var before = new List<(string Partition, string Row, Row? Was)>();
        var rows = new List<Row?>();
        foreach (var request in requests)
        {
            try
            {
                var (partition, key) = KeyOf(request);
                CheckPlace(before, partition, key);
                before.Add((partition, key, table.Find(partition, key)));
                rows.Add(Write(table, request));
            }
            catch (Refusal refusal)
            {
                foreach (var (partition, row, was) in before)
                    table.Set(partition, row, was);
                throw refusal.At(rows.Count);
            }
        }
        return rows;
    }

    // Source: "Performing entity group transactions".
    private static void CheckPlace(List<(string Partition, string Row, Row? Was)> before, string partition, string row)
    {
        if (before.Count == MostInABatch)
            throw new Refusal(400, "InvalidInput", $"The batch request operation exceeds the maximum {MostInABatch} changes per change set.");
        if (before.Count > 0 && before[0].Partition != partition)
            throw new Refusal(400, "CommandsInBatchActOnDifferentPartitions", "All commands in a batch must operate on same entity group.");
        if (before.Exists(b => b.Row == row))
            throw new Refusal(400, "InvalidDuplicateRow", $"A command with RowKey '{row}' is already present in the batch. An entity can appear only once in a batch.");
    }

    private static (string Partition, string Row) KeyOf(TableRequest request)
    {
        if (request is { PartitionKey: { } partition, RowKey: { } row })
            return (partition, row);

        var body = RowBody.Read(request.Wire);
        return (Needed(body.PartitionKey), Needed(body.RowKey));
    }

    private Row Insert(Table table, RowBody body)
    {
        var (partition, key) = (Needed(body.PartitionKey), Needed(body.RowKey));
        if (table.Find(partition, key) is not null)
            throw new Refusal(409, "EntityAlreadyExists", "The specified entity already exists.");

        return Put(table, new Row(partition, key, stamps.Next(), body.Properties));
    }

    private static Row Put(Table table, Row row)
    {
        RowRules.Check(row);
        table.Set(row.PartitionKey, row.RowKey, row);
        return row;
    }

    private static string Needed(string? key) => key ?? throw new Refusal(400, "PropertiesNeedValue", "The values are not specified for all properties in the entity.");

    private static void Match(Row? there, string? etag)
    {
        if (etag is not "*" && etag?.StartsWith("W/\"", StringComparison.Ordinal) is not true)
            throw new Refusal(400, "InvalidInput", $"The etag value '{etag}' specified in one of the request headers is not valid.");
        if (there is null)
            throw new Refusal(404, "ResourceNotFound", "The specified resource does not exist.");
        if (etag is not "*" && etag != there.ETag)
            throw new Refusal(412, "UpdateConditionNotSatisfied", "The update condition specified in the request was not satisfied.");
    }

    private static Dictionary<string, object> Merged(IReadOnlyDictionary<string, object> there, IReadOnlyDictionary<string, object> brought)
    {
        var merged = new Dictionary<string, object>(there, StringComparer.Ordinal);
        foreach (var (name, value) in brought)
            merged[name] = value;
        return merged;
    }
}
