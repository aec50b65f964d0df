using System.Text;
using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using WeCommerce.Shop.Poison;
using WeCommerce.Storage;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Poison;

public sealed class PoisonTests(Azurite azurite) : ShopTests(azurite)
{
    private const string Body = """{"table":"Members","partition":"0123456789ABC","operation":"0000000000001","commitBy":"2026-01-01T00:00:00Z"}""";

    [Fact]
    public async Task Message_ThatWasGivenUp_IsKeptAndATask()
    {
        var message = await PoisonAsync(EffectRunner.Queue, Body);
        var op = await Shop.LogInAsOperatorAsync();

        var task = await TaskAsync();

        Assert.Equal("PoisonMessage", $"{task["kind"]}");
        Assert.Contains("effects", $"{task["what"]}", StringComparison.Ordinal);
        Assert.Contains("分区", $"{task["remedy"]}", StringComparison.Ordinal);
        var read = (await op.GetAsync($"v1/ops/poison/{message["id"]}")).Expect(200).Json;
        Assert.Equal(message.ToJsonString(), read.ToJsonString());
        Assert.Equal((EffectRunner.Queue, Body, "Waiting"), ($"{read["queue"]}", $"{read["body"]}", $"{read["state"]}"));
    }

    [Fact]
    public async Task Retry_PutsTheSameBodyBack_EndsTheTask_AndTwiceIsHarmless()
    {
        var message = await PoisonAsync(EffectRunner.Queue, Body);
        await TaskAsync();
        var op = await Shop.LogInAsOperatorAsync();

        (await op.PostAsync($"v1/ops/poison/{message["id"]}/retry")).Expect(200);
        var again = (await op.PostAsync($"v1/ops/poison/{message["id"]}/retry")).Expect(200).Json;

        Assert.Equal("Retried", $"{again["state"]}");
        Assert.Equal(op.MemberId, $"{again["retriedBy"]}");
        Assert.Equal(2, Shop.Network.MessagesSent.Count(m => m == Body));
        Assert.Empty((await op.GetAsync("v1/ops/tasks")).Json["items"]!.AsArray());
        (await op.PostAsync($"v1/ops/poison/{message["id"]}/drop", new { reason = "过时" })).Expect(409, "POISON_RETRIED");
    }

    // The message goes first: if marking fails it is only retried once more.
    [Fact]
    public async Task Retry_WhoseMarkIsLost_HasPutTheMessageBack()
    {
        var message = await PoisonAsync("orders-to-close", """{"orderId":"nothing"}""");
        await TaskAsync();
        var op = await Shop.LogInAsOperatorAsync();
        Shop.Network.LoseRequests(static r => r.Method == Azure.Core.RequestMethod.Put && r.Uri.ToString().Contains("/Poison(", StringComparison.Ordinal));

        (await op.PostAsync($"v1/ops/poison/{message["id"]}/retry")).Expect(503);
        Shop.Network.Heal();

        Assert.Contains("""{"orderId":"nothing"}""", Shop.Network.MessagesSent);
        Assert.Equal("Waiting", $"{(await op.GetAsync($"v1/ops/poison/{message["id"]}")).Json["state"]}");
    }

    [Fact]
    public async Task Drop_NeedsAReason_KeepsIt_AndEndsTheTask()
    {
        var message = await PoisonAsync(EffectRunner.Queue, Body);
        await TaskAsync();
        var op = await Shop.LogInAsOperatorAsync();

        (await op.PostAsync($"v1/ops/poison/{message["id"]}/drop", new { })).Expect(422, "INVALID_REQUEST");
        var first = (await op.PostAsync($"v1/ops/poison/{message["id"]}/drop", new { reason = "测试消息" })).Expect(200);
        var second = (await op.PostAsync($"v1/ops/poison/{message["id"]}/drop", new { reason = "又一次" })).Expect(200);

        Assert.Equal(("Dropped", "测试消息"), ($"{first.Json["state"]}", $"{first.Json["reason"]}"));
        Assert.Equal(first.Text, second.Text);
        Assert.Empty((await op.GetAsync("v1/ops/tasks")).Json["items"]!.AsArray());
        Assert.DoesNotContain(Body, Shop.Network.MessagesSent);
    }

    [Fact]
    public async Task List_GoesQueueByQueue_PageByPage()
    {
        for (var n = 0; n < 23; n++)
            await SendAsync(n % 2 == 0 ? EffectRunner.Queue : "orders-to-close", $$"""{"n":{{n}}}""");
        var op = await Shop.LogInAsOperatorAsync();
        await Eventually.SeeAsync(() => WalkAsync(op, "?"), l => l.Count == 23, "all are filed");

        Assert.Equal(23, (await WalkAsync(op, "?")).Distinct().Count());
        Assert.Equal(12, (await WalkAsync(op, "?queue=effects")).Count);
        (await op.GetAsync("v1/ops/poison?queue=nothing")).Expect(400);
        (await op.GetAsync("v1/ops/poison?next=nothing")).Expect(400);
    }

    [Fact]
    public async Task Requests_ThatAreNone_AreRefused()
    {
        var op = await Shop.LogInAsOperatorAsync();
        var unknown = PoisonId.Of(EffectRunner.Queue, Shop.Time.GetUtcNow(), "nothing");

        (await op.GetAsync($"v1/ops/poison/{unknown}")).Expect(404, "POISON_NOT_FOUND");
        (await op.PostAsync($"v1/ops/poison/{unknown}/retry")).Expect(404, "POISON_NOT_FOUND");
        (await op.PostAsync($"v1/ops/poison/nonsense/drop", new { reason = "x" })).Expect(404, "POISON_NOT_FOUND");
        (await (await Shop.LogInAsync()).GetAsync("v1/ops/poison")).Expect(403, "OPERATOR_REQUIRED");
    }

    private async Task<JsonObject> PoisonAsync(string queue, string body)
    {
        await SendAsync(queue, body);
        var op = await Shop.LogInAsOperatorAsync();
        var items = await Eventually.SeeAsync(
            async () => (await op.GetAsync($"v1/ops/poison?queue={queue}")).Expect(200).Json["items"]!.AsArray(), i => i.Count > 0, "the message is filed");
        return items[0]!.DeepClone().AsObject();
    }

    /// <summary>What the host does with a message that failed too often.</summary>
    private async Task SendAsync(string queue, string body)
    {
        var client = new QueueClient(Shop.ConnectionString, queue + PoisonQueues.Suffix);
        await client.CreateIfNotExistsAsync();
        await client.SendMessageAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(body)), default, TimeSpan.FromSeconds(-1));
    }

    private async Task<JsonObject> TaskAsync()
    {
        var op = await Shop.LogInAsOperatorAsync();
        var items = await Eventually.SeeAsync(
            async () => (await op.GetAsync("v1/ops/tasks?kind=PoisonMessage")).Expect(200).Json["items"]!.AsArray(), i => i.Count > 0, "the task is raised");
        return items[0]!.AsObject();
    }

    private static async Task<List<string>> WalkAsync(Shopper op, string query)
    {
        var seen = new List<string>();
        string? next = null;
        do
        {
            var page = (await op.GetAsync($"v1/ops/poison{query}&next={next}")).Expect(200).Json;
            seen.AddRange(page["items"]!.AsArray().Select(t => $"{t!["id"]}"));
            next = page["next"]?.GetValue<string>();
        }
        while (next is not null);
        return seen;
    }
}
