using System.Text;
using Azure.Data.Tables;
using WeCommerce.Storage.Simulator.Wire;

namespace WeCommerce.Storage.Simulator;

/// <summary>
/// Tables that are not in memory but at a server on this machine (Azurite): the simulator says what befalls a call, the server what comes of it. Calls are
/// no longer answered at once, and instants in rows are the server's.
/// </summary>
public sealed class RemoteTables
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    private readonly TableServiceClient _service;

    /// <param name="connectionString">Of an account whose name is in its endpoint's path.</param>
    public RemoteTables(string connectionString)
    {
        var parts = connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        (Account, Key) = (parts["AccountName"], parts["AccountKey"]);
        Endpoint = parts["TableEndpoint"];
        _service = new TableServiceClient(connectionString);
    }

    internal string Account { get; }

    internal string Key { get; }

    internal string Endpoint { get; }

    internal bool Has(Uri uri) => uri.AbsoluteUri.StartsWith(Endpoint, StringComparison.Ordinal);

    /// <summary>The request as it would be without the account's name in its paths: by that it is named.</summary>
    internal WireRequest Plain(WireRequest request) => new(
        request.Method, new Uri(Plain(request.Uri.AbsoluteUri)), request.Headers, Encoding.UTF8.GetBytes(Plain(Encoding.UTF8.GetString(request.Body))));

    private string Plain(string text) => text.Replace(Endpoint, StorageSimulator.TableEndpoint, StringComparison.Ordinal);

    /// <summary>Sends the request on as it is: it is signed for the server.</summary>
    internal async Task<Answer> AnswerAsync(WireRequest request)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Uri) { Content = new ByteArrayContent(request.Body) };
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value) && request.Body.Length > 0)
                message.Content.Headers.TryAddWithoutValidation(name, value);
        }
        using var answer = await Http.SendAsync(message);
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not ("Transfer-Encoding" or "Content-Length" or "Connection" or "Keep-Alive"));
        return new Answer((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(), [.. headers.Select(h => (h.Key, string.Join(',', h.Value)))]);
    }

    internal IReadOnlyList<StoredRow> Dump() => [.. _service.Query().OrderBy(t => t.Name, StringComparer.OrdinalIgnoreCase).SelectMany(t => Dump(t.Name))];

    internal IReadOnlyList<StoredRow> Dump(string table)
    {
        try
        {
            return [.. _service.GetTableClient(table).Query<TableEntity>().Select(r => StoredOf(table, r))];
        }
        catch (Azure.RequestFailedException e) when (e.Status == 404)
        {
            return [];
        }
    }

    private static StoredRow StoredOf(string table, TableEntity row) => new(
        table, row.PartitionKey, row.RowKey, row.Timestamp ?? default, row.ETag.ToString(),
        row.Where(c => c.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag")).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal));
}
