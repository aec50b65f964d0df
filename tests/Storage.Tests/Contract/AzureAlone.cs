using Azure;
using Azure.Data.Tables;
using WeCommerce.Storage.Simulator;

namespace WeCommerce.Storage.Tests.Contract;

/// <summary>What Azure refuses and Azurite lets through or refuses otherwise: asked of the simulator alone.</summary>
public sealed class AzureAlone
{
    private readonly Account _account = Account.Simulated();

    // "Naming tables" in "Understanding the Table service data model".
    [Theory]
    [InlineData("1things")]
    [InlineData("my-things")]
    [InlineData("ab")]
    public async Task Create_UnderANameThatIsNone_Is400(string name) =>
        await Outcome.IsAsync("400 InvalidResourceName", () => _account.Table(name).CreateAsync());

    // "Naming queues and metadata".
    [Theory]
    [InlineData("Things")]
    [InlineData("my--things")]
    [InlineData("-things")]
    [InlineData("ab")]
    public async Task Create_OfAQueueUnderANameThatIsNone_Is400(string name) =>
        await Outcome.IsAsync("400 InvalidResourceName", () => _account.Queue(name).CreateAsync());

    // "Characters disallowed in key fields".
    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\nb")]
    [InlineData("a\u0085b")]
    public async Task Insert_WithAForbiddenCharacterInAKey_Is400(string key)
    {
        var table = await _account.NewTableAsync();

        await Outcome.IsAsync("400 OutOfRangeInput", () => table.AddEntityAsync(new TableEntity("p", key)));
        await Outcome.IsAsync("400 OutOfRangeInput", () => table.AddEntityAsync(new TableEntity(key, "r")));
    }

    // "Property limitations": keys up to 1 KiB, values up to 64 KiB, 255 properties with the three of the system, entities up to 1 MiB.
    [Fact]
    public async Task Insert_BeyondTheLimitsOfARow_Is400()
    {
        var table = await _account.NewTableAsync();

        await Outcome.IsAsync("ok", () => table.AddEntityAsync(new TableEntity("p", new string('k', 512))));
        await Outcome.IsAsync("400 KeyValueTooLarge", () => table.AddEntityAsync(new TableEntity("p", new string('k', 513))));
        await Outcome.IsAsync("ok", () => table.AddEntityAsync(new TableEntity("p", "text") { ["Text"] = new string('茶', 32 * 1024) }));
        await Outcome.IsAsync("400 PropertyValueTooLarge", () => table.AddEntityAsync(new TableEntity("p", "r") { ["Text"] = new string('x', (32 * 1024) + 1) }));
        await Outcome.IsAsync("400 PropertyValueTooLarge", () => table.AddEntityAsync(new TableEntity("p", "r") { ["Bytes"] = new byte[(64 * 1024) + 1] }));
        await Outcome.IsAsync("ok", () => table.AddEntityAsync(Wide("wide", 252, 1)));
        await Outcome.IsAsync("400 TooManyProperties", () => table.AddEntityAsync(Wide("r", 253, 1)));
        await Outcome.IsAsync("ok", () => table.AddEntityAsync(Wide("long", 15, 32 * 1024)));
        await Outcome.IsAsync("400 EntityTooLarge", () => table.AddEntityAsync(Wide("r", 16, 32 * 1024)));
        await Outcome.IsAsync("400 PropertyNameTooLong", () => table.AddEntityAsync(new TableEntity("p", "r") { [new string('N', 256)] = 1 }));
        await Outcome.IsAsync("400 OutOfRangeInput", () => table.AddEntityAsync(new TableEntity("p", "r") { ["At"] = DateTimeOffset.MinValue }));
    }

    // A merge adds to what is there: the row that comes of it counts.
    [Fact]
    public async Task Merge_IntoARowThatBecomesTooLarge_Is400AndChangesNothing()
    {
        var table = await _account.NewTableAsync();
        await table.AddEntityAsync(Wide("r", 15, 32 * 1024));

        await Outcome.IsAsync("400 EntityTooLarge", () => table.UpdateEntityAsync(
            new TableEntity("p", "r") { ["More"] = new string('x', 32 * 1024) }, ETag.All, TableUpdateMode.Merge));

        Assert.False((await table.GetEntityAsync<TableEntity>("p", "r")).Value.ContainsKey("More"));
    }

    // "Performing entity group transactions": at most 100 entities, at most 4 MiB.
    [Fact]
    public async Task Transaction_BeyondItsLimits_IsRefusedWhole()
    {
        var table = await _account.NewTableAsync();
        static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);

        await Outcome.IsAsync("400 InvalidInput at 100", () => table.SubmitTransactionAsync(
            Enumerable.Range(0, 101).Select(n => Add(TransactionContract.Row($"{n}", "N")))));
        await Outcome.IsAsync("413 RequestBodyTooLarge", () => table.SubmitTransactionAsync(
            Enumerable.Range(0, 9).Select(n => Add(Wide($"{n}", 15, 32 * 1024)))));

        Assert.Empty(await table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task Transaction_OverTwoPartitions_IsRefused()
    {
        var table = await _account.NewTableAsync();

        await Outcome.IsAsync("400 CommandsInBatchActOnDifferentPartitions at 1", () => table.SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, new TableEntity("p", "a")), new(TableTransactionActionType.Add, new TableEntity("q", "b"))]));

        Assert.Empty(await table.QueryAsync<TableEntity>().ToListAsync());
    }

    // "Put Message": a message is not hidden longer than it lives. "Get Messages": hidden for a second at least.
    [Fact]
    public async Task Queue_TimesThatContradict_Are400()
    {
        var queue = await _account.NewQueueAsync();

        await Outcome.IsAsync("400 OutOfRangeQueryParameterValue", () => queue.SendMessageAsync("x", TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)));
        await Outcome.IsAsync("400 OutOfRangeQueryParameterValue", () => queue.ReceiveMessagesAsync(1, TimeSpan.Zero));
    }

    // "Query timeout and pagination": any query may stop early and be continued, whatever it has found by then.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Query_ThatStopsEarly_GoesOnWhereItStopped(int rowsPerPage)
    {
        var simulator = new StorageSimulator(TimeProvider.System) { RowsPerPage = rowsPerPage };
        var table = await Account.Of(simulator).NewTableAsync();
        for (var n = 0; n < 7; n++)
            await table.AddEntityAsync(new TableEntity("p", $"{n}") { ["Even"] = n % 2 == 0 });

        var pages = await table.QueryAsync<TableEntity>("Even eq true and RowKey lt '6'").AsPages().Select(p => p.Values.Count).ToListAsync();

        Assert.Equal(3, pages.Sum());
        Assert.Equal(0, pages[^1]);
        Assert.All(pages, p => Assert.InRange(p, 0, rowsPerPage));
    }

    private static TableEntity Wide(string key, int columns, int length)
    {
        var row = new TableEntity("p", key);
        for (var n = 0; n < columns; n++)
            row[$"Column{n}"] = new string('x', length);
        return row;
    }
}
