using Azure.Storage.Queues;
using Microsoft.Extensions.Logging;
using WeCommerce.Slices.AfterSales;
using WeCommerce.Storage;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Orders;

/// <summary>What an order's life runs: on Azure an execution costs more than all its storage calls.</summary>
public sealed class ExecutionTests(Azurite azurite) : ShopTests(azurite)
{
    private readonly RecordingLogs _logs = new();

    protected override Action<ILoggingBuilder> Logging => _logs.AddTo;

    // Place, notify, effects, ship, effects: five. With the receipt and its effects seven, and its deadlines find nothing to do.
    [Fact]
    public async Task Life_OfAnOrder_RunsOneQueueFunctionForEachCommit()
    {
        await Shop.BehaveAsync(new { shipping = new { delayMs = 0 } });
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var (li, keeper) = (await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync());
        await SettleAsync();
        var before = Ran().Count;

        var bought = await li.BuyAsync(sku);
        await SettleAsync();
        Assert.Equal(["DoEffects"], Ran().Skip(before));
        Assert.Equal(0, await LeftAsync("orders-to-close"));

        await keeper.ShipAsync(bought.OrderId);
        await li.SeeOrderAsync(bought.OrderId, o => o["timeline"]!.AsArray().Any(e => $"{e!["what"]}" == "发货信息已上传微信"));
        await SettleAsync();
        Assert.Equal(["DoEffects", "DoEffects"], Ran().Skip(before));

        (await li.PostAsync($"v1/orders/{bought.OrderId}/receipt")).Expect(200);
        await SettleAsync();
        Assert.Equal(["DoEffects", "DoEffects", "DoEffects"], Ran().Skip(before));

        Shop.Time.Advance(TimeSpan.FromDays(11));
        await Shop.FireAsync("MeetDeadlines", "");
        await Eventually.IsAsync(async () => !(await StoredRows.AllAsync(Shop.ConnectionString)).Any(r => r.Table == "Deadlines"), "all deadlines are met");
        Assert.Equal(0, await LeftAsync(EffectRunner.Queue));
        Assert.Equal(3, Ran().Count - before);
    }

    // A command that changes nothing has no effects: its message is taken back.
    [Fact]
    public async Task Command_ThatChangesNothing_WakesNobodyUp()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var (li, keeper) = (await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync());
        var bought = await li.BuyAsync(sku);
        await keeper.ShipAsync(bought.OrderId);
        (await li.PostAsync($"v1/orders/{bought.OrderId}/receipt")).Expect(200);
        await SettleAsync();
        var before = Ran().Count;

        await keeper.ShipAsync(bought.OrderId);
        (await li.PostAsync($"v1/orders/{bought.OrderId}/receipt")).Expect(200);
        (await li.PostAsync($"v1/orders/{bought.OrderId}/cancel")).Expect(409);

        Assert.Equal(0, await LeftAsync(EffectRunner.Queue));
        Assert.Equal(before, Ran().Count);
    }

    /// <summary>The queue functions that ran, in order.</summary>
    private List<string> Ran() =>
        [.. _logs.Lines.Select(l => l.Split(' ')).Where(w => w is ["Function", not "MeetDeadlines", "succeeded" or "failed", ..]).Select(w => w[1])];

    // Everything is done: no effect is left, and no message that would wake somebody up.
    private Task SettleAsync() => Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0 && await LeftAsync(EffectRunner.Queue) == 0, "the effects are done");

    private async Task<int> LeftAsync(string queue)
    {
        var client = new QueueClient(Shop.ConnectionString, queue);
        await client.CreateIfNotExistsAsync();
        return (await client.GetPropertiesAsync()).Value.ApproximateMessagesCount;
    }
}
