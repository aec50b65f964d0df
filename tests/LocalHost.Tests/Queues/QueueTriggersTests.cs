using System.Text;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Testing;

namespace WeCommerce.LocalHost.Tests.Queues;

public sealed class QueueTriggersTests(Azurite azurite)
{
    private readonly Probe _probe = new();

    [Fact]
    public async Task Message_BecomesTheParameter_AndIsDeleted()
    {
        await using var app = await StartAsync(typeof(QueueFunctions));

        await app.SendAsync("text", "微信");
        Assert.Equal("微信", await _probe.NextAsync());
        await app.SendAsync("bytes", "AB");
        Assert.Equal("4142", await _probe.NextAsync());
        await app.SendAsync("data", "CD");
        Assert.Equal("CD", await _probe.NextAsync());
        await app.SendAsync("wake-ups", """{"orderId":"O1","attempt":2}""");
        Assert.Equal("O1 2", await _probe.NextAsync());
        await Eventually.TrueAsync(async () => await app.CountAsync("text") == 0, "the message is deleted");
    }

    [Fact]
    public async Task Facts_OfTheMessage_AreBindingData()
    {
        await using var app = await StartAsync(typeof(QueueFunctions));

        await app.SendAsync("facts", "x");

        Assert.Equal("1 True", await _probe.NextAsync());
    }

    [Fact]
    public async Task Failure_ComesAgain_UntilItIsPoison()
    {
        await using var app = await StartAsync(typeof(FailingFunctions), ("maxDequeueCount", "3"));

        await app.SendAsync("failing", "bad");

        Assert.Equal("bad 1", await _probe.NextAsync());
        Assert.Equal("bad 2", await _probe.NextAsync());
        Assert.Equal("bad 3", await _probe.NextAsync());
        await Eventually.TrueAsync(async () => (await app.PeekAsync("failing-poison")).Count == 1, "the message is poison");
        Assert.Equal(Convert.ToBase64String("bad"u8), Assert.Single(await app.PeekAsync("failing-poison")));
        await Eventually.TrueAsync(async () => await app.CountAsync("failing") == 0, "the message is gone");
        var poison = await app.Queue("failing-poison").PeekMessageAsync();
        Assert.True(poison.Value.ExpiresOn > DateTimeOffset.UtcNow.AddYears(10));
    }

    // The Functions host makes no poison queue for a poison queue (WebJobs SDK, QueueListenerFactory.CreatePoisonQueueReference).
    [Fact]
    public async Task Failure_OfAPoisonQueuesFunction_LeavesTheMessageThere()
    {
        await using var app = await StartAsync(typeof(FailingPoisonFunctions), ("maxDequeueCount", "1"));

        await app.SendAsync("lost-poison", "bad");

        Assert.Equal("bad", await _probe.NextAsync());
        // What the first message would have done by now, had it gone on.
        await app.SendAsync("lost-poison", "worse");
        Assert.Equal("worse", await _probe.NextAsync());
        Assert.Equal(2, await app.CountAsync("lost-poison"));
        Assert.False(await app.Queue("lost-poison-poison").ExistsAsync());
    }

    [Fact]
    public async Task Failure_WaitsForTheVisibilityTimeout()
    {
        await using var app = await StartAsync(typeof(FailingFunctions), ("visibilityTimeout", "01:00:00"));

        await app.SendAsync("failing", "bad");
        Assert.Equal("bad 1", await _probe.NextAsync());
        await app.SendAsync("failing", "good");

        Assert.Equal("good 1", await _probe.NextAsync());
        await Eventually.TrueAsync(async () => await app.CountAsync("failing") == 1, "only the failed message is left");
        Assert.Empty(await app.PeekAsync("failing"));
    }

    [Fact]
    public async Task NotBase64_IsPutAside_AndOthersGoOn()
    {
        await using var app = await StartAsync(typeof(FailingFunctions));
        await app.Queue("failing").CreateIfNotExistsAsync();

        await app.Queue("failing").SendMessageAsync("not base64!");
        await app.SendAsync("failing", "good");

        Assert.Equal("good 1", await _probe.NextAsync());
        await Eventually.TrueAsync(async () => (await app.PeekAsync("failing-poison")) is ["not base64!"], "the text is put aside as it is");
        Assert.Empty(_probe.Rest());
    }

    [Fact]
    public async Task EncodingNone_TakesTheTextAsItIs()
    {
        await using var app = await StartAsync(typeof(FailingFunctions), ("messageEncoding", "none"));
        await app.Queue("failing").CreateIfNotExistsAsync();

        await app.Queue("failing").SendMessageAsync("as it is");

        Assert.Equal("as it is 1", await _probe.NextAsync());
    }

