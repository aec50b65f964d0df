using Azure.Core.Pipeline;

namespace WeCommerce.Storage;

/// <summary>
/// Where the shop's tables and queues are. Read from the setting that the Functions host itself uses, <c>AzureWebJobsStorage</c>:
/// a connection string on a laptop, <c>AzureWebJobsStorage__tableServiceUri</c> and <c>__queueServiceUri</c> (with a managed identity) in the cloud.
/// </summary>
public sealed class StorageOptions
{
    /// <summary>A storage connection string. Used when set; else the two URIs are.</summary>
    public string? ConnectionString { get; set; }

    public Uri? TableServiceUri { get; set; }

    public Uri? QueueServiceUri { get; set; }

    /// <summary>The client id of a user-assigned identity; empty for the system-assigned one (or the developer's own sign-in).</summary>
    public string? ClientId { get; set; }

    /// <summary>What carries the requests; null for connections that are kept alive. Tests put faults here.</summary>
    public HttpPipelineTransport? Transport { get; set; }

    internal IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(ConnectionString) && (TableServiceUri is null || QueueServiceUri is null))
        {
            yield return "AzureWebJobsStorage is missing: set it to a connection string, "
                + "or set AzureWebJobsStorage__tableServiceUri and AzureWebJobsStorage__queueServiceUri.";
        }
    }
}
