using System.Text;
using WeCommerce.Slices.AfterSales;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Reconciliation;

/// <summary>Lesson 40: every day WeChat's bills are compared with the books, and each difference is a task.</summary>
public sealed class ReconcileDayTests(Azurite azurite) : ShopTests(azurite)
{
    private static readonly (string Lie, string Class, string Name)[] Lies =
    [
        ("MissingTrade", "MissingThere", "微信缺单"), ("ExtraTrade", "MissingHere", "商城缺单"), ("Amount", "Amount", "金额不符"), ("Fee", "Fee", "手续费不符"),
        ("Refund", "Refund", "退款不符"), ("Duplicate", "Duplicate", "重复"), ("State", "State", "状态不符"),
    ];

    [Fact]
    public async Task TrueBill_OfADayWithLatePaymentsAndRefunds_HasNoDifference()
    {
        var (day, keeper, li) = await PlayADayAsync();

        var report = await keeper.ReconcileAsync(day);

        Assert.Empty(report.Classes());
        var result = report["report"]!["result"]!;
        // 7 × 19.90 and one of 39.80 came in; 19.90 that came late and 19.90 of two pieces went back. Fees: 0.60% of each, 四舍五入: 12 分, and 24 of 39.80.
        Assert.Equal((8, 17910L, 2, 3980L, 84L, 13846L), Sums(result["ours"]!));
        Assert.Equal(Sums(result["ours"]!), Sums(result["theirs"]!));
        Assert.Equal(84, (long)result["deductedFeesFen"]!);
        Assert.Empty(await keeper.TasksAsync("ReconciliationDifference"));

        var text = (await keeper.GetAsync($"v1/ops/reconciliation/{day}?format=text")).Expect(200);
        Assert.Contains("收款：商城 8 笔 ¥179.10，微信 8 笔 ¥179.10，一致", text.Text, StringComparison.Ordinal);
        Assert.Contains("没有差异", text.Text, StringComparison.Ordinal);
        // Nothing of who paid is kept.
        Assert.DoesNotContain(
            await StoredRows.TextsAsync(Shop.ConnectionString),
            t => t.StartsWith("Reconciliations/", StringComparison.Ordinal) && (t.Contains(li.OpenId, StringComparison.Ordinal) || t.Contains("龙井", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task EachLie_IsItsClass_ItsTask_AndItsLine_AndIsOverWhenTheBillIsTrue()
    {
        var (day, keeper, _) = await PlayADayAsync();
        foreach (var (lie, expected, name) in Lies)
        {
            await Shop.BehaveAsync(new { bill = new { lies = new[] { lie } } });

            var report = await keeper.ReconcileAsync(day);

            Assert.Equal([expected], report.Classes());
            var difference = report["differences"]![0]!;
            var task = Assert.Single(await keeper.TasksAsync("ReconciliationDifference"));
            Assert.Equal($"{day}-{difference["id"]}", $"{task["about"]}");
            Assert.Equal($"{difference["remedy"]}", $"{task["remedy"]}");
            Assert.Contains($"{difference["what"]}", $"{task["what"]}", StringComparison.Ordinal);
            var csv = await CsvAsync(keeper, day);
            Assert.Single(csv, l => l.StartsWith($"{day},{name},", StringComparison.Ordinal) && l.EndsWith($",{difference["id"]}", StringComparison.Ordinal));
            Assert.Contains($"1. 【{name}】{difference["what"]}", (await keeper.GetAsync($"v1/ops/reconciliation/{day}?format=text")).Text, StringComparison.Ordinal);
        }

        await Shop.BehaveAsync(new { bill = new { lies = Array.Empty<string>() } });
        Assert.Empty((await keeper.ReconcileAsync(day)).Classes());
        Assert.Empty(await keeper.TasksAsync("ReconciliationDifference"));
        Assert.Equal(7, (await keeper.TasksAsync("ReconciliationDifference", done: true)).Count);
        Assert.Equal(5, (await CsvAsync(keeper, day)).Count);
    }

    [Fact]
    public async Task AllLiesAtOnce_AreAllClasses()
    {
        var (day, keeper, _) = await PlayADayAsync();
        await Shop.BehaveAsync(new { bill = new { lies = Lies.Select(l => l.Lie).ToArray() } });

        var report = await keeper.ReconcileAsync(day);

        Assert.Equal(Lies.Select(l => l.Class).Order(), report.Classes().Order());
        Assert.Equal(7, (await keeper.TasksAsync("ReconciliationDifference")).Count);
    }

    [Fact]
    public async Task DifferenceThatComesBack_IsATaskAgain_UnlessAPersonSettledIt()
    {
        var (day, keeper, _) = await PlayADayAsync();
        object[] bills = [new { bill = new { lies = new[] { "Amount" } } }, new { bill = new { lies = Array.Empty<string>() } }];
        await Shop.BehaveAsync(bills[0]);
        await keeper.ReconcileAsync(day);
        await keeper.ReconcileAsync(day);
        var first = Assert.Single(await keeper.TasksAsync("ReconciliationDifference"));
        await Shop.BehaveAsync(bills[1]);
        await keeper.ReconcileAsync(day);
        await Shop.BehaveAsync(bills[0]);

        await keeper.ReconcileAsync(day);

        var second = Assert.Single(await keeper.TasksAsync("ReconciliationDifference"));
        Assert.Equal($"{first["about"]}_2", $"{second["about"]}");
        (await keeper.PostAsync($"v1/ops/tasks/{second["taskId"]}/done", new { note = "与微信核实，无误" })).Expect(200);
        await keeper.ReconcileAsync(day);
        Assert.Empty(await keeper.TasksAsync("ReconciliationDifference"));
    }

    [Theory]
    [InlineData("wrongHash")]
    [InlineData("truncate")]
    public async Task BillThatIsNotWhole_IsNotBelieved_AndAPersonIsToldLater(string how)
    {
        var day = Shop.GoToNoon();
        var (keeper, li) = (await Shop.LogInAsOperatorAsync(), await Shop.LogInAsync());
        await li.BuyAsync(await Shop.PutOnSaleAsync(pieces: 5));
        Shop.GoToNextMorning();
        await Shop.BehaveAsync(new { bill = new { wrongHash = how == "wrongHash", truncate = how == "truncate" } });

        var report = await keeper.SeeRunAsync(day, await keeper.StartAsync(day), "Waiting");

        Assert.Equal("HASH_MISMATCH", $"{report["report"]!["problem"]}");
        Assert.Null(report["report"]!["result"]);
        Assert.Empty(report.Classes());
        (await keeper.GetAsync($"v1/ops/reconciliation/{day}?format=csv")).Expect(409, "RECONCILIATION_NOT_READY");
        Assert.Contains("HASH_MISMATCH", (await keeper.GetAsync($"v1/ops/reconciliation/{day}?format=text")).Expect(200).Text, StringComparison.Ordinal);
        Assert.Empty(await keeper.TasksAsync("ReconciliationFailed"));

        // Tried again by itself, as the message that it sent itself says; three hours later it is a person's business.
        Shop.Time.Advance(TimeSpan.FromHours(3));
        await Shop.FireAsync("ReconcileDay", Shop.Network.MessagesSent.Last(m => m.Contains("\"attempt\":1", StringComparison.Ordinal)));
        await Eventually.SeeAsync(() => keeper.TasksAsync("ReconciliationFailed"), t => t.Count == 1, "a person is told");
        Assert.Null((await keeper.ReportAsync(day))["report"]!["result"]);

        await Shop.BehaveAsync(new { bill = new { wrongHash = false, truncate = false } });
        Assert.Empty((await keeper.ReconcileAsync(day)).Classes());
        Assert.Empty(await keeper.TasksAsync("ReconciliationFailed"));
    }

    [Fact]
    public async Task BillThatIsNotMadeYet_IsWaitedFor()
    {
        var today = Shop.GoToNoon();
        var keeper = await Shop.LogInAsOperatorAsync();

        var report = await keeper.SeeRunAsync(today, await keeper.StartAsync(today), "Waiting");

        // 10:00 of the next day in Beijing.
        Assert.Equal(DateTimeOffset.Parse($"{today}T00:00:00+08:00").AddHours(34), (DateTimeOffset)report["report"]!["nextAt"]!);
    }

    [Fact]
    public async Task DayWithoutTrade_HasNoBill_AndNoDifference()
    {
        var day = Shop.GoToNoon();
        Shop.GoToNextMorning();
        var keeper = await Shop.LogInAsOperatorAsync();

        var report = await keeper.ReconcileAsync(day);

        Assert.Equal((0, 0L, 0, 0L, 0L, 0L), Sums(report["report"]!["result"]!["theirs"]!));
        Assert.Empty(report.Classes());
    }

    [Fact]
    public async Task EveryMorning_YesterdayIsReconciled()
    {
        var day = Shop.GoToNoon();
        Shop.GoToNextMorning();
        var keeper = await Shop.LogInAsOperatorAsync();

        await Shop.FireAsync("ReconcileYesterday", "");

        await Eventually.IsAsync(
            async () => await keeper.GetAsync($"v1/ops/reconciliation/{day}") is { Status: 200 } reply && $"{reply.Json["report"]!["state"]}" == "Done", "yesterday's report");
    }

    [Fact]
    public async Task Requests_ThatAreNone_AreRefused()
    {
        var keeper = await Shop.LogInAsOperatorAsync();
        var today = DateOnly.FromDateTime(Shop.Time.GetUtcNow().UtcDateTime);

        (await keeper.GetAsync($"v1/ops/reconciliation/{today:yyyy-MM-dd}")).Expect(404, "RECONCILIATION_NOT_FOUND");
        (await keeper.GetAsync("v1/ops/reconciliation/yesterday")).Expect(400, "MALFORMED_REQUEST");
        (await keeper.PostAsync("v1/ops/reconciliation/2026-02-30")).Expect(400, "MALFORMED_REQUEST");
        (await keeper.PostAsync($"v1/ops/reconciliation/{today.AddDays(2):yyyy-MM-dd}")).Expect(422, "DAY_TO_COME");
        (await keeper.PostAsync($"v1/ops/reconciliation/{today.AddMonths(-4):yyyy-MM-dd}")).Expect(422, "DAY_TOO_OLD");
        await keeper.StartAsync($"{today.AddDays(-5):yyyy-MM-dd}");
        (await keeper.GetAsync($"v1/ops/reconciliation/{today.AddDays(-5):yyyy-MM-dd}?format=xlsx")).Expect(400, "MALFORMED_REQUEST");
        (await keeper.PostAsync($"v1/ops/reconciliation/{today.AddDays(-5):yyyy-MM-dd}/differences/Amount-1/take")).Expect(404, "DIFFERENCE_NOT_FOUND");
        (await keeper.PostAsync($"v1/ops/reconciliation/{today.AddDays(-6):yyyy-MM-dd}/differences/Amount-1/take")).Expect(404, "DIFFERENCE_NOT_FOUND");
    }

    /// <summary>Eight payments, one of them late, and two refunds; then the morning after.</summary>
    private async Task<(string Day, Shopper Keeper, Shopper Li)> PlayADayAsync()
    {
        var day = Shop.GoToNoon();
        var sku = await Shop.PutOnSaleAsync(pieces: 50);
        var (keeper, li) = (await Shop.LogInAsOperatorAsync(), await Shop.LogInAsync());
        await Shop.BehaveAsync(new { refund = new { delayMs = 1 } });
        for (var n = 0; n < 6; n++)
            await li.BuyAsync(sku);

        var late = await li.PlaceOrderAsync(sku);
        (await li.PostAsync($"v1/orders/{late.OrderId}/cancel")).Expect(200);
        await li.PayAsync(late.Payment!, "DespiteClose");
        var two = await li.BuyAsync(sku, 2);
        var refund = await li.RefundAsync(two.OrderId, new { kind = "RefundOnly", reason = "NoLongerWanted", lines = new[] { new { lineNo = 1, quantity = 1 } } });
        await keeper.DecideAsync(refund, "approve");
        await li.SeeRefundAsync(two.OrderId, refund, "Succeeded");
        await li.SeeOrderAsync(late.OrderId, o => $"{o["payStatus"]}" == "Refunded");
        await Eventually.IsAsync(async () => await Shop.EffectsLeftAsync() == 0, "the day's book is written");
        Shop.GoToNextMorning();
        return (day, keeper, li);
    }

    private static (int, long, int, long, long, long) Sums(System.Text.Json.Nodes.JsonNode sums) => (
        (int)sums["payments"]!, (long)sums["paymentsFen"]!, (int)sums["refunds"]!, (long)sums["refundsFen"]!, (long)sums["feesFen"]!, (long)sums["netFen"]!);

    private static async Task<List<string>> CsvAsync(Shopper keeper, string day)
    {
        var reply = (await keeper.GetAsync($"v1/ops/reconciliation/{day}?format=csv")).Expect(200);
        var bytes = await reply.Message.Content.ReadAsByteArrayAsync();
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        Assert.Equal("text/csv", reply.Message.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"reconciliation-{day}.csv", reply.Message.Content.Headers.ContentDisposition?.FileName);
        return [.. Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)];
    }
}
