using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeCommerce.Storage;

public static class StorageModule
{
    /// <summary>Partitions, queues and effects over the account named by <c>AzureWebJobsStorage</c>.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<StorageOptions>()
            .Configure<IConfiguration>(static (options, configuration) =>
            {
                options.ConnectionString = configuration["AzureWebJobsStorage"];
                configuration.GetSection("AzureWebJobsStorage").Bind(options);
            })
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>>(new Validation<StorageOptions>(static o => o.Faults()));
        services.AddSingleton<CountingTransport>();
        services.AddSingleton<StorageClients>();
        // Made here by hand: their constructors take types that only this assembly knows.
        services.AddSingleton(static s => new Partitions(s.GetRequiredService<StorageClients>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static s => new Queues(s.GetRequiredService<StorageClients>()));
        services.AddSingleton(static s => new EffectRunner(
            s.GetRequiredService<Partitions>(),
            s.GetRequiredService<Queues>(),
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<IServiceScopeFactory>(),
            s.GetServices<EffectRoute>(),
            s.GetRequiredService<ILogger<EffectRunner>>()));
        services.AddSingleton<Ids>();
        return services;
    }

    /// <summary>Encryption of columns, with the keys of the section <c>Vault</c>.</summary>
    public static IServiceCollection AddVault(this IServiceCollection services)
    {
        services.AddOptions<VaultOptions>().BindConfiguration("Vault").ValidateOnStart();
        services.AddSingleton<IValidateOptions<VaultOptions>>(new Validation<VaultOptions>(static o => o.Faults()));
        services.AddSingleton<Vault>();
        return services;
    }

    /// <summary>Says who does the effects that a commit records as <typeparamref name="TEffect"/>.</summary>
    public static IServiceCollection AddEffect<TEffect, THandler>(this IServiceCollection services)
        where TEffect : notnull
        where THandler : class, IEffectHandler<TEffect>
    {
        services.AddScoped<THandler>();
        services.AddSingleton(EffectRoute.To<TEffect, THandler>());
        return services;
    }

    private sealed class Validation<TOptions>(Func<TOptions, IEnumerable<string>> faults) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            var found = faults(options).ToList();
            return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
        }
    }
}

/// <summary>The SDK's clients, made once: they are thread-safe and keep their connections alive.</summary>
internal sealed class StorageClients
{
    private readonly ConcurrentDictionary<string, TableClient> _tables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, QueueClient> _queues = new(StringComparer.Ordinal);
    private readonly TableServiceClient _tableService;
    private readonly QueueServiceClient _queueService;

    public StorageClients(IOptions<StorageOptions> options, CountingTransport transport, TimeProvider time)
    {
        var o = options.Value;
        var tables = Configure(new TableClientOptions(), transport, time);
        var queues = Configure(new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }, transport, time);
        if (!string.IsNullOrWhiteSpace(o.ConnectionString))
        {
            _tableService = new TableServiceClient(o.ConnectionString, tables);
            _queueService = new QueueServiceClient(o.ConnectionString, queues);
        }
        else
        {
            var identity = new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = o.ClientId });
            _tableService = new TableServiceClient(o.TableServiceUri, identity, tables);
            _queueService = new QueueServiceClient(o.QueueServiceUri, identity, queues);
        }
    }

    public TableClient Table(string name) => _tables.GetOrAdd(name, static (n, service) => service.GetTableClient(n), _tableService);

    public QueueClient Queue(string name) => _queues.GetOrAdd(name, static (n, service) => service.GetQueueClient(n), _queueService);

    private static T Configure<T>(T options, HttpPipelineTransport transport, TimeProvider time)
        where T : ClientOptions
    {
        options.Transport = transport;
        options.RetryPolicy = new TimedRetry(time);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(8);
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        return options;
    }
}
