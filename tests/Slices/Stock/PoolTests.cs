using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop.Catalog;
using WeCommerce.Shop.Stock;
using WeCommerce.Storage;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Stock;

/// <summary>Pools (备货): pieces set aside for an activity.</summary>
public sealed class PoolTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task SetAside_Twice_MovesOnce_AndBackWhatIsLeft()
    {
        var (id, pool) = await NewPoolAsync(pieces: 10);

        await DoAsync(new SetAside(pool, 6, "one"), new SetAside(pool, 6, "one"));
        Assert.Equal((4, 6), await LevelsAsync(id, pool));

        await DoAsync(new SetAside(pool, -2, "two"));
        Assert.Equal((6, 4), await LevelsAsync(id, pool));

        await DoAsync(new ReleasePool(pool, "end"), new ReleasePool(pool, "end"));
        Assert.Equal((10, 0), await LevelsAsync(id, pool));
    }

    [Fact]
    public async Task SetAside_OfMoreThanThereIs_MovesThat_AndAPersonHearsOfTheRest()
    {
        var (id, pool) = await NewPoolAsync(pieces: 5);
        var keeper = await Shop.LogInAsOperatorAsync();

        await DoAsync(new SetAside(pool, 8, "one"));
        Assert.Equal((0, 5), await LevelsAsync(id, pool));
        // Pieces that come later are not for the pool: a person decides.
        (await keeper.PostAsync($"v1/ops/stock/{id}", new { delta = 7, reason = "进货" })).Expect(200);
        await DoAsync(new SetAside(pool, 8, "one"));

        Assert.Equal((7, 5), await LevelsAsync(id, pool));
        var task = Assert.Single((await keeper.GetAsync("v1/ops/tasks?kind=PoolShort")).Expect(200).Json["items"]!.AsArray(), t => $"{t!["about"]}" == $"{pool}-one");
        Assert.Contains("缺 3 件", $"{task!["what"]}", StringComparison.Ordinal);
    }

    // It dies between the two halves; who does it again finishes it.
    [Fact]
    public async Task SetAside_ThatDiesHalfWay_IsFinished()
    {
        var (id, pool) = await NewPoolAsync(pieces: 10);
        Shop.Network.LoseRequests(r => r.Uri.ToUri().AbsolutePath.EndsWith("/$batch", StringComparison.Ordinal) && _batches++ >= 1);
        await Assert.ThrowsAnyAsync<Exception>(() => DoAsync(new SetAside(pool, 6, "one")));
        Shop.Network.Heal();
        Assert.Equal((4, 0), await LevelsAsync(id, pool));

        await DoAsync(new SetAside(pool, 6, "one"));

        Assert.Equal((4, 6), await LevelsAsync(id, pool));
    }

    // The same request again after all is sold: it was done.
    [Fact]
    public async Task StockTakenOut_IsTakenOutOnce_HoweverLittleIsLeft()
    {
        var (id, keeper) = (await Shop.PutOnSaleAsync(pieces: 5), await Shop.LogInAsOperatorAsync());
        (await keeper.PostAsync($"v1/ops/stock/{id}", new { delta = -4, reason = "盘点" }, "count")).Expect(200);

        var again = (await keeper.PostAsync($"v1/ops/stock/{id}", new { delta = -4, reason = "盘点" }, "count")).Expect(200);

        Assert.Equal(1, (int)again.Json["onHand"]!);
        Assert.Equal(new StockSeen(1, 0, 0, 0), await Shop.StockOfAsync(id));
    }

    private int _batches;

    private async Task<(string Id, StockPlace Pool)> NewPoolAsync(int pieces)
    {
        var id = await Shop.PutOnSaleAsync(pieces);
        Assert.True(SkuId.TryParse(id, out var sku));
        return (id, new StockPlace(sku, "g-summer"));
    }

    private async Task DoAsync(params object[] effects)
    {
        await using var scope = Shop.Services.CreateAsyncScope();
        var pools = scope.ServiceProvider.GetRequiredService<FillPools>();
        var context = new EffectContext(new PartitionId("Any", "any"), Attempt: 1);
        foreach (var effect in effects)
            await (effect is SetAside aside ? pools.DoAsync(aside, context, default) : pools.DoAsync((ReleasePool)effect, context, default));
    }

    private async Task<(int Own, int Pool)> LevelsAsync(string sku, StockPlace pool) =>
        ((await Shop.StockOfAsync(sku)).OnHand, (await Shop.StockOfAsync(pool.Value)).OnHand);
}
