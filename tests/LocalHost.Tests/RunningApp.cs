using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace WeCommerce.LocalHost.Tests;

/// <summary>A function app of a few test classes, on Kestrel, on a free port.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly string? _storage;

    private RunningApp(IHost host, string? storage)
    {
        (_host, _storage) = (host, storage);
        var addresses = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        Http = new HttpClient { BaseAddress = new Uri(Assert.Single(addresses!.Addresses)) };
    }

    public HttpClient Http { get; }

    public IServiceProvider Services => _host.Services;

    public QueueServiceClient Queues => new(_storage);

    public TableServiceClient Tables => new(_storage);

    public static async Task<RunningApp> StartAsync(App app)
    {
        var host = Build(app);
        await host.StartAsync();
        return new RunningApp(host, app.Storage);
    }

    public static IHost Build(App app)
    {
        var builder = FunctionsApplication.CreateBuilder(
        [
            "--urls", "http://127.0.0.1:0",
            "--Logging:LogLevel:Default", "None",
            .. app.Storage is null ? Array.Empty<string>() : ["--AzureWebJobsStorage", app.Storage],
            .. app.Arguments,
        ]);
        builder.ConfigureFunctionsWebApplication();
        builder.Services.Configure<LocalHostOptions>(options =>
        {
            foreach (var type in app.Classes)
                options.Classes.Add(type);
            options.StorageRetryInterval = TimeSpan.FromMilliseconds(100);
        });
        foreach (var (key, value) in app.HostJson)
            builder.Configuration[$"AzureFunctionsJobHost:{key}"] = value;
        app.Configure(builder);
        return builder.Build();
    }

    /// <summary>Sends as an app's sender does: base64.</summary>
    public async Task SendAsync(string queue, string text)
    {
        var client = new QueueClient(_storage, queue, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        await client.CreateIfNotExistsAsync();
        await client.SendMessageAsync(text);
    }

    public QueueClient Queue(string name) => Queues.GetQueueClient(name);

    /// <summary>The texts in a queue, hidden ones not counted; none where there is no queue.</summary>
    public async Task<IReadOnlyList<string>> PeekAsync(string queue)
    {
        if (!await Queue(queue).ExistsAsync())
            return [];

        var messages = await Queue(queue).PeekMessagesAsync(32);
        return [.. messages.Value.Select(message => message.Body.ToString())];
    }

    /// <summary>How many messages a queue holds, hidden ones counted.</summary>
    public async Task<int> CountAsync(string queue) => (await Queue(queue).GetPropertiesAsync()).Value.ApproximateMessagesCount;

    public Task StopAsync(CancellationToken cancellation = default) => _host.StopAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}

/// <summary>What an app under test is made of.</summary>
internal sealed record App(params Type[] Classes)
{
    public string? Storage { get; init; }

    public string[] Arguments { get; init; } = [];

    /// <summary>Values of host.json that differ from the file, such as <c>extensions:queues:batchSize</c>.</summary>
    public Dictionary<string, string> HostJson { get; init; } = [];

    public Action<FunctionsApplicationBuilder> Configure { get; init; } = static _ => { };
}
