using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Slices.AfterSales;
using WeCommerce.Testing;
using WeCommerce.WeChat.Pay;

namespace WeCommerce.Slices.Reconciliation;

/// <summary>A payment or refund that the shop never heard of is settled by asking WeChat.</summary>
public sealed class TakeDifferenceTests(Azurite azurite) : ShopTests(azurite)
{
    // Lesson 7: a payment whose every notify was lost.
    [Fact]
    public async Task LostPayment_PaysItsOrder()
    {
        var (day, keeper, li, placed) = await LoseAPaymentAsync(cancelFirst: false);
        var difference = Assert.Single((await keeper.ReconcileAsync(day))["differences"]!.AsArray())!;
        Assert.Equal("MissingHere", $"{difference["class"]}");

        var taken = (await keeper.PostAsync($"v1/ops/reconciliation/{day}/differences/{difference["id"]}/take")).Expect(200).Json;

        Assert.Equal("Paid", $"{taken["order"]!["payStatus"]}");
        Assert.Equal("AwaitingShipment", $"{(await li.ReadOrderAsync(placed.OrderId))["status"]}");
        var after = await keeper.SeeRunAsync(day, $"{taken["report"]!["run"]}", "Done");
        Assert.Empty(after.Classes());
        Assert.Empty(await keeper.TasksAsync("ReconciliationDifference"));
        (await keeper.PostAsync($"v1/ops/reconciliation/{day}/differences/{difference["id"]}/take")).Expect(404, "DIFFERENCE_NOT_FOUND");
    }

    // Lessons 7 and 9 together.
    [Fact]
    public async Task LostPayment_OfACancelledOrder_GoesBackByItself()
    {
        var (day, keeper, li, placed) = await LoseAPaymentAsync(cancelFirst: true);
        var difference = Assert.Single((await keeper.ReconcileAsync(day))["differences"]!.AsArray())!;
        await Shop.BehaveAsync(new { notify = new { drop = 0 } });

        (await keeper.PostAsync($"v1/ops/reconciliation/{day}/differences/{difference["id"]}/take")).Expect(200);

        var order = await li.SeeOrderAsync(placed.OrderId, o => $"{o["payStatus"]}" == "Refunded");
        Assert.Equal("Cancelled", $"{order["status"]}");
        Assert.Empty((await keeper.ReconcileAsync(day)).Classes());
    }

    [Fact]
    public async Task PaymentOfAnotherSystem_IsForAPerson()
    {
        var day = Shop.GoToNoon();
        var (keeper, li) = (await Shop.LogInAsOperatorAsync(), await Shop.LogInAsync());
        await li.BuyAsync(await Shop.PutOnSaleAsync(pieces: 5));
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "the day's book is written");
        Shop.GoToNextMorning();
        await Shop.BehaveAsync(new { bill = new { lies = new[] { "ExtraTrade" } } });

        var difference = Assert.Single((await keeper.ReconcileAsync(day))["differences"]!.AsArray())!;

        Assert.False((bool)difference["canTake"]!);
        (await keeper.PostAsync($"v1/ops/reconciliation/{day}/differences/{difference["id"]}/take")).Expect(409, "DIFFERENCE_NOT_TAKEABLE");
    }

    // Somebody gave the money back on the merchant platform: there is nothing left to deliver for, nor to give back.
    [Fact]
    public async Task LostPayment_ThatWasRefundedElsewhere_IsNotTaken()
    {
        var (day, keeper, li, placed) = await LoseAPaymentAsync(cancelFirst: false, refundElsewhere: true);
        var differences = (await keeper.ReconcileAsync(day))["differences"]!.AsArray();
        Assert.Equal([("MissingHere", true), ("Refund", false)], differences.Select(d => ($"{d!["class"]}", (bool)d["canTake"]!)));

        (await keeper.PostAsync($"v1/ops/reconciliation/{day}/differences/{differences[0]!["id"]}/take")).Expect(409, "PAYMENT_NOT_STANDING");

        Assert.Equal("Unpaid", $"{(await li.ReadOrderAsync(placed.OrderId))["payStatus"]}");
    }

    // What the shop knows of the refund and what the bill says differ: WeChat's own word decides.
    [Fact]
    public async Task RefundDifference_IsAskedAfter()
    {
        var day = Shop.GoToNoon();
        var (keeper, li) = (await Shop.LogInAsOperatorAsync(), await Shop.LogInAsync());
        await Shop.BehaveAsync(new { refund = new { delayMs = 1 } });
        var bought = await li.BuyAsync(await Shop.PutOnSaleAsync(pieces: 5));
        var refund = await li.RefundAsync(bought.OrderId, new { kind = "RefundOnly", reason = "NoLongerWanted" });
        await keeper.DecideAsync(refund, "approve");
        await li.SeeRefundAsync(bought.OrderId, refund, "Succeeded");
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "the day's book is written");
        Shop.GoToNextMorning();
        await Shop.BehaveAsync(new { bill = new { lies = new[] { "Refund" } } });
        var difference = Assert.Single((await keeper.ReconcileAsync(day))["differences"]!.AsArray())!;
        Assert.Equal("Refund", $"{difference["class"]}");
        await Shop.BehaveAsync(new { bill = new { lies = Array.Empty<string>() } });

        var taken = (await keeper.PostAsync($"v1/ops/reconciliation/{day}/differences/{difference["id"]}/take")).Expect(200).Json;

        Assert.Equal("Refunded", $"{taken["order"]!["payStatus"]}");
        Assert.Empty((await keeper.SeeRunAsync(day, $"{taken["report"]!["run"]}", "Done")).Classes());
    }

    /// <summary>Paid, and the shop neither hears of it nor asks.</summary>
    private async Task<(string Day, Shopper Keeper, Shopper Li, Placed Placed)> LoseAPaymentAsync(bool cancelFirst, bool refundElsewhere = false)
    {
        var day = Shop.GoToNoon();
        var (keeper, li) = (await Shop.LogInAsOperatorAsync(), await Shop.LogInAsync());
        var placed = await li.PlaceOrderAsync(await Shop.PutOnSaleAsync(pieces: 5));
        await new QueueClient(Shop.ConnectionString, "orders-to-close").ClearMessagesAsync();
        if (cancelFirst)
            (await li.PostAsync($"v1/orders/{placed.OrderId}/cancel")).Expect(200);
        await Shop.BehaveAsync(new { notify = new { drop = 1000 }, refund = new { delayMs = 1 } });
        var transactionId = await li.PayAsync(placed.Payment!, cancelFirst ? "DespiteClose" : "Success");
        if (refundElsewhere)
        {
            var refund = new RefundOrder { TransactionId = transactionId, OutRefundNo = "PLATFORM-1", RefundFen = 1990, TotalFen = 1990, Reason = "平台退款" };
            Assert.True((await Shop.Services.GetRequiredService<PayClient>().RefundAsync(refund, default)).TryGet(out _, out _));
        }
        Shop.GoToNextMorning();
        return (day, keeper, li, placed);
    }
}
