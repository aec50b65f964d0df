using Azure.Data.Tables;
using WeCommerce.Testing;

namespace WeCommerce.Storage.Tests.Contract;

/// <summary>Tables as a whole.</summary>
public abstract class TableContract
{
    protected abstract Account NewAccount();

    [Fact]
    public async Task Create_OfATableThatIsThere_Is409()
    {
        var table = await NewAccount().NewTableAsync();

        await Outcome.IsAsync("409 TableAlreadyExists", () => table.CreateAsync());
        await table.CreateIfNotExistsAsync();
    }

    [Fact]
    public async Task List_GivesTheTablesThatAreThere()
    {
        var account = NewAccount();
        await account.NewTableAsync("Stock");
        await account.NewTableAsync("Members");
        await (await account.NewTableAsync("Carts")).DeleteAsync();

        Assert.Equal(["Members", "Stock"], account.Tables().Query().Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AnyCall_ToATableThatIsNotThere_Is404()
    {
        var table = NewAccount().Table("Nowhere");
        var row = new TableEntity("p", "r") { ["N"] = 1 };

        await Outcome.IsAsync("404 TableNotFound", () => table.AddEntityAsync(row));
        await Outcome.IsAsync("404 TableNotFound", () => table.UpsertEntityAsync(row));
        await Outcome.IsAsync("404 TableNotFound", () => table.UpdateEntityAsync(row, Azure.ETag.All));
        await Outcome.IsAsync("404 TableNotFound", () => table.GetEntityAsync<TableEntity>("p", "r"));
        await Outcome.IsAsync("404 TableNotFound", () => table.QueryAsync<TableEntity>().CountAsync().AsTask());
        await Outcome.IsAsync("404 TableNotFound at 0", () => table.SubmitTransactionAsync([new(TableTransactionActionType.Add, row)]));
        Assert.False((await table.GetEntityIfExistsAsync<TableEntity>("p", "r")).HasValue);
    }
}

public sealed class TablesOnAzurite(Azurite azurite) : TableContract
{
    protected override Account NewAccount() => Account.On(azurite);
}

public sealed class TablesInTheSimulator : TableContract
{
    protected override Account NewAccount() => Account.Simulated();
}
