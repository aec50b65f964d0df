using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Testing;

namespace WeCommerce.Storage.Tests;

public abstract class EffectTests
{
    private static readonly PartitionId Here = new("Things", "one");

    protected abstract Account NewAccount();

    [Fact]
    public async Task Run_AfterTheCommit_DoesTheEffectAndDeletesItsRow()
    {
        await using var storage = Storage();
        var commit = Recorded(storage, "a");
        await storage.Partitions.CommitAsync(commit);

        await storage.Effects.RunAsync(WakeUpOf(commit));

        Assert.Equal(["a"], Done(storage));
        Assert.Empty(await EffectRows(storage));
    }

    [Fact]
    public async Task Run_WithEffectsOfSeveralOperations_DoesThemAll()
    {
        await using var storage = Storage();
        var first = Recorded(storage, "a");
        await storage.Partitions.CommitAsync(first);
        await storage.Partitions.CommitAsync(Recorded(storage, "b"));

        await storage.Effects.RunAsync(WakeUpOf(first));

        Assert.Equal(["a", "b"], Done(storage).Order(StringComparer.Ordinal));
    }

    // The message is sent before the commit: found early with nothing there, it comes again when the commit is over or given up.
    [Fact]
    public async Task Run_BeforeTheCommit_ComesAgainAfterIt()
    {
        await using var storage = Storage();
        var commit = Recorded(storage, "a");
        await storage.Effects.RunAsync(WakeUpOf(commit));

        var again = Assert.Single(await Messages(storage));
        Assert.Contains(commit.Operation.Id, again, StringComparison.Ordinal);

        await storage.Partitions.CommitAsync(commit);
        await storage.Effects.RunAsync(WakeUpOf(commit));
        Assert.Equal(["a"], Done(storage));
    }

    [Fact]
    public async Task Run_AfterACommitThatWasGivenUp_EndsThere()
    {
        await using var storage = Storage();
        var commit = Recorded(storage, "a");
        storage.Time.Advance(Operation.Patience + TimeSpan.FromMinutes(1));

        await storage.Effects.RunAsync(WakeUpOf(commit));

        Assert.Empty(await Messages(storage));
    }

    [Fact]
    public async Task Run_WhenTheEffectFails_PutsItOffWithAMessageOfItsOwn()
    {
        await using var storage = Storage();
        var commit = Recorded(storage, "fails once");
        await storage.Partitions.CommitAsync(commit);

        await storage.Effects.RunAsync(WakeUpOf(commit));

        Assert.Empty(Done(storage));
        Assert.Equal(1, Assert.Single(await EffectRows(storage)).GetInt32("Attempts"));
        Assert.Single(await Messages(storage));

        // Too early: not due yet.
        await storage.Effects.RunAsync(WakeUpOf(commit));
        Assert.Empty(Done(storage));

        storage.Time.Advance(TimeSpan.FromMinutes(1));
        await storage.Effects.RunAsync(WakeUpOf(commit));
        Assert.Equal(["fails once"], Done(storage));
        Assert.Empty(await EffectRows(storage));
    }

