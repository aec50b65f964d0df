using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Orders;
using WeCommerce.Shop.Stock;
using WeCommerce.Storage;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Stock;

public sealed class HoldTests(Azurite azurite) : ShopTests(azurite)
{
    // Two machines make the same exchange; the request of one is on its way until the other has sold the pieces (found by random schedules).
    [Fact]
    public async Task Hold_ThatArrivesAfterTheSale_SellsNothingTwice()
    {
        var id = await Shop.PutOnSaleAsync(pieces: 5);
        Assert.True(SkuId.TryParse(id, out var sku));
        await using var other = await ShopHost.StartBesideAsync(Shop);
        var (here, there) = (Shop.Services.GetRequiredService<StockRoom>(), other.Services.GetRequiredService<StockRoom>());
        var ids = new Ids(TimeProvider.System);
        var order = OrderId.New(MemberId.New(ids), ids);
        Assert.NotEmpty(await here.HoldAsync(sku, order, 2, Shop.Time.GetUtcNow()));
        await here.SellAsync(sku, order);

        Assert.NotEmpty(await there.HoldAsync(sku, order, 2, Shop.Time.GetUtcNow()));
        await there.SellAsync(sku, order);
        await here.ReleaseAsync(sku, order);

        Assert.Equal(new StockSeen(3, 0, 0, 0), await Shop.StockOfAsync(id));
    }

    // The hold was given free before the order was written: nothing is taken in silence, a person hears of it.
    [Fact]
    public async Task Sale_WithoutAHold_BecomesATask()
    {
        var id = await Shop.PutOnSaleAsync(pieces: 5);
        var (li, keeper) = (await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync());
        var placed = await li.PlaceOrderAsync(id, 2);
        Assert.True(SkuId.TryParse(id, out var sku) & OrderId.TryParse(placed.OrderId, out var order));
        await Shop.Services.GetRequiredService<StockRoom>().ReleaseAsync(sku, order);

        await li.PayAsync(placed.Payment!);

        await Eventually.IsAsync(
            async () => (await keeper.GetAsync("v1/ops/tasks?kind=StockNotHeld")).Expect(200).Json["items"]!.AsArray() is [var only] && $"{only!["about"]}" == $"{order}-{sku}",
            "a task about it");
        Assert.Equal(new StockSeen(5, 0, 0, 0), await Shop.StockOfAsync(id));
    }

    [Fact]
    public async Task Sale_IsForgotten_WhenNothingCanBeOnItsWayAnyMore()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        await li.BuyAsync(sku);
        await Eventually.SeeAsync(() => Shop.StockOfAsync(sku), s => s.OnHand == 4, "the piece is out");
        Assert.Single(await HoldRowsAsync(sku));
        Shop.Time.Advance(TimeSpan.FromDays(9));

        await Shop.FireAsync("FindForgottenHolds", "");

        await Eventually.IsAsync(async () => (await HoldRowsAsync(sku)).Count == 0, "the row is gone");
        Assert.Equal(new StockSeen(4, 0, 0, 0), await Shop.StockOfAsync(sku));
    }

    private async Task<List<string>> HoldRowsAsync(string sku)
    {
        var table = new Azure.Data.Tables.TableClient(Shop.ConnectionString, "Stock");
        var rows = await table.QueryAsync<Azure.Data.Tables.TableEntity>(r => r.PartitionKey == sku).ToListAsync();
        return [.. rows.Select(r => r.RowKey).Where(k => k.StartsWith("hold!", StringComparison.Ordinal))];
    }
}
