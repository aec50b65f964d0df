using WeCommerce.Testing;

namespace WeCommerce.Slices.Carts;

public sealed class CartTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task Cart_ShowsTodaysPrices()
    {
        var (tea, cup) = (await Shop.PutOnSaleAsync(pieces: 5, priceFen: 1000), await Shop.PutOnSaleAsync(pieces: 2, priceFen: 250));
        var (op, li) = (await Shop.LogInAsOperatorAsync(), await Shop.LogInAsync());
        (await li.PutAsync($"v1/cart/{tea}", new { quantity = 2 })).Expect(200);
        (await li.PutAsync($"v1/cart/{cup}", new { quantity = 1 })).Expect(200);

        (await op.PutAsync($"v1/ops/products/{tea}-spu", new { title = "明前龙井", skus = new[] { new { skuId = tea, title = "50g", priceFen = 1100 } } })).Expect(200);
        var cart = (await li.GetAsync("v1/cart")).Expect(200).Json;

        Assert.Equal(2450, (long)cart["totalFen"]!);
        Assert.Equal(2, cart["lines"]!.AsArray().Count);
    }

    [Fact]
    public async Task Cart_LinesAreSetAndTakenOut()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        (await li.PutAsync($"v1/cart/{sku}", new { quantity = 2 })).Expect(200);
        (await li.PutAsync($"v1/cart/{sku}", new { quantity = 3 })).Expect(200);

        Assert.Equal(3, (int)(await li.GetAsync("v1/cart")).Json["lines"]![0]!["quantity"]!);
        (await li.DeleteAsync($"v1/cart/{sku}")).Expect(200);
        (await li.DeleteAsync($"v1/cart/{sku}")).Expect(200);
        Assert.Empty((await li.GetAsync("v1/cart")).Json["lines"]!.AsArray());

        (await li.PutAsync("v1/cart/nothing", new { quantity = 1 })).Expect(404, "SKU_NOT_FOUND");
        Assert.NotNull((await li.PutAsync($"v1/cart/{sku}", new { quantity = 0 })).Expect(422).Json["errors"]!["quantity"]);
    }
}