    // The message that woke the effect up is there until what follows from its commit is done: another one would wake somebody up for nothing.
    [Theory]
    [InlineData("works")]
    [InlineData("fails after its commit")]
    public async Task Run_OfAnEffectThatCommits_DoesWhatFollows_AndTakesItsMessageBack(string how)
    {
        await using var storage = Storage();
        var commit = storage.NewCommit(Here).Insert(CommitTests.Row(storage.Ids.Random(8), 1)).Effect(new Chain(how, "follows"));
        await storage.Partitions.CommitAsync(commit);

        await storage.Effects.RunAsync(WakeUpOf(commit));

        Assert.Equal(["follows"], Done(storage));
        Assert.Contains(storage.Network.MessagesSent, m => m.Contains(Here.Key, StringComparison.Ordinal));
        Assert.Equal(how == "works" ? 0 : 1, (await storage.Account.Queue(EffectRunner.Queue).GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task TakeBack_OfAMessageThatWasHandedOut_OrIsGone_LeavesIt()
    {
        await using var storage = Storage();
        var (first, second) = (await storage.Queues.SendAsync("things", new Note("x"), TimeSpan.Zero), await storage.Queues.SendAsync("things", new Note("y"), TimeSpan.Zero));
        var queue = storage.Account.Queue("things");
        Assert.Equal(2, (await queue.ReceiveMessagesAsync(10, TimeSpan.FromMinutes(1))).Value.Length);
        var third = await storage.Queues.SendAsync("things", new Note("z"), TimeSpan.FromHours(1));

        await storage.Queues.TakeBackAsync("things", first);
        await storage.Queues.TakeBackAsync("things", second);
        await storage.Queues.TakeBackAsync("things", third);
        await storage.Queues.TakeBackAsync("things", third);

        Assert.Equal(2, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task TakeBack_WhileStorageIsOutOfReach_IsNoFailure()
    {
        await using var storage = Storage();
        var sent = await storage.Queues.SendAsync("things", new Note("x"), TimeSpan.FromHours(1));
        storage.Network.LoseRequests(static _ => true);

        await storage.Queues.TakeBackAsync("things", sent);
        storage.Network.Heal();

        Assert.Equal(1, (await storage.Account.Queue("things").GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Run_OfAnEffectThatNobodyHandles_KeepsIt()
    {
        await using var storage = new StorageUnderTest(NewAccount());
        var commit = Recorded(storage, "a");
        await storage.Partitions.CommitAsync(commit);

        await storage.Effects.RunAsync(WakeUpOf(commit));

        Assert.Single(await EffectRows(storage));
    }

    [Fact]
    public async Task Send_ToAQueueThatIsNotThere_MakesItAndTheMessageNeverExpires()
    {
        await using var storage = new StorageUnderTest(NewAccount());

        await storage.Queues.SendAsync("things", new Note("x"), TimeSpan.Zero);

        var queue = storage.Account.Queue("things");
        var message = Assert.Single((await queue.ReceiveMessagesAsync(10)).Value);
        Assert.Equal("""{"text":"x"}""", message.Body.ToString());
        Assert.True(message.ExpiresOn is null || message.ExpiresOn > DateTimeOffset.UtcNow.AddYears(100));
    }

    private static Commit Recorded(StorageUnderTest storage, string text) =>
        storage.NewCommit(Here).Insert(CommitTests.Row(storage.Ids.Random(8), 1)).Effect(new Note(text));

    private static WakeUp WakeUpOf(Commit commit) => new(Here.Table, Here.Key, commit.Operation.Id, commit.Operation.CommitBy);

    private static Task<IReadOnlyList<Azure.Data.Tables.TableEntity>> EffectRows(StorageUnderTest storage) =>
        storage.Partitions.ReadRangeAsync(Here, "effect!", "effect\"");

    private static async Task<IReadOnlyList<string>> Messages(StorageUnderTest storage)
    {
        var queue = storage.Account.Queue(EffectRunner.Queue);
        if (!await queue.ExistsAsync())
            return [];

        // Delayed messages cannot be looked at, only counted; what they say stands in the requests that sent them (the first one found no queue).
        return (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0 ? [] : [.. storage.Network.MessagesSent.Distinct()];
    }

    private static string[] Done(StorageUnderTest storage) => [.. storage.Log.OfType<string>()];

    private StorageUnderTest Storage() => new(NewAccount(), static s => s.AddEffect<Note, Notes>().AddEffect<Chain, Chains>());

    internal sealed record Note(string Text);

    internal sealed record Chain(string How, string Then);

    internal sealed class Chains(EffectRunner effects, Partitions partitions, Ids ids, TimeProvider time) : IEffectHandler<Chain>
    {
        public async Task<EffectOutcome> DoAsync(Chain effect, EffectContext context, CancellationToken cancellation)
        {
            var operation = Operation.Start(ids, time);
            await effects.WakeUpAsync(context.Owner, operation, context, cancellation);
            await partitions.CommitAsync(new Commit(context.Owner, operation).Insert(CommitTests.Row(ids.Random(8), 1)).Effect(new Note(effect.Then)), cancellation);
            return effect.How == "works" ? EffectOutcome.Done : throw new InvalidOperationException("It is written, and then it does not work.");
        }
    }

    internal sealed class Notes(ConcurrentQueue<object> log) : IEffectHandler<Note>
    {
        public Task<EffectOutcome> DoAsync(Note effect, EffectContext context, CancellationToken cancellation)
        {
            if (effect.Text == "fails once" && context.Attempt == 1)
                throw new InvalidOperationException("The first time it does not work.");

            log.Enqueue(effect.Text);
            return Task.FromResult(EffectOutcome.Done);
        }
    }
}

public sealed class EffectsOnAzurite(Azurite azurite) : EffectTests
{
    protected override Account NewAccount() => Account.On(azurite);
}

public sealed class EffectsInTheSimulator : EffectTests
{
    protected override Account NewAccount() => Account.Simulated();
}
