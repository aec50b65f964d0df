using System.Collections.Concurrent;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Shop.Tasks;
using WeCommerce.Storage;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Deadlines;

/// <summary>Deadlines over storage of their own, without the shop's timer, with a handler that writes down what it is called for.</summary>
public sealed class DeadlineTests : IAsyncDisposable
{
    private readonly MovableTime _time = new();
    private readonly Met _met = new();
    private readonly string _account;
    private readonly ServiceProvider _services;

    public DeadlineTests(Azurite azurite)
    {
        _account = azurite.NewAccount();
        _services = ServicesOf(_account, _time, _met);
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    private DeadlineBook Book => _services.GetRequiredService<DeadlineBook>();

    private DeadlineRunner Runner => _services.GetRequiredService<DeadlineRunner>();

    private OperatorTasks Tasks => _services.GetRequiredService<OperatorTasks>();

    [Fact]
    public async Task Deadline_IsMetWhenItIsDue_NotBefore_AndOnce()
    {
        var at = Now + TimeSpan.FromDays(10);
        await Book.SetAsync(new SetDeadline(at, DeadlineKind.ReceiptDue, "order1"));
        await Book.SetAsync(new SetDeadline(at, DeadlineKind.ReceiptDue, "order1"));

        await Runner.RunAsync();
        _time.Advance(TimeSpan.FromDays(10) - TimeSpan.FromMinutes(2));
        await Runner.RunAsync();
        Assert.Empty(_met.Calls);

        _time.Advance(TimeSpan.FromMinutes(3));
        await Runner.RunAsync();
        await Runner.RunAsync();

        var call = Assert.Single(_met.Calls);
        Assert.Equal(("order1", at.ToUnixTimeMilliseconds()), (call.Id, call.At.ToUnixTimeMilliseconds()));
        Assert.Empty(await RowsAsync());
    }

    // Set by a commit's effect, which may be done more than once.
    [Fact]
    public async Task Effect_SetsADeadline()
    {
        var effect = new SetDeadline(Now + TimeSpan.FromHours(3), DeadlineKind.ReceiptDue, "order1");
        var setDeadlines = new SetDeadlines(Book);
        var context = new EffectContext(new PartitionId("Members", "M"), Attempt: 1);

        Assert.True((await setDeadlines.DoAsync(effect, context, default)).IsDone);
        Assert.True((await setDeadlines.DoAsync(effect, context, default)).IsDone);
        _time.Advance(TimeSpan.FromHours(4));
        await Runner.RunAsync();

        Assert.Equal("order1", Assert.Single(_met.Calls).Id);
    }

    [Fact]
    public async Task Deadline_ThatIsOverWhenItIsSet_ComesAtOnce_HoweverFarTheCursorIs()
    {
        await Runner.RunAsync();
        _time.Advance(TimeSpan.FromDays(3));
        await Runner.RunAsync();

        await Book.SetAsync(new SetDeadline(Now - TimeSpan.FromDays(2), DeadlineKind.ReceiptDue, "late"));
        await Runner.RunAsync();

        Assert.Equal("late", Assert.Single(_met.Calls).Id);
    }

    [Fact]
    public async Task Deadlines_OfDaysWithoutTheShop_AllCome()
    {
        for (var hour = 1; hour <= 60; hour += 7)
            await Book.SetAsync(new SetDeadline(Now + TimeSpan.FromHours(hour), DeadlineKind.ReceiptDue, $"order{hour}"));
        _time.Advance(TimeSpan.FromDays(4));

        await Runner.RunAsync();

        Assert.Equal(9, _met.Calls.Select(c => c.Id).Distinct().Count());
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task Deadline_WhoseHandlerFails_BlocksNobody_IsTriedAgain_AndAfterADayShownToAPerson()
    {
        _met.Fails = static id => id == "bad";
        await Book.SetAsync(new SetDeadline(Now - TimeSpan.FromSeconds(2), DeadlineKind.ReceiptDue, "bad"));
        await Book.SetAsync(new SetDeadline(Now - TimeSpan.FromSeconds(1), DeadlineKind.ReceiptDue, "good"));

        await Runner.RunAsync();
        await Runner.RunAsync();
        Assert.Equal(["bad", "good"], _met.Calls.Select(c => c.Id).Order(StringComparer.Ordinal));

        // The pauses grow: a minute, then two …
        _time.Advance(TimeSpan.FromSeconds(61));
        await Runner.RunAsync();
        _time.Advance(TimeSpan.FromSeconds(61));
        await Runner.RunAsync();
        Assert.Equal(2, _met.Calls.Count(c => c.Id == "bad"));
        Assert.Empty(await Tasks.ListOpenAsync());

        _time.Advance(TimeSpan.FromDays(1));
        await Runner.RunAsync();
        var task = Assert.Single(await Tasks.ListOpenAsync());
        Assert.Equal(TaskKind.DeadlineMissed, task.Kind);

        _met.Fails = static _ => false;
        _time.Advance(TimeSpan.FromHours(2));
        await Runner.RunAsync();
        Assert.Empty(await RowsAsync());
        Assert.Empty(await Tasks.ListOpenAsync());
    }

    // A kind of a newer version of the shop, or of one that was turned off.
    [Fact]
    public async Task Deadline_OfAnUnknownKind_Stays()
    {
        await AddAsync([Row(Now, "Unheard", "x")]);
        _time.Advance(TimeSpan.FromSeconds(1));

        await Runner.RunAsync();

        var row = Assert.Single(await RowsAsync());
        Assert.Equal(("Unheard", 1), (row.GetString("Kind"), row.GetInt32("Attempts")));
    }

    [Fact]
    public async Task Deadline_SetAnewWhileItIsMet_IsMetAgain()
    {
        var deadline = new SetDeadline(Now - TimeSpan.FromSeconds(1), DeadlineKind.ReceiptDue, "order1");
        await Book.SetAsync(deadline);
        _met.Meeting = () => _met.Calls.Count == 1 ? Book.SetAsync(deadline) : Task.CompletedTask;

        await Runner.RunAsync();
        await Runner.RunAsync();
        await Runner.RunAsync();

        Assert.Equal(2, _met.Calls.Count);
    }

    [Fact]
    public async Task TwoInstances_LoseNothingBetweenThem()
    {
        for (var n = 0; n < 40; n++)
            await Book.SetAsync(new SetDeadline(Now, DeadlineKind.ReceiptDue, $"order{n:00}"));
        _time.Advance(TimeSpan.FromSeconds(1));

        await using var second = ServicesOf(_account, _time, _met);

        await Task.WhenAll(Runner.RunAsync(), second.GetRequiredService<DeadlineRunner>().RunAsync());

        Assert.Equal(40, _met.Calls.Select(c => c.Id).Distinct().Count());
        Assert.Empty(await RowsAsync());
    }

    [Fact]
    public async Task Run_IsBounded_AndGoesOnInTheNext()
    {
        await AddAsync(Enumerable.Range(0, 1050).Select(n => Row(Now, "ReceiptDue", $"order{n:0000}")));
        _time.Advance(TimeSpan.FromSeconds(1));

        await Runner.RunAsync();
        Assert.Equal(1000, _met.Calls.Count);

        await Runner.RunAsync();
        Assert.Equal(1050, _met.Calls.Select(c => c.Id).Distinct().Count());
    }

    [Fact]
    public async Task Run_WithNothingToDo_IsOneRead()
    {
        await Runner.RunAsync();
        // Half past the next hour: the hour before is empty and settled, and the cursor leaves it behind.
        _time.Advance(DeadlineRows.HourOf(Now) + TimeSpan.FromHours(1.5) - Now);
        await Runner.RunAsync();

        var calls = CountingTransport.Measure();
        await Runner.RunAsync();

        Assert.Single(calls.Lines);
    }

    // A writer that looked at the clock just before the hour's turn may commit just behind it.
    [Fact]
    public async Task Cursor_StaysUntilAnHourIsSettled()
    {
        _time.Advance(DeadlineRows.HourOf(Now) + TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1) - Now);
        var last = Now;
        await Runner.RunAsync();
        _time.Advance(TimeSpan.FromSeconds(30));
        await Runner.RunAsync();
        await AddAsync([Row(last, "ReceiptDue", "slow")]);

        await Runner.RunAsync();

        Assert.Equal("slow", Assert.Single(_met.Calls).Id);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _services.DisposeAsync();
    }

    private static ServiceProvider ServicesOf(string account, TimeProvider time, Met met) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([new("AzureWebJobsStorage", account)])
            .Build())
        .AddSingleton(time)
        .AddLogging()
        .AddStorage()
        .AddTasks()
        .AddDeadlines()
        .AddSingleton<IDeadlineHandler>(met)
        .BuildServiceProvider();

