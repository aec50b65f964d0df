using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using WeCommerce.Storage.Simulator;
using WeCommerce.Testing;

namespace WeCommerce.Storage.Tests;

/// <summary>A storage account of a test's own: one of Azurite's, or a simulator.</summary>
/// <param name="Transport">What carries its requests; null for the network.</param>
public sealed record Account(string ConnectionString, HttpPipelineTransport? Transport)
{
    public static Account On(Azurite azurite) => new(azurite.NewAccount(), null);

    public static Account Simulated() => Of(new StorageSimulator(TimeProvider.System));

    public static Account Of(StorageSimulator simulator) => new(simulator.ConnectionString, simulator.Transport);

    public TableClient Table(string name) => new(ConnectionString, name, Through(new TableClientOptions()));

    public TableServiceClient Tables() => new(ConnectionString, Through(new TableClientOptions()));

    /// <summary>A table that is there.</summary>
    public async Task<TableClient> NewTableAsync(string name = "Things")
    {
        var table = Table(name);
        await table.CreateAsync();
        return table;
    }

    public QueueClient Queue(string name) =>
        new(ConnectionString, name, Through(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }));

    public QueueServiceClient Queues() => new(ConnectionString, Through(new QueueClientOptions()));

    /// <summary>A queue that is there.</summary>
    public async Task<QueueClient> NewQueueAsync(string name = "things")
    {
        var queue = Queue(name);
        await queue.CreateAsync();
        return queue;
    }

    private T Through<T>(T options)
        where T : ClientOptions
    {
        if (Transport is not null)
            options.Transport = Transport;
        options.Retry.MaxRetries = 0;
        return options;
    }
}
