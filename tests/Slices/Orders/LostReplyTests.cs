using WeCommerce.Testing;

namespace WeCommerce.Slices.Orders;

/// <summary>A write lands and its reply is lost, at each place where placing and paying write: no false conflict, nothing twice.</summary>
public sealed class LostReplyTests(Azurite azurite) : ShopTests(azurite)
{
    // 0 and 1: the close message and the hold, beside each other; 2: the order. A warm shop makes exactly these three.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task PlaceOrder_WhoseReplyIsLostAtOneWrite_IsPlacedOnce(int write)
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        await li.PlaceOrderAsync(sku);
        Shop.Network.LoseReplyOfWrite(write);

        var placed = await li.PlaceOrderAsync(sku, 2);

        Assert.Equal(1, Shop.Network.Lost);
        Assert.Equal(new StockSeen(5, 3, 3, 2), await Shop.StockOfAsync(sku));
        Assert.Equal(2, (await li.GetAsync("v1/orders")).Json["items"]!.AsArray().Count);
        // A message that was sent twice closes the order once.
        await li.PayAsync(placed.Payment!);
        await li.SeeOrderAsync(placed.OrderId, o => $"{o["payStatus"]}" == "Paid");
    }

    // 0 and 1: the wake-up message and the order; 2 and 3: the effect that takes the goods out, and the row that says it is done.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Notify_WhoseReplyIsLostAtOneWrite_IsTakenOnce(int write)
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        await li.BuyAsync(sku);
        await Eventually.SeeAsync(() => Shop.StockOfAsync(sku), s => s == new StockSeen(4, 0, 0, 0), "the first is out");
        var placed = await li.PlaceOrderAsync(sku, 2);
        Shop.Network.LoseReplyOfWrite(write);

        await li.PayAsync(placed.Payment!);

        var order = await li.SeeOrderAsync(placed.OrderId, o => $"{o["payStatus"]}" == "Paid");
        Assert.Equal(2, order["timeline"]!.AsArray().Count);
        await Eventually.SeeAsync(() => Shop.StockOfAsync(sku), s => s == new StockSeen(2, 0, 0, 0), "the goods are out");
        await Eventually.IsAsync(() => Task.FromResult(Shop.Network.Lost == 1), "a reply was lost");
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "no effect is left");
        Assert.Equal(new StockSeen(2, 0, 0, 0), await Shop.StockOfAsync(sku));
    }

    [Fact]
    public async Task PlaceOrder_WhoseAnswerFromWeChatIsLost_CanBePaidWithTheSameNumber()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var li = await Shop.LogInAsync();
        await Shop.BehaveAsync(new { api = new { loseAnswerRate = 1.0 } });
        var placed = await li.PlaceOrderAsync(sku);
        await Shop.BehaveAsync(new { api = new { loseAnswerRate = 0.0 } });
        Assert.Null(placed.Payment);

        var payment = (await li.PostAsync($"v1/orders/{placed.OrderId}/payment")).Expect(200).Json["payment"]!.AsObject();
        await li.PayAsync(payment);

        await li.SeeOrderAsync(placed.OrderId, o => $"{o["payStatus"]}" == "Paid");
    }
}