    [Fact]
    public async Task Poco_ThatIsNotJson_IsPoisonInTheEnd()
    {
        await using var app = await StartAsync(typeof(QueueFunctions), ("maxDequeueCount", "2"));

        await app.SendAsync("wake-ups", "not json");

        await Eventually.TrueAsync(
            async () => await app.PeekAsync("wake-ups-poison") is [var text] && Encoding.UTF8.GetString(Convert.FromBase64String(text)) == "not json",
            "the message is poison");
    }

    [Fact]
    public async Task MessageTakenTooOften_IsPutAside_WithoutAnotherRun()
    {
        var storage = azurite.NewAccount();
        var queue = new QueueClient(storage, "failing");
        await queue.CreateAsync();
        await queue.SendMessageAsync(Convert.ToBase64String("killer"u8));
        for (var i = 0; i < 2; i++) // by processes that died of it
        {
            var taken = (await queue.ReceiveMessageAsync()).Value;
            await queue.UpdateMessageAsync(taken.MessageId, taken.PopReceipt, taken.Body, TimeSpan.Zero);
        }

        await using var app = await RunningApp.StartAsync(AppOf(typeof(FailingFunctions), storage, _ => { }, ("maxDequeueCount", "2")));

        await Eventually.TrueAsync(async () => (await app.PeekAsync("failing-poison")).Count == 1, "the message is poison");
        Assert.Empty(_probe.Rest());
    }

    [Fact]
    public async Task LongFunction_KeepsItsMessage()
    {
        await using var app = await StartAsync(typeof(WaitingFunctions), options => options.MessageLease = TimeSpan.FromSeconds(3));

        await app.SendAsync("waiting", "long");
        Assert.Equal("begins long", await _probe.NextAsync());
        // A message sent later, hidden for twice the lease, is handled while the first still runs: had the lease ended, that one had come twice.
        await app.Queue("waiting").SendMessageAsync(Convert.ToBase64String("after"u8), TimeSpan.FromSeconds(7), TimeSpan.FromMinutes(1));
        Assert.Equal("begins after", await _probe.NextAsync());
        _probe.Open("long");
        Assert.Equal("ends long", await _probe.NextAsync());
        _probe.Open("after");
        Assert.Equal("ends after", await _probe.NextAsync());

        await Eventually.TrueAsync(async () => await app.CountAsync("waiting") == 0, "both are deleted");
    }

    [Fact]
    public async Task Batches_AreTaken_WhileAtMostTheThresholdIsLeft()
    {
        var storage = azurite.NewAccount();
        var queue = new QueueClient(storage, "waiting", new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        await queue.CreateAsync();
        foreach (var text in new[] { "1", "2", "3", "4", "5" })
            await queue.SendMessageAsync(text);

        await using var app = await RunningApp.StartAsync(AppOf(typeof(WaitingFunctions), storage, _ => { }, ("batchSize", "2"), ("newBatchThreshold", "1")));

        Assert.Equal(["begins 1", "begins 2"], await HearAsync(2));
        _probe.Open("1");
        Assert.Equal(["begins 3", "begins 4", "ends 1"], await HearAsync(3));
        Assert.Empty(_probe.Rest());
        foreach (var text in new[] { "2", "3", "4", "5" })
            _probe.Open(text);
        await Eventually.TrueAsync(async () => await app.CountAsync("waiting") == 0, "all are done");
    }

    private Task<RunningApp> StartAsync(Type functions, params (string Key, string Value)[] queues) => StartAsync(functions, _ => { }, queues);

    private Task<RunningApp> StartAsync(Type functions, Action<LocalHostOptions> options, params (string Key, string Value)[] queues) =>
        RunningApp.StartAsync(AppOf(functions, azurite.NewAccount(), options, queues));

    private App AppOf(Type functions, string storage, Action<LocalHostOptions> options, params (string Key, string Value)[] queues)
    {
        var app = new App(functions)
        {
            Storage = storage,
            HostJson = { ["extensions:queues:visibilityTimeout"] = "00:00:00", ["extensions:queues:maxPollingInterval"] = "00:00:00.2" },
            Configure = builder =>
            {
                builder.Services.AddSingleton(_probe).Configure(options);
                builder.Configuration["WakeQueue"] = "wake-ups";
                builder.Configuration["WakeConnection"] = "AzureWebJobsStorage";
            },
        };
        foreach (var (key, value) in queues)
            app.HostJson[$"extensions:queues:{key}"] = value;
        return app;
    }

    private async Task<IEnumerable<string>> HearAsync(int count)
    {
        var heard = new List<string>();
        while (heard.Count < count)
            heard.Add(await _probe.NextAsync());
        return heard.Order(StringComparer.Ordinal);
    }
}
