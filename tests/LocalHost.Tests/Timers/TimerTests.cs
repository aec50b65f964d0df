using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WeCommerce.LocalHost.Timers;
using WeCommerce.Testing;

namespace WeCommerce.LocalHost.Tests.Timers;

public sealed class TimerTests(Azurite azurite)
{
    private readonly Probe _probe = new();
    private readonly WaitedClock _clock = new(new DateTimeOffset(2026, 1, 31, 12, 0, 30, TimeSpan.Zero));

    [Fact]
    public async Task Timer_FiresAtEachOccurrence_AndKeepsItsStatus()
    {
        await using var app = await StartAsync(azurite.NewAccount(), typeof(EveryFiveMinutes));
        await NextIsAsync(app, "Five", "12:05:00");

        _clock.Advance(TimeSpan.FromSeconds(269));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Five at 12:05:00, last never, next 12:05:00", await _probe.NextAsync());
        await NextIsAsync(app, "Five", "12:10:00");

        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("Five at 12:10:00, last 12:05:00, next 12:10:00", await _probe.NextAsync());
        await NextIsAsync(app, "Five", "12:15:00");
        Assert.Empty(_probe.Rest());
    }

    [Fact]
    public async Task Occurrence_MissedWhileDown_IsMadeUpForOnce()
    {
        var storage = azurite.NewAccount();
        await using (var app = await StartAsync(storage, typeof(EveryFiveMinutes)))
            await NextIsAsync(app, "Five", "12:05:00");
        _clock.Advance(TimeSpan.FromHours(1));

        await using var next = await StartAsync(storage, typeof(EveryFiveMinutes));

        Assert.Equal("Five past due at 13:00:30, last never, next 12:05:00", await _probe.NextAsync());
        await NextIsAsync(next, "Five", "13:05:00");
        Assert.Empty(_probe.Rest());
    }

    [Fact]
    public async Task ScheduleChanged_WhileDown_IsNotPastDue()
    {
        var storage = azurite.NewAccount();
        await using (var app = await StartAsync(storage, typeof(Configured), ("Schedule", "0 */5 * * * *")))
            await NextIsAsync(app, "Configured", "12:05:00");
        _clock.Advance(TimeSpan.FromHours(1));

        await using var next = await StartAsync(storage, typeof(Configured), ("Schedule", "0 0 * * * *"));

        await NextIsAsync(next, "Configured", "14:00:00");
        Assert.Empty(_probe.Rest());
    }

    [Fact]
    public async Task Unmonitored_LetsMissedOccurrencesBe_AndHasNoStatus()
    {
        var storage = azurite.NewAccount();
        await using (var app = await StartAsync(storage, typeof(Unmonitored)))
        {
            await NextIsAsync(app, "Short", "12:00:40");
            await NextIsAsync(app, "Careless", "12:05:00");
        }
        _clock.Advance(TimeSpan.FromHours(1));

        await using var next = await StartAsync(storage, typeof(Unmonitored));
        await NextIsAsync(next, "Short", "13:00:40");
        await NextIsAsync(next, "Careless", "13:05:00");
        Assert.Empty(_probe.Rest());

        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("Short at 13:00:40, no status", await _probe.NextAsync());
    }

    [Fact]
    public async Task RunOnStartup_RunsAtEachStart()
    {
        var storage = azurite.NewAccount();
        await using (var app = await StartAsync(storage, typeof(AtStartup)))
        {
            Assert.Equal("Startup at 12:00:30, last never, next never", await _probe.NextAsync());
            await NextIsAsync(app, "Startup", "12:05:00");
        }

        await using var next = await StartAsync(storage, typeof(AtStartup));
        Assert.Equal("Startup at 12:00:30, last 12:00:30, next 12:05:00", await _probe.NextAsync());
    }

    [Fact]
    public async Task Failure_HasHadItsTurn()
    {
        await using var app = await StartAsync(azurite.NewAccount(), typeof(Failing));
        await NextIsAsync(app, "Failing", "12:05:00");

        _clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("Failing at 12:05:30, last never, next 12:05:00", await _probe.NextAsync());
        await NextIsAsync(app, "Failing", "12:10:00");
        Assert.Empty(_probe.Rest());
    }

