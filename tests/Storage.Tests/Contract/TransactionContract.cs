using Azure;
using Azure.Data.Tables;
using WeCommerce.Testing;

namespace WeCommerce.Storage.Tests.Contract;

/// <summary>Entity group transactions: all rows, or none.</summary>
public abstract class TransactionContract
{
    protected abstract Account NewAccount();

    [Fact]
    public async Task Transaction_OfEveryKind_Lands()
    {
        var table = await NewAccount().NewTableAsync();
        foreach (var key in new[] { "replaced", "merged", "deleted", "upserted" })
            await table.AddEntityAsync(Row(key, "Old"));
        var read = await table.GetEntityAsync<TableEntity>("p", "replaced");

        var replies = (await table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Row("added", "龙井")),
            new(TableTransactionActionType.UpdateReplace, Row("replaced", "New"), read.Value.ETag),
            new(TableTransactionActionType.UpdateMerge, Row("merged", "New"), ETag.All),
            new(TableTransactionActionType.Delete, Row("deleted", "Old"), ETag.All),
            new(TableTransactionActionType.UpsertMerge, Row("upserted", "New")),
            new(TableTransactionActionType.UpsertReplace, Row("new", "New")),
        ])).Value;

        Assert.Equal(
            ["added: 龙井", "merged: New Old", "new: New", "replaced: New", "upserted: New Old"],
            await ReadAsync(table));
        Assert.Equal([true, true, true, false, true, true], replies.Select(r => r.Headers.ETag is not null));
        Assert.Equal((await table.GetEntityAsync<TableEntity>("p", "replaced")).Value.ETag, replies[1].Headers.ETag);
        Assert.All(replies, r => Assert.Equal(204, r.Status));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Transaction_WithARowThatIsThere_SaysWhichAndWritesNothing(int place)
    {
        var table = await NewAccount().NewTableAsync();
        await table.AddEntityAsync(Row("there", "Old"));
        var actions = new[] { "a", "b", "c" }.Select(k => new TableTransactionAction(TableTransactionActionType.Add, Row(k, "New"))).ToList();
        actions.Insert(place, new(TableTransactionActionType.Add, Row("there", "New")));

        await Outcome.IsAsync($"409 EntityAlreadyExists at {place}", () => table.SubmitTransactionAsync(actions));

        Assert.Equal(["there: Old"], await ReadAsync(table));
    }

    [Fact]
    public async Task Transaction_WithARowThatChangedSince_SaysWhichAndWritesNothing()
    {
        var table = await NewAccount().NewTableAsync();
        await table.AddEntityAsync(Row("there", "Old"));
        var read = await table.GetEntityAsync<TableEntity>("p", "there");
        await table.UpdateEntityAsync(Row("there", "Newer"), ETag.All, TableUpdateMode.Replace);

        await Outcome.IsAsync("412 UpdateConditionNotSatisfied at 1", () => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, Row("added", "New")),
            new(TableTransactionActionType.UpdateReplace, Row("there", "New"), read.Value.ETag),
        ]));

        Assert.Equal(["there: Newer"], await ReadAsync(table));
    }

    [Theory]
    [InlineData(TableTransactionActionType.UpdateMerge)]
    [InlineData(TableTransactionActionType.UpdateReplace)]
    [InlineData(TableTransactionActionType.Delete)]
    public async Task Transaction_WithARowThatIsMissing_SaysWhichAndWritesNothing(TableTransactionActionType kind)
    {
        var table = await NewAccount().NewTableAsync();
        await table.AddEntityAsync(Row("there", "Old"));

        await Outcome.IsAsync("404 ResourceNotFound at 2", () => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Delete, Row("there", "Old"), ETag.All),
            new(TableTransactionActionType.Add, Row("added", "New")),
            new(kind, Row("missing", "New"), ETag.All),
        ]));

        Assert.Equal(["there: Old"], await ReadAsync(table));
    }

    [Fact]
    public async Task Transaction_WithARowTwice_IsRefused()
    {
        var table = await NewAccount().NewTableAsync();

        await Outcome.IsAsync("400 InvalidDuplicateRow at 1", () => table.SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, Row("a", "New")), new(TableTransactionActionType.UpsertMerge, Row("a", "More"))]));

        Assert.Empty(await ReadAsync(table));
    }

    [Fact]
    public async Task Transaction_OfAHundredRows_Lands()
    {
        var table = await NewAccount().NewTableAsync();

        await table.SubmitTransactionAsync(Enumerable.Range(0, 100).Select(n => new TableTransactionAction(TableTransactionActionType.Add, Row($"{n:000}", "New"))));

        Assert.Equal(100, (await ReadAsync(table)).Count);
    }

    internal static TableEntity Row(string key, string column) => new("p", key) { [column] = 1 };

    private static async Task<List<string>> ReadAsync(TableClient table) => await table.QueryAsync<TableEntity>()
        .Select(r => $"{r.RowKey}: {string.Join(' ', r.Keys.Except(["odata.etag", "PartitionKey", "RowKey", "Timestamp"]).Order(StringComparer.Ordinal))}")
        .ToListAsync();
}

public sealed class TransactionsOnAzurite(Azurite azurite) : TransactionContract
{
    protected override Account NewAccount() => Account.On(azurite);
}

public sealed class TransactionsInTheSimulator : TransactionContract
{
    protected override Account NewAccount() => Account.Simulated();
}
