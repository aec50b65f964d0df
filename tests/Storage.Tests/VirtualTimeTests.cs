using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WeCommerce.Storage.Simulator;

namespace WeCommerce.Storage.Tests;

/// <summary>Storage waits by the given clock alone: while it stands still nothing goes on, and days pass in no time.</summary>
public sealed class VirtualTimeTests : IDisposable
{
    private static readonly PartitionId Here = new("Things", "one");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 4, 0, 0, TimeSpan.Zero));
    private readonly ConcurrentQueue<object> _log = new();
    private readonly StorageSimulator _simulator;
    private readonly ServiceProvider _services;

    public VirtualTimeTests()
    {
        _simulator = new StorageSimulator(_time);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["AzureWebJobsStorage"] = _simulator.ConnectionString })
            .Build());
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton(_log);
        services.AddStorage();
        services.AddEffect<Patient, PatientHandler>();
        services.PostConfigure<StorageOptions>(o => o.Transport = _simulator.Transport);
        _services = services.BuildServiceProvider();
    }

    private Partitions Partitions => _services.GetRequiredService<Partitions>();

    private EffectRunner Effects => _services.GetRequiredService<EffectRunner>();

    // Azure's delays are whole seconds (Put Message, visibilitytimeout). A message that came before its time was sent again for no time, over and over.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(1000, 1)]
    [InlineData(239_001, 240)]
    public async Task AMessage_IsNeverEarly(int milliseconds, int seconds)
    {
        await _services.GetRequiredService<Queues>().SendAsync("later", "x", TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal(_time.GetUtcNow().AddSeconds(seconds), Assert.Single(_simulator.Messages()).VisibleAt);
    }

    // 0.1, 0.2 and 0.4 s, spread by a fifth.
    [Theory]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.FailBefore)]
    public async Task Repeats_WaitByTheClock(FaultKind kind)
    {
        var calls = 0;
        _simulator.Faults = _ => calls++ < 3 ? kind == FaultKind.Throttle ? Fault.Throttle : Fault.FailBefore : Fault.None;

        var reading = Partitions.ReadAsync(Here, "a");
        var seen = new List<int> { calls };
        foreach (var milliseconds in new[] { 79, 41, 159, 81, 319, 161 })
        {
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            seen.Add(calls);
        }

        Assert.Null(await reading);
        Assert.Equal([1, 1, 2, 2, 3, 3, 4], seen);
    }

    [Theory]
    [InlineData(FaultKind.Throttle)]
    [InlineData(FaultKind.FailBefore)]
    public async Task Repeats_AreThreeAndThenItIsAnOutage(FaultKind kind)
    {
        var calls = 0;
        _simulator.Faults = _ => ++calls > 0 && kind == FaultKind.Throttle ? Fault.Throttle : Fault.FailBefore;

        var reading = Partitions.ReadAsync(Here, "a");
        for (var n = 0; n < 3; n++)
            _time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => reading);
        Assert.Equal(4, calls);
    }

    [Fact]
    public async Task Commit_ThatIsHeldBeyondItsTime_IsGivenUpByTheClock()
    {
        var gate = new TaskCompletionSource();
        _simulator.Faults = call => call.Operation == "Table.Insert" ? Fault.Hold(gate.Task) : Fault.None;
        var committing = Partitions.CommitAsync(NewCommit().Insert(CommitTests.Row("a", 1)));

        _time.Advance(Operation.Patience - TimeSpan.FromTicks(1));
        Assert.False(committing.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => committing);
    }

    [Fact]
    public async Task Decide_WaitsByTheClockBetweenItsTries()
    {
        var tries = 0;
        var deciding = Backoff.DecideAsync(() => Task.FromResult(new Attempt<string>(IsFinal: false, $"{++tries}")), "busy", _time);

        Assert.Equal(1, tries);
        _time.Advance(TimeSpan.FromMilliseconds(9));
        Assert.Equal(1, tries);
        _time.Advance(TimeSpan.FromMilliseconds(11));
        Assert.Equal(2, tries);
        for (var n = 0; n < 4; n++)
            _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("busy", await deciding);
        Assert.Equal(Backoff.Tries, tries);
    }

    // 5 s, 15 s, 1 min, 5 min, 15 min, then hourly: nine tries are more than three hours.
    [Fact]
    public async Task Effect_ThatTakesHours_EndsAndLeavesNothing()
    {
        var commit = NewCommit().Effect(new Patient(9));
        await Effects.WakeUpAsync(Here, commit.Operation);
        await Partitions.CommitAsync(commit);

        while (_simulator.Messages() is [var next, ..] messages)
        {
            var due = messages.Min(m => m.VisibleAt);
            if (due > _time.GetUtcNow())
                _time.Advance(due - _time.GetUtcNow());
            var queue = Account.Of(_simulator).Queue(next.Queue);
            foreach (var message in (await queue.ReceiveMessagesAsync(32)).Value)
            {
                await Effects.RunAsync(message.Body.ToObjectFromJson<WakeUp>(Rows.Json)!);
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            }
        }

        Assert.Equal(Enumerable.Range(1, 9).Cast<object>(), _log);
        Assert.Empty(_simulator.Rows());
        Assert.InRange(_time.GetUtcNow() - _time.Start, TimeSpan.FromHours(2), TimeSpan.FromHours(4));
    }

    public void Dispose() => _services.Dispose();

    private Commit NewCommit() => new(Here, Operation.Start(_services.GetRequiredService<Ids>(), _time));

    internal sealed record Patient(int Tries);

    internal sealed class PatientHandler(ConcurrentQueue<object> log) : IEffectHandler<Patient>
    {
        public Task<EffectOutcome> DoAsync(Patient effect, EffectContext context, CancellationToken cancellation)
        {
            log.Enqueue(context.Attempt);
            return Task.FromResult(context.Attempt < effect.Tries ? EffectOutcome.Later() : EffectOutcome.Done);
        }
    }
}
