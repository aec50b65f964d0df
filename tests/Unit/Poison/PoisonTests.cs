using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using WeCommerce.Shop.Poison;
using WeCommerce.Testing;

namespace WeCommerce.Unit.Poison;

public sealed class PoisonTests
{
    private const BindingFlags Methods = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    // A queue whose poison nobody looks at is where work is lost.
    [Fact]
    public void EveryQueueOfTheShop_HasATriggerForItsPoison_AndARemedy()
    {
        var triggers = typeof(PoisonQueues).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods(Methods))
            .Where(m => m.IsDefined(typeof(FunctionAttribute)))
            .SelectMany(m => m.GetParameters())
            .Select(p => p.GetCustomAttribute<QueueTriggerAttribute>()?.QueueName)
            .OfType<string>()
            .ToList();
        var queues = triggers.Where(q => !q.EndsWith(PoisonQueues.Suffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        var poison = triggers.Where(q => q.EndsWith(PoisonQueues.Suffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

        Assert.NotEmpty(queues);
        Assert.Equal(queues.Select(q => q + PoisonQueues.Suffix), poison);
        Assert.Equal(queues, PoisonQueues.All);
        Assert.All(queues, q => Assert.NotEmpty(PoisonQueues.RemedyOf(q)));
    }

    [Fact]
    public void MostTries_AreTheHosts()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Checkout.PathOf("host.json")));

        Assert.Equal(PoisonQueues.MostTries, json.RootElement.GetProperty("extensions").GetProperty("queues").GetProperty("maxDequeueCount").GetInt32());
    }

    [Fact]
    public void PoisonId_LeadsToItsRow()
    {
        var id = PoisonId.Of("effects", DateTimeOffset.UnixEpoch.AddYears(56), "0c1e9f5e-8b8f-4b53-9a94-6a3f6f1a2f11");

        Assert.True(PoisonId.TryParse(id.Value, out var read));
        Assert.Equal(("effects", id.RowKey), (read.Queue, read.RowKey));
        Assert.EndsWith("-0c1e9f5e-8b8f-4b53-9a94-6a3f6f1a2f11", read.RowKey, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("effects")]
    [InlineData("effects.")]
    [InlineData("somebody-elses.abc")]
    [InlineData("effects.a/b")]
    [InlineData("effects.a.b")]
    public void PoisonId_ThatIsNone_IsFalse(string? text) => Assert.False(PoisonId.TryParse(text, out _));
}
