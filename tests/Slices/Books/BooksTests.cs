using System.Text.Json.Nodes;
using WeCommerce.Slices.AfterSales;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Books;

public sealed class BooksTests(Azurite azurite) : ShopTests(azurite)
{
    [Fact]
    public async Task Entries_OfAnOrder_SayWhereEachFenIs()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var (li, keeper) = (await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync());
        var bought = await li.BuyAsync(sku, 2);
        var refund = await li.RefundAsync(bought.OrderId, new { kind = "RefundOnly", reason = "NoLongerWanted", lines = new[] { new { lineNo = 1, quantity = 1 } } });
        await keeper.DecideAsync(refund, "approve");
        await li.SeeRefundAsync(bought.OrderId, refund, "Succeeded");

        var book = (await keeper.GetAsync($"v1/ops/orders/{bought.OrderId}/entries")).Expect(200).Json;

        Assert.Equal(
            ["WeChat←Sales 3980", "SalesReturns←RefundsPayable 1990", "RefundsPayable←WeChat 1990"],
            book["entries"]!.AsArray().OrderBy(e => (int)e!["number"]!).Select(e => $"{e!["debit"]}←{e["credit"]} {e["amountFen"]}"));
        Assert.Equal(1990, NetOf(book, "WeChat"));
        Assert.Equal(0, NetOf(book, "RefundsPayable"));
    }

    // The day is Beijing's; its book is a copy of the orders' own entries.
    [Fact]
    public async Task Day_HoldsWhatItsOrdersHold()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var (li, keeper) = (await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync());
        var orders = new List<string>();
        for (var n = 0; n < 3; n++)
            orders.Add((await li.BuyAsync(sku)).OrderId);
        var day = Shop.Time.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        var book = await Eventually.SeeAsync(
            async () => (await keeper.GetAsync($"v1/ops/books/{day}")).Expect(200).Json, b => b["entries"]!.AsArray().Count == 3, "three entries");

        Assert.Equal(orders.Order(), book["entries"]!.AsArray().Select(e => $"{e!["orderId"]}").Order());
        Assert.Equal(3 * 1990, NetOf(book, "WeChat"));
        Assert.Equal(-3 * 1990, NetOf(book, "Sales"));
    }

    [Fact]
    public async Task OrdersOfADay_AreListedByStatus()
    {
        var sku = await Shop.PutOnSaleAsync(pieces: 5);
        var (li, keeper) = (await Shop.LogInAsync(), await Shop.LogInAsOperatorAsync());
        var sent = await li.BuyAsync(sku);
        var paid = await li.BuyAsync(sku);
        await keeper.ShipAsync(sent.OrderId);

        await Eventually.IsAsync(
            async () => (await keeper.GetAsync("v1/ops/orders?status=AwaitingReceipt")).Expect(200).Json["items"]!.AsArray() is [var only] && $"{only!["orderId"]}" == sent.OrderId,
            "the sent order");
        await Eventually.IsAsync(
            async () => (await keeper.GetAsync("v1/ops/orders?status=AwaitingShipment")).Expect(200).Json["items"]!.AsArray() is [var only] && $"{only!["orderId"]}" == paid.OrderId,
            "the other one");
        (await keeper.GetAsync("v1/ops/orders?day=2026-13-01")).Expect(400);
        (await keeper.GetAsync("v1/ops/books/tomorrow")).Expect(400);
    }

    private static int NetOf(JsonObject book, string account) =>
        book["balances"]!.AsArray().Where(b => $"{b!["account"]}" == account).Sum(b => (int)b!["debitFen"]! - (int)b["creditFen"]!);
}
