using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using WeCommerce.Testing;

namespace WeCommerce.Storage.Tests.Contract;

/// <summary>Queues and their messages. Where time must pass it is a second of the machine's.</summary>
public abstract class QueueContract
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    protected abstract Account NewAccount();

    [Fact]
    public async Task Create_OfAQueueThatIsThere_IsFine()
    {
        var account = NewAccount();

        Assert.Equal(201, (await account.Queue("things").CreateAsync()).Status);
        Assert.Equal(204, (await account.Queue("things").CreateAsync()).Status);
        await Outcome.IsAsync("409 QueueAlreadyExists", () => account.Queue("things").CreateAsync(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = "other" }));
        Assert.Equal(["things"], account.Queues().GetQueues().Select(q => q.Name));
    }

    [Fact]
    public async Task AnyCall_ToAQueueThatIsNotThere_Is404()
    {
        var queue = NewAccount().Queue("nowhere");

        await Outcome.IsAsync("404 QueueNotFound", () => queue.SendMessageAsync("x"));
        await Outcome.IsAsync("404 QueueNotFound", () => queue.ReceiveMessagesAsync());
        await Outcome.IsAsync("404 QueueNotFound", () => queue.PeekMessagesAsync());
        await Outcome.IsAsync("404 QueueNotFound", () => queue.ClearMessagesAsync());
        await Outcome.IsAsync("404 QueueNotFound", () => queue.GetPropertiesAsync());
        await Outcome.IsAsync("404 QueueNotFound", () => queue.DeleteMessageAsync("x", "y"));
        Assert.False(await queue.ExistsAsync());
    }

    [Fact]
    public async Task Get_HidesTheMessageAndCounts()
    {
        var queue = await NewAccount().NewQueueAsync();
        await queue.SendMessageAsync("茶 <&> \"x\"");

        var message = Assert.Single((await queue.ReceiveMessagesAsync()).Value);

        Assert.Equal(("茶 <&> \"x\"", 1), (message.Body.ToString(), message.DequeueCount));
        Assert.Empty((await queue.ReceiveMessagesAsync()).Value);
        Assert.Empty((await queue.PeekMessagesAsync()).Value);
        Assert.Equal(1, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Get_AfterTheTimeThatItWasHidden_ComesAgainWithANewReceipt()
    {
        var queue = await NewAccount().NewQueueAsync();
        await queue.SendMessageAsync("x");
        var first = Assert.Single((await queue.ReceiveMessagesAsync(1, Second)).Value);

        var second = await ReceiveAsync(queue);

        Assert.Equal((first.MessageId, 2), (second.MessageId, second.DequeueCount));
        Assert.NotEqual(first.PopReceipt, second.PopReceipt);
        await Outcome.IsAsync("400 PopReceiptMismatch", () => queue.DeleteMessageAsync(first.MessageId, first.PopReceipt));
        await Outcome.IsAsync("400 PopReceiptMismatch", () => queue.UpdateMessageAsync(first.MessageId, first.PopReceipt, visibilityTimeout: Second));
        await queue.DeleteMessageAsync(second.MessageId, second.PopReceipt);
        await Outcome.IsAsync("404 MessageNotFound", () => queue.DeleteMessageAsync(second.MessageId, second.PopReceipt));
        await Outcome.IsAsync("404 MessageNotFound", () => queue.UpdateMessageAsync(second.MessageId, second.PopReceipt, visibilityTimeout: Second));
    }

    [Fact]
    public async Task Put_ForLater_IsHiddenUntilThen()
    {
        var queue = await NewAccount().NewQueueAsync();
        await queue.SendMessageAsync("x", visibilityTimeout: Second);

        Assert.Empty((await queue.ReceiveMessagesAsync()).Value);
        Assert.Equal(1, (await ReceiveAsync(queue)).DequeueCount);
    }

    [Fact]
    public async Task Put_WithATimeToLive_IsGoneAfterIt()
    {
        var queue = await NewAccount().NewQueueAsync();
        await queue.SendMessageAsync("x", timeToLive: Second);
        await queue.SendMessageAsync("y", timeToLive: TimeSpan.FromSeconds(-1));

        await Eventually.IsAsync(async () => (await queue.PeekMessagesAsync(32)).Value.Select(m => m.Body.ToString()).SequenceEqual(["y"]), "only y is left");

        Assert.Equal("y", Assert.Single((await queue.ReceiveMessagesAsync(32)).Value).Body.ToString());
    }

    [Fact]
    public async Task Put_GivesWhatDeletesTheMessage()
    {
        var queue = await NewAccount().NewQueueAsync();
        var sent = (await queue.SendMessageAsync("x")).Value;

        await queue.DeleteMessageAsync(sent.MessageId, sent.PopReceipt);

        Assert.Empty((await queue.PeekMessagesAsync()).Value);
    }

    [Fact]
    public async Task Update_ChangesTextTimeAndReceipt()
    {
        var queue = await NewAccount().NewQueueAsync();
        await queue.SendMessageAsync("x");
        var got = Assert.Single((await queue.ReceiveMessagesAsync()).Value);

        var updated = (await queue.UpdateMessageAsync(got.MessageId, got.PopReceipt, "y")).Value;

        await Outcome.IsAsync("400 PopReceiptMismatch", () => queue.DeleteMessageAsync(got.MessageId, got.PopReceipt));
        var again = Assert.Single((await queue.ReceiveMessagesAsync()).Value);
        Assert.Equal(("y", 2), (again.Body.ToString(), again.DequeueCount));
        Assert.NotEqual(updated.PopReceipt, again.PopReceipt);
    }

    [Fact]
    public async Task Update_OfTheTimeAlone_KeepsTheText()
    {
        var queue = await NewAccount().NewQueueAsync();
        await queue.SendMessageAsync("x");
        var got = Assert.Single((await queue.ReceiveMessagesAsync()).Value);

        await queue.UpdateMessageAsync(got.MessageId, got.PopReceipt, visibilityTimeout: TimeSpan.Zero);

        Assert.Equal("x", Assert.Single((await queue.ReceiveMessagesAsync()).Value).Body.ToString());
    }

    [Fact]
    public async Task Get_OfSeveral_GivesTheOldestFirst()
    {
        var queue = await NewAccount().NewQueueAsync();
        for (var n = 0; n < 40; n++)
            await queue.SendMessageAsync($"{n}");

        Assert.Equal(["0"], (await queue.PeekMessagesAsync()).Value.Select(m => m.Body.ToString()));
        Assert.Equal(Enumerable.Range(0, 32).Select(n => $"{n}"), (await queue.ReceiveMessagesAsync(32)).Value.Select(m => m.Body.ToString()));
        Assert.Equal(Enumerable.Range(32, 8).Select(n => $"{n}"), (await queue.ReceiveMessagesAsync(32)).Value.Select(m => m.Body.ToString()));
    }

    [Fact]
    public async Task Clear_LeavesNothing()
    {
        var queue = await NewAccount().NewQueueAsync();
        await queue.SendMessageAsync("x");
        await queue.SendMessageAsync("y", visibilityTimeout: TimeSpan.FromDays(1));

        await queue.ClearMessagesAsync();

        Assert.Equal(0, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Numbers_OutOfTheirRange_Are400()
    {
        var queue = await NewAccount().NewQueueAsync();
        var eightDays = TimeSpan.FromDays(8);

        await Outcome.IsAsync("400 OutOfRangeQueryParameterValue", () => queue.ReceiveMessagesAsync(33));
        await Outcome.IsAsync("400 OutOfRangeQueryParameterValue", () => queue.ReceiveMessagesAsync(1, eightDays));
        await Outcome.IsAsync("400 OutOfRangeQueryParameterValue", () => queue.SendMessageAsync("x", visibilityTimeout: eightDays, timeToLive: TimeSpan.FromSeconds(-1)));
        await Outcome.IsAsync("413 RequestBodyTooLarge", () => queue.SendMessageAsync(new string('x', 60_000)));
    }

    private static async Task<QueueMessage> ReceiveAsync(QueueClient queue) => Assert.Single(await Eventually.SeeAsync(
        async () => (await queue.ReceiveMessagesAsync(1)).Value, static messages => messages.Length > 0, "the message is visible"));
}

public sealed class QueuesOnAzurite(Azurite azurite) : QueueContract
{
    protected override Account NewAccount() => Account.On(azurite);
}

public sealed class QueuesInTheSimulator : QueueContract
{
    protected override Account NewAccount() => Account.Simulated();
}
