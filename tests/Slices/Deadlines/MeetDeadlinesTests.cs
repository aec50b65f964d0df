using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop;
using WeCommerce.Shop.Deadlines;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Deadlines;

public sealed class MeetDeadlinesTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task Timer_LooksAtWhatIsDue()
    {
        var table = new TableClient(Shop.ConnectionString, Tables.AllDeadlines);
        await table.CreateIfNotExistsAsync();
        var at = Shop.Time.GetUtcNow();
        var row = DeadlineRows.Of(new Deadline("Unheard", "x", at), at);
        row.PartitionKey = Tables.DeadlinesOf(at).Key;
        await table.AddEntityAsync(row);

        await Shop.FireAsync(nameof(MeetDeadlines), "");

        await Eventually.IsAsync(
            async () => await table.QueryAsync<TableEntity>().AllAsync(static r => r.GetInt32("Attempts") == 1), "it was looked at and put off");
    }

    [Fact]
    public void EveryHandler_IsOfAKindOfItsOwn()
    {
        using var scope = Shop.Services.CreateScope();

        var kinds = scope.ServiceProvider.GetServices<IDeadlineHandler>().Select(h => h.Kind).ToList();

        Assert.Equal(kinds.Distinct(), kinds);
    }
}
