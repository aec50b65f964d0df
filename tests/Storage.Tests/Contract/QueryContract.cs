using Azure.Data.Tables;
using WeCommerce.Testing;

namespace WeCommerce.Storage.Tests.Contract;

/// <summary>Queries: filters, columns, pages.</summary>
public abstract class QueryContract
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Id = new("01234567-89ab-cdef-0123-456789abcdef");

    protected abstract Account NewAccount();

    [Theory]
    [InlineData("PartitionKey eq 'p1'", "a b")]
    [InlineData("PartitionKey eq 'p1' and RowKey gt 'a'", "b")]
    [InlineData("RowKey ge 'b' and RowKey lt 'd'", "b c")]
    [InlineData("RowKey le 'b'", "a b")]
    [InlineData("N eq 2", "b")]
    [InlineData("N ne 2", "a c d")]
    [InlineData("N gt 1 and N lt 4", "b c")]
    [InlineData("L eq 3000000000L", "c")]
    [InlineData("L ge 2000000000L", "b c d")]
    [InlineData("D lt 2.5", "a b")]
    [InlineData("Flag eq true", "a c")]
    [InlineData("Flag eq false", "b d")]
    [InlineData("not (Flag eq true)", "b d")]
    [InlineData("not Flag eq true", "b d")]
    [InlineData("At ge datetime'2026-03-01T15:00:00Z'", "c d")]
    [InlineData("At lt datetime'2026-03-01T14:00:00.0000000Z'", "a")]
    [InlineData("Id eq guid'01234567-89ab-cdef-0123-456789abcdef'", "a b c d")]
    [InlineData("Id ne guid'01234567-89ab-cdef-0123-456789abcdef'", "")]
    [InlineData("Text eq 'it''s 3'", "c")]
    [InlineData("Text eq 'nothing'", "")]
    [InlineData("N eq 1 or N eq 3 and Flag eq false", "a")]
    [InlineData("(N eq 1 or N eq 4) and Flag eq false", "d")]
    [InlineData("not (N eq 1 or N eq 2) and not (N eq 4)", "c")]
    [InlineData("N eq 1 or (PartitionKey eq 'p2' and (N eq 4))", "a d")]
    [InlineData("Only eq 'a'", "a")]
    [InlineData("Only ne 'x'", "a")]
    [InlineData("Only lt 'x'", "a")]
    [InlineData("", "a b c d")]
    public async Task Query_WithAFilter_GivesTheRowsThatItMeans(string filter, string expected)
    {
        var table = await NewAccount().NewTableAsync();
        for (var n = 1; n <= 4; n++)
        {
            var row = new TableEntity(n < 3 ? "p1" : "p2", $"{(char)('a' + n - 1)}")
            {
                ["N"] = n,
                ["L"] = n * 1_000_000_000L,
                ["D"] = n + 0.25,
                ["Flag"] = n % 2 == 1,
                ["At"] = Noon.AddHours(n),
                ["Id"] = Id,
                ["Text"] = $"it's {n}",
            };
            if (n == 1)
                row["Only"] = "a";
            await table.AddEntityAsync(row);
        }

        var rows = await table.QueryAsync<TableEntity>(filter).Select(r => r.RowKey).ToListAsync();

        Assert.Equal(expected, string.Join(' ', rows));
    }

    [Fact]
    public async Task Query_WithAFilterThatIsNone_Is400()
    {
        var table = await NewAccount().NewTableAsync();

        await Outcome.IsAsync("400 InvalidInput", () => table.QueryAsync<TableEntity>("N eq").CountAsync().AsTask());
    }

    [Fact]
    public async Task Query_OfSomeColumns_GivesThose()
    {
        var table = await NewAccount().NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "a") { ["A"] = 1, ["B"] = 2 });

        var row = await table.QueryAsync<TableEntity>(select: ["RowKey", "B"]).SingleAsync();

        Assert.Equal(("a", 2), (row.RowKey, row["B"]));
        Assert.False(row.ContainsKey("A"));
        Assert.Null(row.PartitionKey);
    }

    [Fact]
    public async Task Query_InPages_GoesOnWhereItStopped()
    {
        var table = await NewAccount().NewTableAsync();
        foreach (var partition in new[] { "会员一", "会员二" })
        {
            await table.SubmitTransactionAsync(Enumerable.Range(0, 7)
                .Select(n => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(partition, $"行{n}"))));
        }

        var pages = await table.QueryAsync<TableEntity>(maxPerPage: 5).AsPages().Select(p => p.Values.Select(r => r.PartitionKey + r.RowKey).ToList()).ToListAsync();

        Assert.Equal([5, 5, 4], pages.Select(p => p.Count));
        Assert.Equal(14, pages.SelectMany(p => p).Distinct().Count());
        Assert.Equal(pages.SelectMany(p => p).Order(StringComparer.Ordinal), pages.SelectMany(p => p));
    }

    [Fact]
    public async Task Query_OfMoreThanAThousandRows_ComesInPagesOfAThousand()
    {
        var table = await NewAccount().NewTableAsync();
        for (var n = 0; n < 1100; n += 100)
        {
            await table.SubmitTransactionAsync(Enumerable.Range(n, 100)
                .Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{i:0000}"))));
        }

        var pages = await table.QueryAsync<TableEntity>("PartitionKey eq 'p'").AsPages().Select(p => p.Values.Count).ToListAsync();

        Assert.Equal([1000, 100], pages);
    }

    [Fact]
    public async Task Rows_AreInTheOrderOfTheirKeysCharacterByCharacter()
    {
        var table = await NewAccount().NewTableAsync();
        foreach (var key in new[] { "b", "B", "a!", "a", "茶", "10", "9", "a\"" })
            await table.AddEntityAsync(new TableEntity("p", key));

        Assert.Equal(["10", "9", "B", "a", "a!", "a\"", "b", "茶"], await table.QueryAsync<TableEntity>().Select(r => r.RowKey).ToListAsync());
    }
}

public sealed class QueriesOnAzurite(Azurite azurite) : QueryContract
{
    protected override Account NewAccount() => Account.On(azurite);
}

public sealed class QueriesInTheSimulator : QueryContract
{
    protected override Account NewAccount() => Account.Simulated();
}
