using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using WeCommerce.Storage.Simulator.Wire;

namespace WeCommerce.Storage.Simulator.Tables;

/// <summary>Table Storage: an account's tables, asked in requests. Not thread-safe; its owner asks one request at a time.</summary>
internal sealed partial class TableService(TimeProvider time, Func<int> rowsPerPage)
{
    private const int MostBytes = 4 << 20;

    // Table names do not tell upper from lower case.
    private readonly SortedDictionary<string, Table> _tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly RowWrites _writes = new(new Stamps(time));

    public static string NameIn(WireRequest create)
    {
        using var json = JsonDocument.Parse(create.Text);
        return json.RootElement.GetProperty("TableName").GetString() ?? "";
    }

    public Answer Answer(WireRequest wire)
    {
        try
        {
            if (wire.Body.Length > MostBytes)
                throw new Refusal(413, "RequestBodyTooLarge", "The request body is too large and exceeds the maximum permissible limit.");
            return Answer(TableRequest.Of(wire));
        }
        catch (Refusal refusal)
        {
            return TableAnswer.Of(refusal);
        }
    }

    public IReadOnlyList<StoredRow> Dump() => [.. _tables.Values.SelectMany(static t => t.Rows().Select(r => r.ToStored(t.Name)))];

    private Answer Answer(TableRequest request) => request.Verb switch
    {
        TableVerb.List => RowJson.Tables(_tables.Values.Select(static t => t.Name)),
        TableVerb.Create => Create(NameIn(request.Wire)),
        TableVerb.Drop => _tables.Remove(request.Table) ? Wire.Answer.Empty(204) : throw NoResource(),
        TableVerb.Get => Get(TableOf(request), request),
        TableVerb.Query => Query(TableOf(request), request.Wire),
        TableVerb.Batch => Batch(request.Wire),
        _ => AnswerOf(request, _writes.Write(TableOf(request), request)),
    };

    private Answer Create(string name)
    {
        if (!TableName().IsMatch(name))
            throw new Refusal(400, "InvalidResourceName", "The specified resource name contains invalid characters.");
        if (!_tables.TryAdd(name, new Table(name)))
            throw new Refusal(409, "TableAlreadyExists", "The table specified already exists.");

        return Wire.Answer.Empty(204, ("Preference-Applied", "return-no-content"));
    }

    private static Answer Get(Table table, TableRequest request) =>
        RowJson.One(200, table.Name, table.Find(request.PartitionKey ?? "", request.RowKey ?? "") ?? throw NoResource(), ColumnsOf(request.Wire));

    private Answer Query(Table table, WireRequest wire)
    {
        var filter = wire.Query("$filter") is { Length: > 0 } text ? FilterParser.Parse(text) : Filter.All;
        var most = wire.Query("$top") is { } top && int.TryParse(top, out var n) ? Math.Min(n, rowsPerPage()) : rowsPerPage();
        var (fromPartition, fromRow) = (Continuation.Read(wire.Query("NextPartitionKey")), Continuation.Read(wire.Query("NextRowKey")));
        var page = new List<Row>();
        foreach (var row in table.Rows(filter.Partition).SkipWhile(r => IsBefore(r, fromPartition, fromRow)))
        {
            if (page.Count == most)
            {
                return RowJson.Many(table.Name, page, ColumnsOf(wire),
                    ("x-ms-continuation-NextPartitionKey", Continuation.Write(row.PartitionKey)), ("x-ms-continuation-NextRowKey", Continuation.Write(row.RowKey)));
            }
            if (filter.Matches(row))
                page.Add(row);
        }
        return RowJson.Many(table.Name, page, ColumnsOf(wire));
    }

    private Answer Batch(WireRequest wire)
    {
        try
        {
            var requests = BatchBody.Read(wire).Select(TableRequest.Of).ToList();
            var rows = _writes.WriteAll(TableOf(requests[0], partOfBatch: true), requests);
            return BatchBody.Write(requests.Zip(rows, AnswerOf));
        }
        catch (Refusal refusal)
        {
            return BatchBody.Write([TableAnswer.Of(refusal)]);
        }
    }

    private static Answer AnswerOf(TableRequest request, Row? row)
    {
        if (row is null)
            return Wire.Answer.Empty(204);

        return request.Verb == TableVerb.Insert && request.Wire.Header("Prefer") != "return-no-content"
            ? RowJson.One(201, request.Table, row, columns: null)
            : Wire.Answer.Empty(204, ("ETag", row.ETag));
    }

    private Table TableOf(TableRequest request, bool partOfBatch = false)
    {
        if (_tables.TryGetValue(request.Table, out var table))
            return table;

        var refusal = new Refusal(404, "TableNotFound", "The table specified does not exist.");
        throw partOfBatch ? refusal.At(0) : refusal;
    }

    private static Refusal NoResource() => new(404, "ResourceNotFound", "The specified resource does not exist.");

    private static string[]? ColumnsOf(WireRequest wire) => wire.Query("$select") is { Length: > 0 } columns and not "*" ? columns.Split(',') : null;

    private static bool IsBefore(Row row, string? partition, string? rowKey)
    {
        if (partition is null)
            return false;

        var order = string.CompareOrdinal(row.PartitionKey, partition);
        return order < 0 || (order == 0 && rowKey is not null && string.CompareOrdinal(row.RowKey, rowKey) < 0);
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,62}$", RegexOptions.NonBacktracking)]
    private static partial Regex TableName();

    /// <summary>Where a query goes on: a key as a header can carry it.</summary>
    private static class Continuation
    {
        public static string Write(string key) => "1!" + Convert.ToBase64String(Encoding.UTF8.GetBytes(key));

        public static string? Read(string? text) => text is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(text["1!".Length..]));
    }
}
