using Azure.Data.Tables;

namespace WeCommerce.Slices;

/// <summary>What stands in the tables, as somebody who reads them without the shop would see it.</summary>
internal static class StoredRows
{
    /// <summary>Every row of every table.</summary>
    public static async Task<IReadOnlyList<(string Table, TableEntity Row)>> AllAsync(string connectionString)
    {
        var service = new TableServiceClient(connectionString);
        var all = new List<(string, TableEntity)>();
        await foreach (var table in service.QueryAsync())
        {
            await foreach (var row in service.GetTableClient(table.Name).QueryAsync<TableEntity>())
                all.Add((table.Name, row));
        }
        return all;
    }

    /// <summary>Every column of every row, as <c>Table/PartitionKey/RowKey/Column = value</c>.</summary>
    public static async Task<IReadOnlyList<string>> TextsAsync(string connectionString) =>
    [
        .. (await AllAsync(connectionString)).SelectMany(r => r.Row.Select(c => $"{r.Table}/{r.Row.PartitionKey}/{r.Row.RowKey}/{c.Key} = {c.Value}")),
    ];
}
