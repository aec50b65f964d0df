using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WeCommerce.Storage;
using WeCommerce.Storage.Tests;
using WeCommerce.Testing;

[assembly: AssemblyFixture(typeof(Azurite))]

namespace WeCommerce.Storage.Tests;

/// <summary>Storage over an account, with a clock and a network that a test can move.</summary>
internal sealed class StorageUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public StorageUnderTest(Account account, Action<IServiceCollection>? more = null)
    {
        (Account, Network) = (account, new FaultyTransport(account.Transport));
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["AzureWebJobsStorage"] = account.ConnectionString })
            .Build());
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.None));
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(Log);
        services.AddStorage();
        services.PostConfigure<StorageOptions>(o => o.Transport = Network);
        more?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public Account Account { get; }

    /// <summary>What effect handlers of a test write down.</summary>
    public ConcurrentQueue<object> Log { get; } = new();

    public FaultyTransport Network { get; }

    public MovableTime Time { get; } = new();

    public Partitions Partitions => _services.GetRequiredService<Partitions>();

    public Queues Queues => _services.GetRequiredService<Queues>();

    public EffectRunner Effects => _services.GetRequiredService<EffectRunner>();

    public Ids Ids => _services.GetRequiredService<Ids>();

    public CountingTransport Counter => _services.GetRequiredService<CountingTransport>();

    public Operation NewOperation() => Operation.Start(Ids, Time);

    public Commit NewCommit(PartitionId partition) => new(partition, NewOperation());

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