    private static TableEntity Row(DateTimeOffset at, string kind, string id)
    {
        var row = DeadlineRows.Of(new Deadline(kind, id, at), at);
        row.PartitionKey = Tables.DeadlinesOf(at).Key;
        return row;
    }

    private async Task AddAsync(IEnumerable<TableEntity> rows)
    {
        var table = new TableClient(_account, Tables.AllDeadlines);
        await table.CreateIfNotExistsAsync();
        foreach (var part in rows.Chunk(100))
            await table.SubmitTransactionAsync(part.Select(r => new TableTransactionAction(TableTransactionActionType.Add, r)));
    }

    private async Task<List<TableEntity>> RowsAsync() => await new TableClient(_account, Tables.AllDeadlines).QueryAsync<TableEntity>().ToListAsync();

    private sealed class Met : IDeadlineHandler
    {
        public DeadlineKind Kind => DeadlineKind.ReceiptDue;

        public ConcurrentQueue<(string Id, DateTimeOffset At)> Calls { get; } = new();

        public Func<string, bool> Fails { get; set; } = static _ => false;

        public Func<Task> Meeting { get; set; } = static () => Task.CompletedTask;

        public async Task MeetAsync(string id, DateTimeOffset at, CancellationToken cancellation)
        {
            Calls.Enqueue((id, at));
            await Meeting();
            if (Fails(id))
                throw new InvalidOperationException("It cannot be _met.");
        }
    }
}
