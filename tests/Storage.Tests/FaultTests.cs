using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using WeCommerce.Storage.Simulator;
using WeCommerce.Storage.Tests.Contract;

namespace WeCommerce.Storage.Tests;

/// <summary>What the storage simulator can be told to do to a call, and what it tells about calls.</summary>
public sealed class FaultTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 4, 0, 0, TimeSpan.Zero));
    private readonly StorageSimulator _simulator;
    private readonly Account _account;

    public FaultTests()
    {
        _simulator = new StorageSimulator(_time);
        _account = Account.Of(_simulator);
    }

    [Theory]
    [InlineData(FaultKind.FailBefore, "0 ", 0)]
    [InlineData(FaultKind.LoseReply, "0 ", 1)]
    [InlineData(FaultKind.Throttle, "503 ServerBusy", 0)]
    [InlineData(FaultKind.Fail500, "500 InternalError", 0)]
    [InlineData(FaultKind.None, "ok", 1)]
    public async Task Fault_OfACall_SaysAndDoesWhatItIs(FaultKind kind, string outcome, int done)
    {
        var (table, queue) = (await _account.NewTableAsync(), await _account.NewQueueAsync());
        _simulator.Faults = _ => Of(kind);

        await Outcome.IsAsync(outcome, () => table.AddEntityAsync(new TableEntity("p", "r")));
        await Outcome.IsAsync(outcome, () => queue.SendMessageAsync("x"));

        Assert.Equal(done, _simulator.Rows().Count);
        Assert.Equal(done, _simulator.Messages().Count);
    }

    [Fact]
    public async Task Duplicate_IsDoneTwiceAndTheSecondAnswerIsSeen()
    {
        var (table, queue) = (await _account.NewTableAsync(), await _account.NewQueueAsync());
        _simulator.Faults = _ => Fault.Duplicate;

        await Outcome.IsAsync("409 EntityAlreadyExists", () => table.AddEntityAsync(new TableEntity("p", "r")));
        await Outcome.IsAsync("409 EntityAlreadyExists at 0", () => table.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "s"))]));
        await Outcome.IsAsync("ok", () => queue.SendMessageAsync("x"));

        Assert.Equal(["r", "s"], _simulator.Rows().Select(r => r.RowKey));
        Assert.Equal(["x", "x"], _simulator.Messages().Select(m => m.Decoded));
    }

    [Fact]
    public async Task Hold_LetsOthersGoFirst()
    {
        var table = await _account.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 0 });
        var read = (await table.GetEntityAsync<TableEntity>("p", "r")).Value.ETag;
        var gate = new TaskCompletionSource();
        _simulator.Faults = call => call.Caller == "slow" ? Fault.Hold(gate.Task) : Fault.None;
        var slow = (_account with { Transport = _simulator.TransportOf("slow") }).Table(table.Name);

        var first = Outcome.OfAsync(() => slow.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 1 }, read));
        var second = Outcome.OfAsync(() => table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, read));

        Assert.Equal((false, true), (first.IsCompleted, second.IsCompleted));
        gate.SetResult();
        Assert.Equal(("412 UpdateConditionNotSatisfied", "ok"), (await first, await second));
    }

    // Who gives up cannot call back what is on its way.
    [Fact]
    public async Task Hold_OfACallThatIsGivenUp_LandsAllTheSame()
    {
        var table = await _account.NewTableAsync();
        var gate = new TaskCompletionSource();
        _simulator.Faults = _ => Fault.Hold(gate.Task);
        using var patience = new CancellationTokenSource();
        var adding = table.AddEntityAsync(new TableEntity("p", "r"), patience.Token);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding);
        Assert.Empty(_simulator.Rows());
        gate.SetResult();
        Assert.Single(_simulator.Rows());
    }

    [Fact]
    public async Task HoldReply_IsDoneBeforeItIsHeard()
    {
        var table = await _account.NewTableAsync();
        var gate = new TaskCompletionSource();
        _simulator.Faults = _ => Fault.HoldReply(gate.Task);

        var adding = table.AddEntityAsync(new TableEntity("p", "r"));

        Assert.False(adding.IsCompleted);
        Assert.Single(_simulator.Rows());
        gate.SetResult();
        await adding;
    }

    [Fact]
    public async Task PickMessage_ChoosesTheOrder()
    {
        var queue = await _account.NewQueueAsync();
        foreach (var text in new[] { "a", "b", "c" })
            await queue.SendMessageAsync(text);
        _simulator.PickMessage = messages => messages.Count - 1;

        Assert.Equal(["c", "b"], (await queue.ReceiveMessagesAsync(2)).Value.Select(m => m.Body.ToString()));
        Assert.Equal(["a"], (await queue.ReceiveMessagesAsync(2)).Value.Select(m => m.Body.ToString()));
    }

    [Fact]
    public async Task Calls_AreNamedByWhatTheyAreAbout()
    {
        var calls = new List<StorageCall>();
        _simulator.OnCall = calls.Add;
        var (table, queue) = (await _account.NewTableAsync(), await _account.NewQueueAsync());

        await table.AddEntityAsync(new TableEntity("p", "it's"));
        await table.GetEntityAsync<TableEntity>("p", "it's");
        await table.UpsertEntityAsync(new TableEntity("会员", "r"));
        await table.UpdateEntityAsync(new TableEntity("会员", "r"), ETag.All, TableUpdateMode.Replace);
        await table.QueryAsync<TableEntity>("RowKey eq 'r'").CountAsync();
        await table.SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, new TableEntity("p", "b")), new(TableTransactionActionType.Delete, new TableEntity("p", "it's"), ETag.All)]);
        await queue.SendMessageAsync("x");
        var message = (await queue.ReceiveMessageAsync()).Value;
        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);

        Assert.Equal(
            [
                "Table.Create Things", "Queue.Create things", "Table.Insert Things p [it's]", "Table.Get Things p [it's]", "Table.InsertOrMerge Things 会员 [r]",
                "Table.Replace Things 会员 [r]", "Table.Query Things", "Table.Batch Things p [b, it's]", "Queue.Put things", "Queue.Get things", "Queue.Delete things",
            ],
            calls.Select(c => c.ToString()));
        Assert.Equal("RowKey eq 'r'", calls[6].Body);
        Assert.Equal(Convert.ToBase64String("x"u8), calls[8].Body);
        Assert.Equal(message.MessageId, calls[10].MessageId);
        Assert.Equal(["Table.Get", "Table.Query", "Queue.Get"], calls.Where(c => !c.IsWrite).Select(c => c.Operation));
    }

    // A call that is being carried out lets no other in, however long it takes.
    [Fact]
    public async Task Calls_FromSeveralThreads_AreOneAfterTheOther()
    {
        var (table, queue) = (await _account.NewTableAsync(), await _account.NewQueueAsync());
        await queue.SendMessageAsync("x");
        Task? other = null;
        var overlapped = false;
        _simulator.PickMessage = _ =>
        {
            other = Task.Run(() => table.AddEntityAsync(new TableEntity("p", "r")));
            overlapped = other.Wait(TimeSpan.FromMilliseconds(200));
            return 0;
        };

        await queue.ReceiveMessageAsync();

        await other!;
        Assert.False(overlapped);
        Assert.Single(_simulator.Rows());
    }

    [Fact]
    public async Task Timestamps_ComeFromTheClockAndETagsDifferWhenItStandsStill()
    {
        var table = await _account.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "a"));
        await table.AddEntityAsync(new TableEntity("p", "b"));
        _time.Advance(TimeSpan.FromDays(1));
        await table.AddEntityAsync(new TableEntity("p", "c"));

        var rows = _simulator.Rows();

        Assert.Equal(_time.Start, rows[0].Timestamp);
        Assert.NotEqual(rows[0].ETag, rows[1].ETag);
        Assert.Equal(_time.Start.AddDays(1), rows[2].Timestamp);
        Assert.Equal("W/\"datetime'2026-03-02T04%3A00%3A00.0000000Z'\"", rows[2].ETag);
    }

    [Fact]
    public async Task Messages_AreHiddenAndExpireByTheClock()
    {
        var queue = await _account.NewQueueAsync();
        await queue.SendMessageAsync("later", visibilityTimeout: TimeSpan.FromHours(1), timeToLive: TimeSpan.FromSeconds(-1));
        await queue.SendMessageAsync("mortal");

        Assert.Equal([false, true], _simulator.Messages().Select(m => m.IsVisible));
        Assert.Equal([null, _time.Start.AddDays(7)], _simulator.Messages().Select(m => m.ExpiresAt));

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal([true, true], _simulator.Messages().Select(m => m.IsVisible));

        _time.Advance(TimeSpan.FromDays(7));
        Assert.Equal(["later"], _simulator.Messages().Select(m => m.Decoded));
    }

    private static Fault Of(FaultKind kind) => kind switch
    {
        FaultKind.FailBefore => Fault.FailBefore,
        FaultKind.LoseReply => Fault.LoseReply,
        FaultKind.Throttle => Fault.Throttle,
        FaultKind.Fail500 => Fault.Fail500,
        FaultKind.None => Fault.None,
        FaultKind.Duplicate or FaultKind.Hold or FaultKind.HoldReply => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
