using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeCommerce.LocalHost.Tests.Queues;
using WeCommerce.Testing;

namespace WeCommerce.LocalHost.Tests.Hosting;

public sealed class StopTests(Azurite azurite)
{
    private readonly Probe _probe = new();

    [Fact]
    public async Task MessageAtWork_IsFinished_AndOthersStayInTheQueue()
    {
        await using var app = await StartAsync(azurite.NewAccount(), TimeSpan.FromSeconds(30));
        await app.SendAsync("waiting", "first");
        Assert.Equal("begins first", await _probe.NextAsync());

        var stopped = app.StopAsync();
        await app.SendAsync("waiting", "second");
        Assert.False(stopped.IsCompleted);
        _probe.Open("first");
        await stopped.Within();

        Assert.Equal(["ends first"], _probe.Rest());
        Assert.Equal(Convert.ToBase64String("second"u8), Assert.Single(await app.PeekAsync("waiting")));
        Assert.Equal(1, await app.CountAsync("waiting"));
    }

    [Fact]
    public async Task MessageAtWork_PastTheTimeout_IsCancelled_AndComesAgain()
    {
        var storage = azurite.NewAccount();
        await using (var app = await StartAsync(storage, TimeSpan.FromMilliseconds(200)))
        {
            await app.SendAsync("waiting", "long");
            Assert.Equal("begins long", await _probe.NextAsync());

            await app.StopAsync().Within();

            Assert.Equal(["leaves long"], _probe.Rest());
            Assert.Single(await app.PeekAsync("waiting"));
        }

        await using var next = await StartAsync(storage, TimeSpan.FromSeconds(30));
        _probe.Open("long");
        Assert.Equal("begins long", await _probe.NextAsync());
        Assert.Equal("ends long", await _probe.NextAsync());
    }

    [Fact]
    public async Task RequestAtWork_IsAnswered()
    {
        await using var app = await StartAsync(azurite.NewAccount(), TimeSpan.FromSeconds(30));
        var answer = app.Http.GetStringAsync("/api/Slow");
        Assert.Equal("slow", await _probe.NextAsync());

        var stopped = app.StopAsync();
        Assert.False(stopped.IsCompleted);
        _probe.Open("slow");

        Assert.Equal("done", await answer.Within());
        await stopped.Within();
    }

    [Fact]
    public async Task RequestAtWork_PastTheTimeout_IsCancelled()
    {
        await using var app = await StartAsync(azurite.NewAccount(), TimeSpan.FromMilliseconds(200));
        var answer = app.Http.GetStringAsync("/api/Slow");
        Assert.Equal("slow", await _probe.NextAsync());

        await app.StopAsync().Within();

        Assert.Equal("cancelled", await _probe.NextAsync());
        await Assert.ThrowsAsync<HttpRequestException>(() => answer.Within());
    }

    [Fact]
    public async Task CallerThatLeaves_CancelsTheFunction()
    {
        await using var app = await StartAsync(azurite.NewAccount(), TimeSpan.FromSeconds(30));
        using var leave = new CancellationTokenSource();
        var answer = app.Http.GetStringAsync("/api/Slow", leave.Token);
        Assert.Equal("slow", await _probe.NextAsync());

        await leave.CancelAsync();

        Assert.Equal("cancelled", await _probe.NextAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer.Within());
    }

    private Task<RunningApp> StartAsync(string storage, TimeSpan shutdown) => RunningApp.StartAsync(
        new App(typeof(WaitingFunctions), typeof(SlowFunctions))
        {
            Storage = storage,
            HostJson = { ["extensions:queues:maxPollingInterval"] = "00:00:00.2" },
            Configure = builder => builder.Services.AddSingleton(_probe).Configure<HostOptions>(options => options.ShutdownTimeout = shutdown),
        });

    internal sealed class SlowFunctions(Probe probe)
    {
        [Function("Slow")]
        public async Task<IResult> Slow([HttpTrigger("get")] HttpRequest request, CancellationToken cancellation)
        {
            probe.Say("slow");
            try
            {
                await probe.GateAsync("slow", cancellation);
                return Results.Text("done");
            }
            catch (OperationCanceledException)
            {
                probe.Say("cancelled");
                throw;
            }
        }
    }
}