    [Fact]
    public async Task TwoProcesses_ShareEachOccurrence()
    {
        var storage = azurite.NewAccount();
        await using var one = await StartAsync(storage, typeof(EveryFiveMinutes));
        await using var two = await StartAsync(storage, typeof(EveryFiveMinutes));

        for (var round = 1; round <= 3; round++)
        {
            await BothWaitAsync(round);
            _clock.Advance(TimeSpan.FromMinutes(5));
            Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"Five at 12:{(5 * round):00}:30"), await _probe.NextAsync(), StringComparison.Ordinal);
        }
        await BothWaitAsync(4);
        Assert.Empty(_probe.Rest());
    }

    [Fact]
    public async Task LongRun_KeepsTheTimer_FromOtherProcesses()
    {
        var storage = azurite.NewAccount();
        await using var one = await StartAsync(storage, typeof(Long));
        await using var two = await StartAsync(storage, typeof(Long));
        await NextIsAsync(one, "Long", "12:05:00");

        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("begins", await _probe.NextAsync());
        var lease = (await RowAsync(one, "Long"))!.OwnedUntil;
        await Eventually.TrueAsync(async () => (await RowAsync(one, "Long"))!.OwnedUntil > lease, "the lease is renewed");
        await Eventually.TrueAsync(() => Task.FromResult(TimeProvider.System.GetUtcNow() > lease), "the first lease would be over");
        _probe.Open("long");

        Assert.Equal("ends", await _probe.NextAsync());
        await NextIsAsync(two, "Long", "12:10:00");
        Assert.Empty(_probe.Rest());
    }

    [Fact]
    public async Task ProcessThatDied_IsSucceeded_WhenItsLeaseEnds()
    {
        var storage = azurite.NewAccount();
        await using (var app = await StartAsync(storage, typeof(EveryFiveMinutes)))
            await NextIsAsync(app, "Five", "12:05:00");
        var until = TimeProvider.System.GetUtcNow().AddSeconds(1);
        var table = new TableServiceClient(storage).GetTableClient(TimerTable.Name);
        var row = (await RowAsync(table, "Five"))!;
        (row.Owner, row.OwnedUntil) = ("a process that died", until);
        await table.UpdateEntityAsync(row, ETag.All);
        _clock.Advance(TimeSpan.FromMinutes(5));

        await using var next = await StartAsync(storage, typeof(EveryFiveMinutes));

        Assert.Equal("Five past due at 12:05:30, last never, next 12:05:00", await _probe.NextAsync());
        Assert.True(TimeProvider.System.GetUtcNow() >= until);
    }

    [Fact]
    public async Task RunCutShort_ByTheEndOfTheProcess_StaysDue()
    {
        var storage = azurite.NewAccount();
        await using (var app = await StartAsync(storage, typeof(Long)))
        {
            await NextIsAsync(app, "Long", "12:05:00");
            _clock.Advance(TimeSpan.FromMinutes(5));
            Assert.Equal("begins", await _probe.NextAsync());
            await app.StopAsync(new CancellationToken(canceled: true)).Within();
            var row = await RowAsync(app, "Long");
            Assert.Null(row!.Owner);
            Assert.Equal("12:05:00", At(row.Next));
        }

        await using var next = await StartAsync(storage, typeof(Long));
        Assert.Equal("begins", await _probe.NextAsync());
        _probe.Open("long");
        Assert.Equal("ends", await _probe.NextAsync());
    }

    /// <summary>Both processes have seen what came before and wait for the next occurrence: each waits by the clock once for each.</summary>
    private Task BothWaitAsync(int times) =>
        Eventually.TrueAsync(() => Task.FromResult(_clock.Waits == 2 * times), $"both processes wait for occurrence {times}");

    private static string At(DateTimeOffset? instant) => instant?.ToString("HH:mm:ss", CultureInfo.InvariantCulture) ?? "never";

    private static Task NextIsAsync(RunningApp app, string function, string next) => Eventually.TrueAsync(
        async () => await RowAsync(app, function) is { Owner: null } row && At(row.Next) == next, $"{function} is due at {next}");

    private static Task<TimerRow?> RowAsync(RunningApp app, string function) => RowAsync(app.Tables.GetTableClient(TimerTable.Name), function);

    private static async Task<TimerRow?> RowAsync(TableClient table, string function)
    {
        try
        {
            var found = await table.GetEntityIfExistsAsync<TimerRow>("WeCommerce.LocalHost.Tests", function);
            return found.HasValue ? found.Value : null;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == "TableNotFound")
        {
            return null;
        }
    }

    private Task<RunningApp> StartAsync(string storage, Type functions, params (string Key, string Value)[] settings) =>
        RunningApp.StartAsync(new App(functions)
        {
            Storage = storage,
            Configure = builder =>
            {
                builder.Services.AddSingleton(_probe).AddSingleton<TimeProvider>(_clock).Configure<LocalHostOptions>(options =>
                {
                    options.Clock = _clock;
                    options.TimerLease = TimeSpan.FromSeconds(3);
                    options.TimerPollingInterval = TimeSpan.FromMilliseconds(50);
                });
                foreach (var (key, value) in settings)
                    builder.Configuration[key] = value;
            },
        });

    /// <summary>A clock that tells how often somebody began to wait by it.</summary>
    private sealed class WaitedClock(DateTimeOffset now) : FakeTimeProvider(now)
    {
        private int _waits;

        public int Waits => Volatile.Read(ref _waits);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref _waits);
            return timer;
        }
    }
}
