using WeCommerce.Storage.Simulator.Wire;

namespace WeCommerce.Storage.Simulator.Tables;

/// <summary>What a request wants of Table Storage.</summary>
internal enum TableVerb
{
    Create,
    Drop,
    List,
    Insert,
    Get,
    Query,
    Replace,
    Merge,
    InsertOrReplace,
    InsertOrMerge,
    Delete,
    Batch,
}

/// <summary>A request to Table Storage, read from its method, path and If-Match.</summary>
internal sealed record TableRequest(TableVerb Verb, string Table, string? PartitionKey, string? RowKey, WireRequest Wire)
{
    public string? IfMatch => Wire.Header("If-Match");

    public static TableRequest Of(WireRequest wire)
    {
        var path = wire.Path;
        if (path == "$batch")
            return new TableRequest(TableVerb.Batch, "", null, null, wire);
        if (path is "Tables" or "Tables()")
            return new TableRequest(wire.Method == "POST" ? TableVerb.Create : TableVerb.List, "", null, null, wire);

        var (table, keys) = path.IndexOf('(', StringComparison.Ordinal) is var start and >= 0 ? (path[..start], path[start..]) : (path, "()");
        if (keys == "()")
            return new TableRequest(wire.Method == "POST" ? TableVerb.Insert : TableVerb.Query, table, null, null, wire);
        if (table == "Tables")
            return new TableRequest(TableVerb.Drop, Quoted.Read(keys, "(".Length).Text, null, null, wire);

        var (partition, end) = Quoted.Read(keys, "(PartitionKey=".Length);
        return new TableRequest(VerbOf(wire), table, partition, Quoted.Read(keys, end + ",RowKey=".Length).Text, wire);
    }

    private static TableVerb VerbOf(WireRequest wire) => (wire.Method, wire.Header("If-Match")) switch
    {
        ("GET", _) => TableVerb.Get,
        ("PUT", null) => TableVerb.InsertOrReplace,
        ("PUT", _) => TableVerb.Replace,
        ("PATCH" or "MERGE", null) => TableVerb.InsertOrMerge,
        ("PATCH" or "MERGE", _) => TableVerb.Merge,
        ("DELETE", _) => TableVerb.Delete,
        _ => throw new NotSupportedException($"{wire.Method} {wire.Path} is no request of the SDK's."),
    };
}

/// <summary>Names a request to Table Storage for who watches.</summary>
internal static class TableCall
{
    public static StorageCall Of(WireRequest wire)
    {
        var request = TableRequest.Of(wire);
        var call = new StorageCall { Operation = $"Table.{request.Verb}", Name = request.Table, Partition = request.PartitionKey, Body = wire.Text };
        switch (request.Verb)
        {
            case TableVerb.Batch:
                var parts = BatchBody.Read(wire).Select(Of).ToList();
                return call with { Name = parts[0].Name, Partition = parts[0].Partition, RowKeys = [.. parts.SelectMany(static p => p.RowKeys)] };
            case TableVerb.Create:
                return call with { Name = TableService.NameIn(wire) };
            case TableVerb.Insert:
                var row = RowBody.Read(wire);
                return call with { Partition = row.PartitionKey, RowKeys = row.RowKey is null ? [] : [row.RowKey] };
            case TableVerb.Query:
                return call with { Body = wire.Query("$filter") ?? "" };
            default:
                return request.RowKey is null ? call : call with { RowKeys = [request.RowKey] };
        }
    }
}

/// <summary>OData's quoted text: <c>'it''s'</c>.</summary>
internal static class Quoted
{
    /// <summary>Reads from the opening quote at <paramref name="at"/>; <c>End</c> is behind the closing one.</summary>
    public static (string Text, int End) Read(string source, int at)
    {
        var end = at + 1;
        while (end < source.Length && (source[end] != '\'' || (end + 1 < source.Length && source[end + 1] == '\'')))
            end += source[end] == '\'' ? 2 : 1;
        if (at >= source.Length || source[at] != '\'' || end >= source.Length)
            throw new Refusal(400, "InvalidInput", "One of the request inputs is not valid.");
        return (source[(at + 1)..end].Replace("''", "'", StringComparison.Ordinal), end + 1);
    }
}
