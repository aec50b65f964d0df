using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using WeCommerce.Shop;
using WeCommerce.Shop.Members;
using WeCommerce.Shop.Tasks;
using WeCommerce.Storage;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Tasks;

public sealed class TaskTests(Azurite azurite) : ShopTests(azurite)
{
    private OperatorTasks Tasks => Shop.Services.GetRequiredService<OperatorTasks>();

    [Fact]
    public async Task Tasks_AreListedSoonestDeadlineFirst_AndTellWhichAreOverdue()
    {
        await RaiseAsync("late", hours: 3);
        await RaiseAsync("soon", hours: 1);
        await RaiseAsync("between", hours: 2);
        Shop.Time.Advance(TimeSpan.FromHours(1.5));

        var tasks = await ListAsync("");

        Assert.Equal(["soon", "between", "late"], tasks.Select(t => $"{t["about"]}"));
        Assert.Equal([true, false, false], tasks.Select(t => (bool)t["overdue"]!));
        Assert.Equal("ShippingDue", $"{tasks[0]["kind"]}");
        Assert.Equal("订单要发货", $"{tasks[0]["what"]}");
        Assert.Equal("请发货", $"{tasks[0]["remedy"]}");
        Assert.Null(tasks[0]["doneAt"]);
    }

    [Fact]
    public async Task Task_RaisedTwiceAndAtOnce_IsOne()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => RaiseAsync("one", hours: n + 1)));
        await RaiseAsync("one", hours: 9);

        Assert.Single(await ListAsync(""));
    }

    [Fact]
    public async Task Task_Done_LeavesTheList_AndDoneAgain_StaysAsItWas()
    {
        await RaiseAsync("order 1", hours: 1);
        var op = await Shop.LogInAsOperatorAsync();
        var id = $"{(await ListAsync(""))[0]["taskId"]}";

        var first = (await op.PostAsync($"v1/ops/tasks/{id}/done", new { note = "已发货" })).Expect(200);
        var second = (await op.PostAsync($"v1/ops/tasks/{id}/done", new { note = "又发货" })).Expect(200);

        Assert.Equal(first.Text, second.Text);
        Assert.Equal("已发货", $"{first.Json["note"]}");
        Assert.Equal(op.MemberId, $"{first.Json["doneBy"]}");
        Assert.Empty(await ListAsync(""));
        Assert.Equal("已发货", $"{Assert.Single(await ListAsync("?done=true"))["note"]}");
        // Raised again, it stays done.
        await RaiseAsync("order 1", hours: 1);
        Assert.Empty(await ListAsync(""));
    }

    [Fact]
    public async Task Task_DoneByManyAtOnce_IsDoneOnce()
    {
        await RaiseAsync("order1", hours: 1);
        var op = await Shop.LogInAsOperatorAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => op.PostAsync("v1/ops/tasks/ShippingDue-order1/done", new { note = $"{n}" })));

        Assert.Single(replies.Select(r => r.Expect(200).Text).Distinct());
        Assert.Single(await ListAsync("?done=true"));
    }

    [Fact]
    public async Task Effects_RaiseATaskAndEndIt()
    {
        var deadline = Shop.Time.GetUtcNow() + TimeSpan.FromHours(1);
        await CommitAsync(new RaiseTask(TaskKind.RefundStuck, "refund1", "退款异常", "请在商户平台处理", deadline));
        await Eventually.SeeAsync(() => ListAsync("?kind=RefundStuck"), l => l.Count == 1, "the task is raised");

        await CommitAsync(new EndTask(TaskKind.RefundStuck, "refund1", "微信已退款"));

        await Eventually.SeeAsync(() => ListAsync(""), l => l.Count == 0, "the task is ended");
        var done = Assert.Single(await ListAsync("?done=true&kind=RefundStuck"));
        Assert.Equal("微信已退款", $"{done["note"]}");
        Assert.Null(done["doneBy"]);
    }

    [Fact]
    public async Task EndAsync_OfATaskThatNobodyRaised_DoesNothing()
    {
        await Tasks.EndAsync(new EndTask(TaskKind.RefundStuck, "nothing", "没有"));

        Assert.Empty(await ListAsync("?done=true"));
    }

    [Fact]
    public async Task List_GoesOnWithNext_WholeOrOfOneKind()
    {
        var deadline = Shop.Time.GetUtcNow() + TimeSpan.FromHours(1);
        for (var n = 0; n < 45; n++)
        {
            var kind = n % 2 == 0 ? TaskKind.ShippingDue : TaskKind.PoisonMessage;
            await Tasks.RaiseAsync(new RaiseTask(kind, $"{n}", "事", "做", deadline + TimeSpan.FromMinutes(n)));
        }

        Assert.Equal(Enumerable.Range(0, 45).Select(n => $"{n}"), await WalkAsync("?"));
        Assert.Equal(Enumerable.Range(0, 45).Where(n => n % 2 == 0).Select(n => $"{n}"), await WalkAsync("?kind=ShippingDue"));
    }

    [Fact]
    public async Task Requests_ThatAreNone_AreRefused()
    {
        var op = await Shop.LogInAsOperatorAsync();
        await RaiseAsync("order1", hours: 1);

        (await op.GetAsync("v1/ops/tasks?kind=Nonsense")).Expect(400, "MALFORMED_REQUEST");
        (await op.GetAsync("v1/ops/tasks?done=perhaps")).Expect(400, "MALFORMED_REQUEST");
        (await op.PostAsync("v1/ops/tasks/ShippingDue-unknown/done", new { note = "x" })).Expect(404, "TASK_NOT_FOUND");
        (await op.PostAsync("v1/ops/tasks/a%20b/done", new { note = "x" })).Expect(404, "TASK_NOT_FOUND");
        (await op.PostAsync("v1/ops/tasks/ShippingDue-order1/done", new { note = "" })).Expect(422, "INVALID_REQUEST");
        var li = await Shop.LogInAsync();
        (await li.GetAsync("v1/ops/tasks")).Expect(403, "OPERATOR_REQUIRED");
        (await li.PostAsync("v1/ops/tasks/ShippingDue-order1/done", new { note = "x" })).Expect(403, "OPERATOR_REQUIRED");
    }

    private Task RaiseAsync(string about, double hours) =>
        Tasks.RaiseAsync(new RaiseTask(TaskKind.ShippingDue, about, "订单要发货", "请发货", Shop.Time.GetUtcNow() + TimeSpan.FromHours(hours)));

    private async Task<IReadOnlyList<JsonObject>> ListAsync(string query)
    {
        var op = await Shop.LogInAsOperatorAsync();
        return [.. (await op.GetAsync($"v1/ops/tasks{query}")).Expect(200).Json["items"]!.AsArray().Select(t => t!.AsObject())];
    }

    private async Task<List<string>> WalkAsync(string query)
    {
        var op = await Shop.LogInAsOperatorAsync();
        var seen = new List<string>();
        string? next = null;
        do
        {
            var page = (await op.GetAsync($"v1/ops/tasks{query}&next={next}")).Expect(200).Json;
            seen.AddRange(page["items"]!.AsArray().Select(t => $"{t!["about"]}"));
            next = page["next"]?.GetValue<string>();
        }
        while (next is not null);
        return seen;
    }

    private async Task CommitAsync(object effect)
    {
        var (partitions, effects) = (Shop.Services.GetRequiredService<Partitions>(), Shop.Services.GetRequiredService<EffectRunner>());
        var ids = Shop.Services.GetRequiredService<Ids>();
        var (partition, operation) = (Tables.Of(MemberId.New(ids)), Operation.Start(ids, Shop.Time));
        await effects.WakeUpAsync(partition, operation);
        Assert.True((await partitions.CommitAsync(new Commit(partition, operation).Effect(effect))).Landed);
    }
}
