using Azure.Data.Tables;
using WeCommerce.Testing;

namespace WeCommerce.Storage.Tests;

public abstract class CommitTests
{
    private static readonly PartitionId Here = new("Things", "one");

    protected abstract Account NewAccount();

    [Fact]
    public async Task Commit_ToATableThatIsNotThere_MakesTheTable()
    {
        await using var storage = new StorageUnderTest(NewAccount());

        var result = await storage.Partitions.CommitAsync(storage.NewCommit(Here).Insert(Row("a", 1)));

        Assert.True(result.Landed);
        Assert.Equal(1, (await storage.Partitions.ReadAsync(Here, "a"))?.GetInt32("N"));
    }

    [Fact]
    public async Task Commit_WithOneRowThatIsThere_WritesNothing()
    {
        await using var storage = new StorageUnderTest(NewAccount());
        await storage.Partitions.CommitAsync(storage.NewCommit(Here).Insert(Row("a", 1)));

        var result = await storage.Partitions.CommitAsync(storage.NewCommit(Here).Insert(Row("b", 2)).Insert(Row("a", 3)));

        Assert.False(result.Landed);
        Assert.Null(await storage.Partitions.ReadAsync(Here, "b"));
        Assert.Equal(1, (await storage.Partitions.ReadAsync(Here, "a"))?.GetInt32("N"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Commit_OfARowThatChangedSinceItWasRead_IsAConflict(int rows)
    {
        await using var storage = new StorageUnderTest(NewAccount());
        await storage.Partitions.CommitAsync(storage.NewCommit(Here).Insert(Row("a", 1)));
        var read = await storage.Partitions.ReadAsync(Here, "a") ?? throw new InvalidOperationException();
        var other = await storage.Partitions.ReadAsync(Here, "a") ?? throw new InvalidOperationException();
        other["N"] = 2;
        Assert.True((await storage.Partitions.CommitAsync(storage.NewCommit(Here).Replace(other))).Landed);

        read["N"] = 3;
        var commit = storage.NewCommit(Here).Replace(read);
        for (var n = 1; n < rows; n++)
            commit.Insert(Row($"new{n}", n));
        var result = await storage.Partitions.CommitAsync(commit);

        Assert.False(result.Landed);
        Assert.Equal(2, (await storage.Partitions.ReadAsync(Here, "a"))?.GetInt32("N"));
    }

    // The SDK repeats a request whose reply was lost: an insert that landed then says 409, a replacement 412, and both look like somebody else's.
    [Theory]
    [InlineData("insert")]
    [InlineData("insert two")]
    [InlineData("replace")]
    [InlineData("replace and insert")]
    [InlineData("upsert")]
    public async Task Commit_WhoseReplyIsLost_IsRecognisedAsLanded(string kind)
    {
        await using var storage = new StorageUnderTest(NewAccount());
        await storage.Partitions.CommitAsync(storage.NewCommit(Here).Insert(Row("old", 1)));
        var old = await storage.Partitions.ReadAsync(Here, "old") ?? throw new InvalidOperationException();
        old["N"] = 2;
        var commit = kind switch
        {
            "insert" => storage.NewCommit(Here).Insert(Row("a", 1)),
            "insert two" => storage.NewCommit(Here).Insert(Row("a", 1)).Insert(Row("b", 1)),
            "replace" => storage.NewCommit(Here).Replace(old),
            "replace and insert" => storage.NewCommit(Here).Replace(old).Insert(Row("a", 1)),
            _ => storage.NewCommit(Here).Upsert(Row("old", 2)),
        };
        storage.Network.LoseReplyOfWrite(0);

        var result = await storage.Partitions.CommitAsync(commit);

        Assert.Equal(1, storage.Network.Lost);
        Assert.True(result.Landed);
    }

    [Fact]
    public async Task Commit_WhoseRequestIsLostForGood_IsAnOutageAndNotAConflict()
    {
        await using var storage = new StorageUnderTest(NewAccount());
        await storage.Partitions.CommitAsync(storage.NewCommit(Here).Insert(Row("a", 1)));
        storage.Network.LoseRequests(static r => r.Method != Azure.Core.RequestMethod.Get);

        // After the SDK's retries the read back finds nothing of ours: unknown, so the caller hears of an outage.
        await Assert.ThrowsAsync<StorageUnavailableException>(() => storage.Partitions.CommitAsync(storage.NewCommit(Here).Insert(Row("b", 1))));

        storage.Network.Heal();
        Assert.Null(await storage.Partitions.ReadAsync(Here, "b"));
    }

    [Fact]
    public async Task Commit_AfterItsTime_IsGivenUpAndSendsNothing()
    {
        await using var storage = new StorageUnderTest(NewAccount());
        var commit = storage.NewCommit(Here).Insert(Row("a", 1));
        storage.Time.Advance(Operation.Patience);

        await Assert.ThrowsAsync<OperationGivenUpException>(() => storage.Partitions.CommitAsync(commit));

        Assert.Empty(storage.Network.Seen);
    }

    // A row without ETag replaced as if it had one: a lone update is refused with 412, one in a transaction may overwrite whatever is there.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Put_OfARowThatWasNotThereWhenLookedFor_Inserts(int rows)
    {
        await using var storage = new StorageUnderTest(NewAccount());
        var row = Row("a", 1);
        row.ETag = default;

        Assert.True((await storage.Partitions.CommitAsync(Putting())).Landed);
        row["N"] = 2;
        row.ETag = default;
        Assert.False((await storage.Partitions.CommitAsync(Putting())).Landed);
        Assert.Equal(1, (await storage.Partitions.ReadAsync(Here, "a"))?.GetInt32("N"));

        Commit Putting()
        {
            var commit = storage.NewCommit(Here).Put(row);
            for (var n = 1; n < rows; n++)
                commit.Insert(Row(storage.Ids.Random(5), n));
            return commit;
        }
    }

    [Fact]
    public async Task ReadRange_GivesTheRowsBetweenTwoKeysInOrder()
    {
        await using var storage = new StorageUnderTest(NewAccount());
        var commit = storage.NewCommit(Here);
        foreach (var key in new[] { "a!2", "a!1", "a!3", "b!1" })
            commit.Insert(Row(key, 1));
        await storage.Partitions.CommitAsync(commit);
        await storage.Partitions.CommitAsync(storage.NewCommit(new PartitionId("Things", "two")).Insert(Row("a!9", 1)));

        var rows = await storage.Partitions.ReadRangeAsync(Here, "a!", "a\"");
        var first = await storage.Partitions.ReadRangeAsync(Here, "a!", "a\"", most: 2);

        Assert.Equal(["a!1", "a!2", "a!3"], rows.Select(r => r.RowKey));
        Assert.Equal(["a!1", "a!2"], first.Select(r => r.RowKey));
    }

    [Fact]
    public async Task Read_OfATableThatIsNotThere_FindsNothing()
    {
        await using var storage = new StorageUnderTest(NewAccount());

        Assert.Null(await storage.Partitions.ReadAsync(new PartitionId("Nowhere", "x"), "y"));
        Assert.Empty(await storage.Partitions.ReadRangeAsync(new PartitionId("Nowhere", "x"), "a", "b"));
    }

    [Fact]
    public async Task Calls_AreCountedBelowTheRetries()
    {
        await using var storage = new StorageUnderTest(NewAccount());
        await storage.Partitions.CommitAsync(storage.NewCommit(Here).Insert(Row("a", 1)));
        storage.Network.LoseReplyOfWrite(0);
        storage.Network.Gather(2);

        var calls = CountingTransport.Measure();
        await Task.WhenAll(storage.Partitions.ReadAsync(Here, "a"), storage.Partitions.ReadAsync(Here, "b"));
        await storage.Partitions.CommitAsync(storage.NewCommit(Here).Insert(Row("b", 1)));

        // Two reads at once, the insert, the SDK's repeat of it, the read that recognises it.
        Assert.Equal(5, calls.Count);
        Assert.Equal(4, calls.RoundTrips);
        Assert.False(calls.AnyFilter);
    }

    internal static TableEntity Row(string key, int n)
    {
        var row = Rows.New(key);
        row["N"] = n;
        return row;
    }
}

public sealed class CommitsOnAzurite(Azurite azurite) : CommitTests
{
    protected override Account NewAccount() => Account.On(azurite);
}

public sealed class CommitsInTheSimulator : CommitTests
{
    protected override Account NewAccount() => Account.Simulated();
}
