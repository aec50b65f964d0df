using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace WeCommerce.LocalHost.Settings;

/// <summary>Clients of the storage accounts that settings name.</summary>
internal sealed class StorageAccount(IConfiguration configuration)
{
    /// <summary>The account of the host's own state, and of triggers that name none.</summary>
    public const string Default = "AzureWebJobsStorage";

    /// <summary>Message texts are taken as they are: this host decodes them itself, so that one that cannot be decoded is not lost.</summary>
    public QueueServiceClient Queues(string connection)
    {
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None };
        FailSoon(options.Retry);
        return new QueueServiceClient(ConnectionString(connection), options);
    }

    public TableServiceClient Tables(string connection)
    {
        var options = new TableClientOptions();
        FailSoon(options.Retry);
        return new TableServiceClient(ConnectionString(connection), options);
    }

    /// <summary>Whoever waits for storage here tries again anyway, so that the log says soon what is wrong.</summary>
    private static void FailSoon(RetryOptions retry)
    {
        retry.MaxRetries = 2;
        retry.Delay = TimeSpan.FromMilliseconds(200);
        retry.NetworkTimeout = TimeSpan.FromSeconds(20);
    }

    private string ConnectionString(string name) =>
        Setting(name) ?? Setting("AzureWebJobs" + name) ?? configuration.GetConnectionString(name)
        ?? throw new InvalidOperationException($"The setting '{name}' does not exist. It must be the connection string of a storage account.");

    private string? Setting(string name) => configuration[name] is { Length: > 0 } value ? value : null;
}
