using WeCommerce.Testing;

namespace WeCommerce.Storage.Tests;

/// <summary>Azurite accepts what Azure refuses: the limits are ours to guard.</summary>
public abstract class RowLimitTests
{
    private static readonly PartitionId Here = new("Things", "one");

    protected abstract Account NewAccount();

    [Fact]
    public async Task Commit_OfAHundredRows_Lands()
    {
        await using var storage = new StorageUnderTest(NewAccount());
        var commit = storage.NewCommit(Here);
        for (var n = 0; n < 100; n++)
            commit.Insert(CommitTests.Row($"{n:000}", n));

        Assert.True((await storage.Partitions.CommitAsync(commit)).Landed);
    }

    [Fact]
    public async Task Commit_OfMoreThanAHundredRows_IsRefusedBeforeItIsSent()
    {
        await using var storage = new StorageUnderTest(NewAccount());
        var commit = storage.NewCommit(Here);
        for (var n = 0; n < 101; n++)
            commit.Insert(CommitTests.Row($"{n:000}", n));

        await Assert.ThrowsAsync<CommitTooLargeException>(() => storage.Partitions.CommitAsync(commit));
        Assert.Empty(storage.Network.Seen);
    }

    [Fact]
    public async Task Commit_OfARowOverOneMebibyte_IsRefused()
    {
        await using var storage = new StorageUnderTest(NewAccount());
        var row = CommitTests.Row("big", 1).WithJson("Text", new string('x', 600_000));

        await Assert.ThrowsAsync<CommitTooLargeException>(() => storage.Partitions.CommitAsync(storage.NewCommit(Here).Insert(row)));
    }

    [Fact]
    public async Task Commit_OverFourMebibytes_IsRefused()
    {
        await using var storage = new StorageUnderTest(NewAccount());
        var commit = storage.NewCommit(Here);
        for (var n = 0; n < 8; n++)
            commit.Insert(CommitTests.Row($"{n}", 1).WithJson("Text", new string('x', 300_000)));

        await Assert.ThrowsAsync<CommitTooLargeException>(() => storage.Partitions.CommitAsync(commit));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    [InlineData("")]
    public async Task Commit_WithAKeyThatAzureRefuses_IsRefused(string key)
    {
        await using var storage = new StorageUnderTest(NewAccount());

        await Assert.ThrowsAsync<CommitTooLargeException>(() => storage.Partitions.CommitAsync(storage.NewCommit(Here).Insert(CommitTests.Row(key, 1))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32 * 1024 - 2)]
    [InlineData(32 * 1024)]
    [InlineData(100_000)]
    public async Task Json_OfAnyLength_ComesBackAsItWas(int length)
    {
        await using var storage = new StorageUnderTest(NewAccount());
        var text = string.Concat(Enumerable.Repeat("茶", length));
        await storage.Partitions.CommitAsync(storage.NewCommit(Here).Insert(CommitTests.Row("a", 1).WithJson("Text", text)));

        var row = await storage.Partitions.ReadAsync(Here, "a");

        Assert.Equal(text, row?.ReadJson<string>("Text"));
    }
}

public sealed class RowLimitsOnAzurite(Azurite azurite) : RowLimitTests
{
    protected override Account NewAccount() => Account.On(azurite);
}

public sealed class RowLimitsInTheSimulator : RowLimitTests
{
    protected override Account NewAccount() => Account.Simulated();
}
