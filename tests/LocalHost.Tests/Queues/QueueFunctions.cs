using Microsoft.Azure.Functions.Worker;

namespace WeCommerce.LocalHost.Tests.Queues;

internal sealed record Wake(string OrderId, int Attempt);

internal sealed class QueueFunctions(Probe probe)
{
    [Function("Text")]
    public void Text([QueueTrigger("text")] string text) => probe.Say(text);

    [Function("Bytes")]
    public Task Bytes([QueueTrigger("bytes")] byte[] bytes)
    {
        probe.Say(Convert.ToHexString(bytes));
        return Task.CompletedTask;
    }

    [Function("Data")]
    public void Data([QueueTrigger("data")] BinaryData data) => probe.Say(data.ToString());

    [Function("Poco")]
    public void Poco([QueueTrigger("%WakeQueue%", Connection = "%WakeConnection%")] Wake wake) => probe.Say($"{wake.OrderId} {wake.Attempt}");

    [Function("Facts")]
    public void Facts([QueueTrigger("facts")] string text, FunctionContext context, int dequeueCount, string id, DateTimeOffset insertionTime)
    {
        var data = context.BindingContext.BindingData;
        Assert.Equal(text, data["QueueTrigger"]);
        Assert.Equal(id, data["Id"]);
        Assert.NotNull(data["PopReceipt"]);
        Assert.NotNull(data["ExpirationTime"]);
        Assert.NotNull(data["NextVisibleTime"]);
        probe.Say($"{dequeueCount} {DateTimeOffset.Parse((string)data["InsertionTime"]!, provider: null) == insertionTime}");
    }
}

internal sealed class FailingFunctions(Probe probe)
{
    [Function("Failing")]
    public void Failing([QueueTrigger("failing")] string text, int dequeueCount)
    {
        probe.Say($"{text} {dequeueCount}");
        if (text.StartsWith("bad", StringComparison.Ordinal))
            throw new InvalidOperationException("As told.");
    }
}

internal sealed class FailingPoisonFunctions(Probe probe)
{
    [Function("FailingPoison")]
    public void Failing([QueueTrigger("lost-poison")] string text)
    {
        probe.Say(text);
        throw new InvalidOperationException("As told.");
    }
}

internal sealed class WaitingFunctions(Probe probe)
{
    [Function("Waiting")]
    public async Task WaitAsync([QueueTrigger("waiting")] string text, CancellationToken cancellation)
    {
        probe.Say($"begins {text}");
        try
        {
            await probe.GateAsync(text, cancellation);
            probe.Say($"ends {text}");
        }
        catch (OperationCanceledException)
        {
            probe.Say($"leaves {text}");
            throw;
        }
    }
}
