using Azure;
using Azure.Data.Tables;
using WeCommerce.Testing;

namespace WeCommerce.Storage.Tests.Contract;

/// <summary>Rows, one at a time.</summary>
public abstract class RowContract
{
    protected abstract Account NewAccount();

    [Fact]
    public async Task Get_AfterInsert_GivesEveryTypeBackAsItWas()
    {
        var table = await NewAccount().NewTableAsync();
        var id = Guid.NewGuid();
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1_234_560);
        await table.AddEntityAsync(new TableEntity("会员", "it's")
        {
            ["Text"] = "明前龙井 \"50g\" \\ \n 'a'",
            ["Empty"] = "",
            ["Int"] = -7,
            ["Long"] = long.MaxValue,
            ["SmallLong"] = 5L,
            ["Double"] = 1.5,
            ["Whole"] = 2.0,
            ["Yes"] = true,
            ["No"] = false,
            ["Instant"] = at,
            ["Id"] = id,
            ["Bytes"] = new byte[] { 0, 1, 255 },
            ["Nothing"] = null,
        });

        var row = (await table.GetEntityAsync<TableEntity>("会员", "it's")).Value;

        Assert.Equal(("会员", "it's"), (row.PartitionKey, row.RowKey));
        Assert.Equal("明前龙井 \"50g\" \\ \n 'a'", row["Text"]);
        Assert.Equal("", row["Empty"]);
        Assert.Equal(-7, row["Int"]);
        Assert.Equal(long.MaxValue, row["Long"]);
        Assert.Equal(5L, row["SmallLong"]);
        Assert.Equal(1.5, row["Double"]);
        Assert.Equal(2.0, row["Whole"]);
        Assert.Equal(true, row["Yes"]);
        Assert.Equal(false, row["No"]);
        Assert.Equal(at, row["Instant"]);
        Assert.Equal(id, row["Id"]);
        Assert.Equal([0, 1, 255], row.GetBinary("Bytes"));
        Assert.False(row.ContainsKey("Nothing"));
        Assert.NotNull(row.Timestamp);
    }

    [Fact]
    public async Task Keys_MayBeEmpty()
    {
        var table = await NewAccount().NewTableAsync();
        await table.AddEntityAsync(new TableEntity("", "") { ["N"] = 1 });

        Assert.Equal(1, (await table.GetEntityAsync<TableEntity>("", "")).Value["N"]);
    }

    [Fact]
    public async Task Insert_OfARowThatIsThere_Is409AndChangesNothing()
    {
        var table = await WithRowAsync();

        await Outcome.IsAsync("409 EntityAlreadyExists", () => table.AddEntityAsync(Row(2)));

        Assert.Equal(1, (await ReadAsync(table))?["N"]);
    }

    [Fact]
    public async Task Get_OfARowThatIsNotThere_Is404()
    {
        var table = await NewAccount().NewTableAsync();

        await Outcome.IsAsync("404 ResourceNotFound", () => table.GetEntityAsync<TableEntity>("p", "r"));
        Assert.Null(await ReadAsync(table));
    }

    [Fact]
    public async Task Get_OfSomeColumns_GivesThose()
    {
        var table = await NewAccount().NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2L });

        var row = (await table.GetEntityAsync<TableEntity>("p", "r", ["B", "C"])).Value;

        Assert.Equal(2L, row["B"]);
        Assert.False(row.ContainsKey("A"));
        Assert.Null(row["C"]);
    }

    [Theory]
    [InlineData(TableUpdateMode.Replace, false)]
    [InlineData(TableUpdateMode.Merge, true)]
    public async Task Update_OfTheRowAsItWasRead_Lands(TableUpdateMode mode, bool keepsTheRest)
    {
        var table = await WithRowAsync();
        var read = await ReadAsync(table);

        var reply = await table.UpdateEntityAsync(Row(2, "More"), read!.ETag, mode);

        var now = await ReadAsync(table);
        Assert.Equal(2, now?["More"]);
        Assert.Equal(keepsTheRest, now?.ContainsKey("N"));
        Assert.NotEqual(read.ETag, now!.ETag);
        Assert.Equal(reply.Headers.ETag, now.ETag);
    }

    [Theory]
    [InlineData(TableUpdateMode.Replace)]
    [InlineData(TableUpdateMode.Merge)]
    public async Task Update_OfARowThatChangedSinceItWasRead_Is412AndChangesNothing(TableUpdateMode mode)
    {
        var table = await WithRowAsync();
        var read = await ReadAsync(table);
        await table.UpdateEntityAsync(Row(2), ETag.All, TableUpdateMode.Replace);

        await Outcome.IsAsync("412 UpdateConditionNotSatisfied", () => table.UpdateEntityAsync(Row(3), read!.ETag, mode));

        Assert.Equal(2, (await ReadAsync(table))?["N"]);
    }

    [Theory]
    [InlineData(TableUpdateMode.Replace)]
    [InlineData(TableUpdateMode.Merge)]
    public async Task Update_OfARowThatIsNotThere_Is404(TableUpdateMode mode)
    {
        var table = await NewAccount().NewTableAsync();

        await Outcome.IsAsync("404 ResourceNotFound", () => table.UpdateEntityAsync(Row(1), ETag.All, mode));
    }

    [Theory]
    [InlineData(TableUpdateMode.Replace, false)]
    [InlineData(TableUpdateMode.Merge, true)]
    public async Task Upsert_WritesWhetherOrNotTheRowIsThere(TableUpdateMode mode, bool keepsTheRest)
    {
        var table = await NewAccount().NewTableAsync();

        await table.UpsertEntityAsync(Row(1), mode);
        await table.UpsertEntityAsync(Row(2, "More"), mode);

        var row = await ReadAsync(table);
        Assert.Equal(2, row?["More"]);
        Assert.Equal(keepsTheRest, row?.ContainsKey("N"));
    }

    [Fact]
    public async Task Delete_OfTheRowAsItWasRead_TakesItAway()
    {
        var table = await WithRowAsync();
        var read = await ReadAsync(table);
        await table.UpdateEntityAsync(Row(2), ETag.All);

        await Outcome.IsAsync("412 UpdateConditionNotSatisfied", () => table.DeleteEntityAsync("p", "r", read!.ETag));
        await table.DeleteEntityAsync("p", "r", (await ReadAsync(table))!.ETag);

        Assert.Null(await ReadAsync(table));
    }

    // The SDK takes the 404 of a delete for an answer, not for a failure.
    [Fact]
    public async Task Delete_OfARowThatIsNotThere_Is404()
    {
        var table = await NewAccount().NewTableAsync();

        Assert.Equal(404, (await table.DeleteEntityAsync("p", "r")).Status);
    }

    [Fact]
    public async Task EveryWrite_GivesAnETagOfItsOwn()
    {
        var table = await WithRowAsync();
        var tags = new HashSet<ETag>();
        for (var n = 0; n < 5; n++)
        {
            await table.UpsertEntityAsync(Row(1));
            tags.Add((await ReadAsync(table))!.ETag);
        }

        Assert.Equal(5, tags.Count);
    }

    private static TableEntity Row(int n, string column = "N") => new("p", "r") { [column] = n };

    private static async Task<TableEntity?> ReadAsync(TableClient table)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>("p", "r");
        return row.HasValue ? row.Value : null;
    }

    private async Task<TableClient> WithRowAsync()
    {
        var table = await NewAccount().NewTableAsync();
        await table.AddEntityAsync(Row(1));
        return table;
    }
}

public sealed class RowsOnAzurite(Azurite azurite) : RowContract
{
    protected override Account NewAccount() => Account.On(azurite);
}

public sealed class RowsInTheSimulator : RowContract
{
    protected override Account NewAccount() => Account.Simulated();
}
