using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Flights;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Orders;
using WeCommerce.Storage;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Flights;

public sealed class RecorderTests(Azurite azurite)
{
    // Storage is away and the notes keep coming: memory stays bounded, nobody waits, and the log says what is missing.
    [Fact]
    public async Task Recorder_UnderPressure_DropsAndCounts()
    {
        const int notes = FlightRecorder.Capacity * 3;
        var logs = new RecordingLogs();
        var network = new FaultyTransport();
        network.LoseRequests(static _ => true);
        await using var services = ServicesOf(azurite.NewAccount(), network, logs);
        using var recorder = services.GetRequiredService<FlightRecorder>();

        for (var n = 0; n < notes; n++)
            recorder.Note(Flight(services));
        Assert.Equal(notes - FlightRecorder.Capacity, recorder.Dropped);

        await recorder.StartAsync(default);
        var missing = notes - FlightRecorder.Capacity;
        await Eventually.IsAsync(
            () => Task.FromResult(logs.Lines.Any(l => l.Contains($"dropped {missing} notes, {missing} since the start", StringComparison.Ordinal))), "the log tells it");
        await recorder.StoppedAsync(default);
    }

    [Fact]
    public async Task Recorder_WhoseReplyIsLost_WritesOnce()
    {
        var account = azurite.NewAccount();
        var network = new FaultyTransport();
        await using var services = ServicesOf(account, network, new RecordingLogs());
        using var recorder = services.GetRequiredService<FlightRecorder>();
        await recorder.StartAsync(default);
        network.LoseNextReply(static r => r.Method == Azure.Core.RequestMethod.Post && r.Uri.ToString().Contains("Flights", StringComparison.Ordinal));

        recorder.Note(Flight(services));
        await recorder.StoppedAsync(default);

        Assert.Equal(1, network.Lost);
        Assert.Single(await StoredRows.AllAsync(account));
        Assert.Equal(0, recorder.Dropped);
    }

    private static Flight Flight(ServiceProvider services)
    {
        var ids = services.GetRequiredService<Ids>();
        return new Flight(
            OrderId.New(MemberId.New(ids), ids), TimeProvider.System.GetUtcNow(), FlightKind.Http, "PlaceOrder", "201", TimeSpan.FromMilliseconds(12), "0af7651916cd43dd8448eb211c80319c");
    }

    private static ServiceProvider ServicesOf(string account, FaultyTransport network, RecordingLogs logs) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", account)]).Build())
        .AddLogging(logs.AddTo)
        .AddStorage()
        .PostConfigure<StorageOptions>(o => o.Transport = network)
        .AddFlights()
        .BuildServiceProvider();
}
