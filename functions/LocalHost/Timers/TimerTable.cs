using Azure;
using Azure.Data.Tables;
using WeCommerce.LocalHost.Settings;

namespace WeCommerce.LocalHost.Timers;

/// <summary>Timers' rows in the table <c>LocalHostTimers</c>; every write is by ETag.</summary>
internal sealed class TimerTable(StorageAccount storage)
{
    public const string Name = "LocalHostTimers";

    private TableClient? _table;

    public async Task<TimerRow> ReadAsync(string app, string function, CancellationToken cancellation)
    {
        var table = await OpenAsync(cancellation);
        var (partition, key) = (Uri.EscapeDataString(app), Uri.EscapeDataString(function));
        var found = await table.GetEntityIfExistsAsync<TimerRow>(partition, key, cancellationToken: cancellation);
        return found is { HasValue: true, Value: { } row } ? row : new TimerRow { PartitionKey = partition, RowKey = key };
    }

    /// <returns>False where somebody else has changed the row since it was read.</returns>
    public async Task<bool> TryWriteAsync(TimerRow row, CancellationToken cancellation)
    {
        var table = await OpenAsync(cancellation);
        try
        {
            var response = row.ETag == default
                ? await table.AddEntityAsync(row, cancellation)
                : await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellation);
            row.ETag = response.Headers.ETag ?? default;
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    private async Task<TableClient> OpenAsync(CancellationToken cancellation)
    {
        if (_table is { } open)
            return open;

        var table = storage.Tables(StorageAccount.Default).GetTableClient(Name);
        await table.CreateIfNotExistsAsync(cancellation);
        return _table = table;
    }
}
