using System.Text;
using System.Text.Json.Nodes;
using Azure.Storage.Queues;
using WeCommerce.Shop.Poison;
using WeCommerce.Storage;
using WeCommerce.Testing;

namespace WeCommerce.Slices.Poison;

/// <summary>A message that could be neither handled nor kept: it is tried again and again, and where even that is not possible a person is told.</summary>
public sealed class UnfiledPoisonTests(Azurite azurite) : ShopTests(azurite)
{
    private const string Body = """{"table":"Members","partition":"0123456789ABC","operation":"0000000000001","commitBy":"2026-01-01T00:00:00Z"}""";

    private readonly string _poison = EffectRunner.Queue + PoisonQueues.Suffix;

    // The host would hand it out no more after five tries.
    protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["AzureFunctionsJobHost:extensions:queues:visibilityTimeout"] = "00:00:01",
    };

    [Fact]
    public async Task Message_WhoseKeepingFailsFiveTimes_GoesBackAsANewOne()
    {
        Shop.Network.LoseRequests(static r => r.Uri.ToString().Contains("/Poison", StringComparison.Ordinal));
        await SendAsync(hiddenFor: TimeSpan.Zero);

        await Eventually.IsAsync(() => Task.FromResult(Shop.Network.MessagesSent.Contains(Body)), "it is back");

        Assert.Equal(1, Shop.Network.MessagesSent.Count(m => m == Body));
        await Eventually.SeeAsync(LeftAsync, n => n == 1, "the old one is gone");
    }

    [Fact]
    public async Task Queue_ThatStaysFull_IsATask_UntilItIsEmpty()
    {
        await SendAsync(hiddenFor: TimeSpan.FromHours(2));

        await FireAsync("FindUnfiledPoison");
        Assert.Empty(await TasksAsync());
        await PassAsync(TimeSpan.FromMinutes(31));
        var task = Assert.Single(await SeeTasksAsync(1));
        Assert.Contains("effects-poison", $"{task!["what"]}", StringComparison.Ordinal);

        await new QueueClient(Shop.ConnectionString, _poison).ClearMessagesAsync();
        await PassAsync(TimeSpan.FromMinutes(61));
        await SeeTasksAsync(0);
    }

    [Fact]
    public async Task Message_ThatIsKeptMeanwhile_IsNoTask()
    {
        await SendAsync(hiddenFor: TimeSpan.FromHours(2));
        await FireAsync("FindUnfiledPoison");
        await new QueueClient(Shop.ConnectionString, _poison).ClearMessagesAsync();

        await PassAsync(TimeSpan.FromMinutes(31));

        await Eventually.SeeAsync(DeadlinesAsync, n => n == 0, "the deadline is met");
        Assert.Empty(await TasksAsync());
    }

    // An idle shop costs nothing: one call a queue, once a night.
    [Fact]
    public async Task Night_WithoutPoison_CostsOneCallAQueue()
    {
        await FireAsync("FindUnfiledPoison");

        await Eventually.SeeAsync(() => Task.FromResult(Looks()), n => n == PoisonQueues.All.Count, "all queues are looked at");
        Assert.Equal(0, await DeadlinesAsync());

        int Looks() => Shop.Network.Seen.Count(s => s.StartsWith("GET ", StringComparison.Ordinal) && s.EndsWith(PoisonQueues.Suffix, StringComparison.Ordinal));
    }

    private async Task FireAsync(string timer)
    {
        await Shop.FireAsync(timer, "");
        if (await LeftAsync() > 0)
            await Eventually.SeeAsync(DeadlinesAsync, n => n > 0, "a second look is planned");
    }

    private async Task PassAsync(TimeSpan time)
    {
        Shop.Time.Advance(time);
        await Shop.FireAsync("MeetDeadlines", "");
    }

    private async Task SendAsync(TimeSpan hiddenFor)
    {
        var client = new QueueClient(Shop.ConnectionString, _poison);
        await client.CreateIfNotExistsAsync();
        await client.SendMessageAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(Body)), hiddenFor, TimeSpan.FromSeconds(-1));
    }

    private async Task<int> LeftAsync()
    {
        var client = new QueueClient(Shop.ConnectionString, _poison);
        await client.CreateIfNotExistsAsync();
        return (await client.GetPropertiesAsync()).Value.ApproximateMessagesCount;
    }

    private async Task<int> DeadlinesAsync() =>
        (await StoredRows.AllAsync(Shop.ConnectionString)).Count(r => r.Table == "Deadlines" && r.Row.RowKey.Contains("PoisonUnfiled", StringComparison.Ordinal));

    private async Task<JsonArray> TasksAsync() =>
        (await (await Shop.LogInAsOperatorAsync()).GetAsync("v1/ops/tasks?kind=PoisonUnfiled")).Expect(200).Json["items"]!.AsArray();

    private Task<JsonArray> SeeTasksAsync(int count) => Eventually.SeeAsync(TasksAsync, t => t.Count == count, $"{count} tasks");
}
